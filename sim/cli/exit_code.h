// Exit codes (reports/exit_code.h) as the commands use them.
#pragma once

#include "reports/exit_code.h"

namespace dlr::sim::cli {

using enum reports::ExitCode;
using reports::heavier;

// What was judged, and is not as it should be.
constexpr bool is_bad(int code) { return code == kExpectationFailed || code == kChanged || code == kInvariantBroken; }

// The same for `git bisect run`: 0 is good, 1 to 124 bad; what could not be judged is skipped. An interruption ends the
// bisection, as every status above 127 does.
constexpr int for_bisect(int code) { return is_bad(code) || code == kPassed || code == kInterrupted ? code : kSkipped; }

}  // namespace dlr::sim::cli
