// What `run --outcomes` wrote, read from its beginning to its end in bounded memory. What was cut short or altered is
// refused.
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
  // The next messages, as many as fit; false, and told on stderr: there are not so many, or the last of them is read
  // and they are not what was written.
  bool next(std::span<std::uint64_t> into);

  reports::OutcomesHeader header;
  reports::OutcomesEnd end;

  // "shard 1 of 2, interrupted after 4 000 messages"; empty: all messages of its scenario are in it.
  std::string what_part() const;
  const std::string& path() const { return path_; }

 private:
  bool read(char* into, std::size_t size);
  int wrong(const std::string& why);
  int not_one();
  int write_it_anew(const std::string& why);
  // What is known of it before the messages are read.
  int check_size_and_end(std::uint64_t size, std::uint64_t header_size);

  std::string path_;
  int file_ = -1;
  std::uint64_t read_ = 0, run_ = 0, checksum_ = 0;  // messages so far
  std::uint64_t header_checksum_ = 0;
};

// Whether a file begins as one does; false also when it cannot be read.
bool is_outcome_file(const std::string& path);

}  // namespace dlr::sim::cli
