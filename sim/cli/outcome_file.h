// The file of `run --outcomes`: how each message ended, for `compare`.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string>

#include "reports/result.h"
#include "sim/cli/part_file.h"
#include "sim/scenario/scenario.h"

namespace dlr::sim::cli {

// There whole or as it was: written beside its place and put there at the end.
class OutcomeFile {
 public:
  OutcomeFile() = default;  // none: everything succeeds and nothing is written
  ~OutcomeFile();
  OutcomeFile(const OutcomeFile&) = delete;
  OutcomeFile& operator=(const OutcomeFile&) = delete;

  // False, and told on stderr, when it is not possible; after that nothing more is written.
  bool open(const std::string& path);
  bool begin(const Scenario& scenario, const reports::Shard& shard, const std::string& planted);
  // Called by several threads at once; a failure is told by put_in_place().
  void put(std::uint64_t first, std::span<const std::uint64_t> packed);
  // Not all that was to be run was.
  void note_interrupted() { interrupted_ = true; }
  bool put_in_place();

 private:
  bool fail(int error);

  std::string path_;
  PartFile part_;
  int file_ = -1;
  std::uint64_t header_ = 0, header_checksum_ = 0;
  std::uint64_t messages_ = 0;  // of the scenario
  std::atomic<std::uint64_t> run_{0}, checksum_{0};
  std::atomic<int> error_{0};
  bool interrupted_ = false;
  bool failed_ = false;
};

}  // namespace dlr::sim::cli
