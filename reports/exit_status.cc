#include "reports/exit_status.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "reports/decimal.h"
#include "reports/decision.h"
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

// Equal but for the last digits, which two builds' mathematics need not share.
bool is_same(const std::optional<double>& a, const std::optional<double>& b, unsigned places) {
  if (!a || !b) return !a && !b;
  constexpr double kRelative = 1e-9;
  return std::abs(*a - *b) <= 2 * from_units(1, places) + kRelative * std::abs(*b);
}

// What of a judgement does not come of what the result holds; empty: all does. Where there are several replications
// only their values are known, not what they are made of.
std::string what_does_not_follow(const Result& result, const Judgement& judgement) {
  if (!result.replications.empty()) return {};
  const Judgement again = judge(result, judgement.expectation);
  const unsigned places = places_of(judgement.expectation.metric);
  if (!is_same(judgement.value, again.value, places)) return "value";
  if (!is_same(judgement.low, again.low, places) || !is_same(judgement.high, again.high, places)) return "interval";
  return judgement.verdict == again.verdict ? std::string() : "verdict";
}

}  // namespace

int exit_status_of(const Result& result) {
  if (result.interrupted) return 130;
  if (!result.baseline_problem.empty()) return 3;
  if (result.breaches.count() > 0) return 8;
  const VerdictCounts verdicts = count_verdicts(result);
  if (verdicts.failed > 0) return 1;
  if (result.lacks_baseline) return 7;
  if (result.changed()) return 5;
  return verdicts.not_sure > 0 && !result.not_sure_passes ? 4 : 0;
}

std::string contradiction_in(const Result& result) {
  for (const Judgement& judgement : result.expectations) {
    if (follows(judgement)) continue;
    return fmt::format("the expectation `{}` is said to be `{}`, which its value and its limit contradict",
                       judgement.expectation.id, to_string(judgement.verdict));
  }
  for (const Judgement& judgement : result.expectations) {
    const std::string what = what_does_not_follow(result, judgement);
    if (what.empty()) continue;
    return fmt::format("the {} of the expectation `{}` does not follow from what the result counted", what,
                       judgement.expectation.id);
  }
  if (const int status = exit_status_of(result); status != result.exit_code) {
    return fmt::format("exit_code is {}, and all else in it asks for {}", result.exit_code, status);
  }
  return {};
}

}  // namespace dlr::reports
