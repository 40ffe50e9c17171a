#include "reports/decision.h"

#include "reports/decimal.h"

namespace dlr::reports {
namespace {

bool is_count(const Metric& metric) {
  return std::holds_alternative<CounterMetric>(metric) || std::holds_alternative<FaultMetric>(metric);
}

// All or none: one message is a disproof.
bool is_exact(const Expectation& expectation) {
  if (expectation.certain) return true;
  const auto& [at_least, at_most, text] = expectation.limit;
  const auto* delay = std::get_if<DelayMetric>(&expectation.metric);
  const bool is_percentile = delay != nullptr && delay->percentile;  // some may be longer, or the next one shorter
  if (at_most && *at_most <= 0 && !is_percentile) return true;
  if (std::holds_alternative<RatioMetric>(expectation.metric)) return at_least && *at_least >= 1;
  if (!is_count(expectation.metric)) return false;
  if (!at_most && at_least && *at_least <= 0) return true;
  const auto* counter = std::get_if<CounterMetric>(&expectation.metric);
  return counter != nullptr && counter->counter == Counter::messages_submitted && expectation.where.all();
}

}  // namespace

bool asks_exactly(const Limit& limit) { return limit.at_least && limit.at_most && *limit.at_least == *limit.at_most; }

bool is_proven_by_one(const Expectation& expectation) {
  const auto& [at_least, at_most, text] = expectation.limit;
  return is_count(expectation.metric) && at_least && *at_least > 0 && *at_least <= 1 && !at_most;
}

bool is_disproof(const Expectation& expectation, double value) {
  if (is_exact(expectation)) return true;
  const auto* delay = std::get_if<DelayMetric>(&expectation.metric);
  if (delay == nullptr || !delay->percentile) return false;
  const auto& [at_least, at_most, text] = expectation.limit;
  return (*delay->percentile >= 100 && at_most && value > *at_most) ||
         (*delay->percentile <= 0 && at_least && value < *at_least);
}

Chance chance_of(const Expectation& expectation, bool shared, bool replicated) {
  if (is_exact(expectation)) return Chance::none;
  const Chance of_runs = replicated ? Chance::replications : Chance::unmeasured;
  if (is_proven_by_one(expectation)) return of_runs;
  if (is_count(expectation.metric) && asks_exactly(expectation.limit)) return of_runs;
  const Chance of_messages = shared ? Chance::replications : Chance::messages;
  if (std::holds_alternative<RatioMetric>(expectation.metric)) return of_messages;
  if (const auto* delay = std::get_if<DelayMetric>(&expectation.metric)) {
    if (!delay->percentile) return Chance::replications;
    return *delay->percentile <= 0 || *delay->percentile >= 100 ? Chance::none : of_messages;
  }
  const auto* counter = std::get_if<CounterMetric>(&expectation.metric);
  return counter != nullptr && is_once_a_message(counter->counter) ? of_messages : of_runs;
}

Verdict decide(const Interval& interval, const Limit& limit, unsigned places) {
  const auto is_below = [places](double a, double b) { return to_units(a, places) < to_units(b, places); };
  if (limit.at_least && interval.high && is_below(*interval.high, *limit.at_least)) return Verdict::fail;
  if (limit.at_most && interval.low && is_below(*limit.at_most, *interval.low)) return Verdict::fail;
  if (limit.at_least && (!interval.low || is_below(*interval.low, *limit.at_least))) return Verdict::not_sure;
  if (limit.at_most && (!interval.high || is_below(*limit.at_most, *interval.high))) return Verdict::not_sure;
  return Verdict::pass;
}

}  // namespace dlr::reports
