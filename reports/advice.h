// What would decide an expectation that is not sure: how many messages or replications.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "reports/judging.h"
#include "reports/result.h"
#include "reports/sample_judge.h"

namespace dlr::reports {

// So many replications that all come to the same are no luck.
inline constexpr std::uint64_t kEnoughThatAgree = 5;

// What a scenario says to be judged over replications, and the same as a flag has it.
inline constexpr const char* kReplicationsCure = "replications: {min: 5, max: 30, stop_when: decided}";
inline constexpr Replications kUsualReplications{5, 30};

struct Advice {
  std::string reason;                      // why it is not sure
  std::optional<Replications> would_tell;  // of the same scenario; nothing: none that can be asked for
};

// How many would decide it with chance 0.9, if value and spread are about as seen; of few samples the spread is taken
// as large as it may well be. `judgement` has its value and interval.
Advice advice_on(const SampleJudge& judge, Chance chance, const Sums& sums, const Judgement& judgement);

}  // namespace dlr::reports
