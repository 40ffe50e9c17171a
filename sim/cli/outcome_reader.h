// What `run --outcomes` wrote, read from its beginning to its end in bounded memory.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "reports/message_outcomes.h"

namespace dlr::sim::cli {

class OutcomeReader {
 public:
  OutcomeReader() = default;
  ~OutcomeReader();
  OutcomeReader(const OutcomeReader&) = delete;
  OutcomeReader& operator=(const OutcomeReader&) = delete;

  // The exit status; not kPassed is told on stderr.
  int open(const std::string& path);
  // The next messages, as many as fit; false, and told on stderr: there are not so many.
  bool next(std::span<std::uint64_t> into);

  reports::OutcomesHeader header;

 private:
  bool read(char* into, std::size_t size);
  int wrong(const char* why);
  int not_one();

  std::string path_;
  int file_ = -1;
};

// Whether a file begins as one does; false also when it cannot be read.
bool is_outcome_file(const std::string& path);

}  // namespace dlr::sim::cli
