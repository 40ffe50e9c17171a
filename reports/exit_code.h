// What the program's exit status means; the README has the table. Of several, the heaviest is taken.
#pragma once

namespace dlr::reports {

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

}  // namespace dlr::reports
