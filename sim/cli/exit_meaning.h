// Each exit status in words, for `dlrsim explain exit-8` and the man page. A test holds that none is missing.
#pragma once

#include <span>

namespace dlr::sim::cli {

struct ExitMeaning {
  int code;
  const char* meaning;  // one line, no full stop
  const char* next;     // what to do about it
};

// In the order of the numbers.
std::span<const ExitMeaning> exit_meanings();

}  // namespace dlr::sim::cli
