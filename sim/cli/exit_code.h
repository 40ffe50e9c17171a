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
  kNothingRan = 7,
  kInvariantBroken = 8,
  kInternalError = 70,
  kCouldNotWrite = 74,
  kInterrupted = 130,
};

// The heavier of two.
constexpr int heavier(int a, int b) {
  constexpr int order[] = {kInternalError,   kCouldNotWrite,     kInterrupted, kUsage,   kScenarioInvalid,
                           kInvariantBroken, kExpectationFailed, kNothingRan,  kChanged, kNotSure,
                           kPassed};
  for (const int code : order) {
    if (a == code || b == code) return code;
  }
  return kInternalError;
}

}  // namespace dlr::sim::cli
