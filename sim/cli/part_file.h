// A file while it is written: it lies beside its place until it is whole, so that its place holds it whole or as it
// was. Where a signal ends the program, what lies beside is removed first.
#pragma once

#include <string>

namespace dlr::sim::cli {

class PartFile {
 public:
  PartFile() = default;
  ~PartFile() { remove(); }
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;

  // The path to write to; of a link, beside what it leads to.
  const std::string& begin(const std::string& path);
  bool is_begun() const { return !beside_.empty(); }

  // False, with errno, when it could not be put there; it is removed then.
  bool put_in_place();
  void remove();

 private:
  void forget();

  std::string beside_;  // empty: not begun
  std::string place_;
  int slot_ = -1;  // in the list of what a signal removes; -1: it is full
};

// From now on SIGINT, SIGTERM and SIGHUP (but where it is ignored, as under nohup) end the program by end_on_signal,
// and a file that grows too large is a write that fails.
void remove_parts_on_signals();

// A handler: removes what lies beside, then ends the program by the same signal.
extern "C" void end_on_signal(int number);

}  // namespace dlr::sim::cli
