// Expectations against a result, judged as result.judging says. Every comparison is one of integers: ratios against
// limits of nine decimals, all else against limits of three, so that no rounding decides. What has no data fails; what
// is only a part of a run is not decided.
#pragma once

#include <span>
#include <vector>

#include "reports/expectation.h"
#include "reports/replications.h"
#include "reports/result.h"

namespace dlr::reports {

// The reason of a check that has no data.
inline constexpr const char* kNoData = "no data";

// How many decimals the limits and values of a metric have.
unsigned places_of(const Metric& metric);

// What a whole result says, to be judged beside those of other replications.
Sample sample_of(const Result& result, const Expectation& expectation);

// Where chance comes in when it is judged so.
Chance chance_of(const Expectation& expectation, const Judging& judging);

Judgement judge(const Result& result, const Expectation& expectation);

// In the same order.
std::vector<Judgement> judge(const Result& result, std::span<const Expectation> expectations);

// What the verdicts of a result come to; decides the exit code. Of a shard nothing counts: it is judged when merged.
struct VerdictCounts {
  std::size_t passed = 0;
  std::size_t failed = 0;    // required ones
  std::size_t not_sure = 0;  // required ones
  std::size_t advisory_failed = 0;
  std::size_t advisory_not_sure = 0;
};
VerdictCounts count_verdicts(const Result& result);

}  // namespace dlr::reports
