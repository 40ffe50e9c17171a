// What the program's exit status means; the README has the table. Of several, the first in order of weight is taken.
#pragma once

namespace dlr::sim::cli {

enum ExitCode : int {
  kPassed = 0,
  kExpectationFailed = 1,
  kUsage = 2,
  kScenarioInvalid = 3,
  kNotSure = 4,
  kChanged = 5,
  kGateFell = 6,
  kNothingRan = 7,
  kInvariantBroken = 8,
  kInternalError = 70,
  kCouldNotWrite = 74,
  kSkipped = 125,  // under --bisect alone
  kInterrupted = 130,
};

// The heavier of two.
constexpr int heavier(int a, int b) {
  constexpr int order[] = {kInternalError,   kCouldNotWrite,   kInterrupted,       kUsage,
                           kScenarioInvalid, kInvariantBroken, kExpectationFailed, kNothingRan,
                           kChanged,         kGateFell,        kNotSure,           kPassed};
  for (const int code : order) {
    if (a == code || b == code) return code;
  }
  return kInternalError;
}

// What was judged, and is not as it should be.
constexpr bool is_bad(int code) { return code == kExpectationFailed || code == kChanged || code == kInvariantBroken; }

// The same for `git bisect run`: 0 is good, 1 to 124 bad; what could not be judged is skipped. An interruption ends the
// bisection, as every status above 127 does.
constexpr int for_bisect(int code) { return is_bad(code) || code == kPassed || code == kInterrupted ? code : kSkipped; }

}  // namespace dlr::sim::cli
