#include "reports/exit_status.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/decimal.h"
#include "reports/decision.h"
#include "reports/exit_code.h"
#include "reports/verdict.h"

namespace dlr::reports {
namespace {

// Whether the verdict can come of what stands beside it.
bool follows(const Judgement& judgement) {
  const auto& [at_least, at_most, text] = judgement.expectation.limit;
  if (!judgement.value) return judgement.verdict != Verdict::pass;
  const unsigned places = places_of(judgement.expectation.metric);
  if (judgement.low || judgement.high) {
    return decide({judgement.low, judgement.high}, judgement.expectation.limit, places) == judgement.verdict;
  }
  if (judgement.verdict == Verdict::not_sure) return true;
  // A value beside its limit may be rounded onto it: it fails all the same.
  const std::int64_t value = to_units(*judgement.value, places);
  const bool is_kept =
      (!at_least || value >= to_units(*at_least, places)) && (!at_most || value <= to_units(*at_most, places));
  const bool touches =
      (at_least && value == to_units(*at_least, places)) || (at_most && value == to_units(*at_most, places));
  return judgement.verdict == Verdict::pass ? is_kept : !is_kept || touches;
}

}  // namespace

std::vector<int> exit_statuses_of(const Result& result) {
  std::vector<int> statuses;
  const auto add = [&](bool holds, int status) {
    if (holds) statuses.push_back(status);
  };
  const VerdictCounts verdicts = count_verdicts(result);
  add(result.interrupted, kInterrupted);
  add(!result.baseline_problem.empty(), kScenarioInvalid);
  add(result.breaches.count() > 0, kInvariantBroken);
  add(verdicts.failed > 0, kExpectationFailed);
  add(result.lacks_baseline, kNothingRan);
  add(result.changed(), kChanged);
  add(verdicts.not_sure > 0 && !result.not_sure_passes, kNotSure);
  std::ranges::sort(statuses, [](int a, int b) { return a != b && heavier(a, b) == a; });
  return statuses;
}

int exit_status_of(const Result& result) {
  const std::vector<int> statuses = exit_statuses_of(result);
  return statuses.empty() ? kPassed : statuses.front();
}

std::string contradiction_in(const Result& result) {
  for (const Judgement& judgement : result.expectations) {
    if (follows(judgement)) continue;
    return fmt::format("the expectation `{}` is said to be `{}`, which its value and its limit contradict",
                       judgement.expectation.id, to_string(judgement.verdict));
  }
  if (const int status = exit_status_of(result); status != result.exit_code) {
    return fmt::format("exit_code is {}, and all else in it asks for {}", result.exit_code, status);
  }
  return {};
}

}  // namespace dlr::reports
