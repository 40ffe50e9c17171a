#include "reports/verdict.h"

#include <fmt/format.h>

#include <utility>

#include "reports/decimal.h"
#include "reports/wide.h"

namespace dlr::reports {
namespace {

constexpr std::size_t place(Counter counter) { return static_cast<std::size_t>(counter); }

// A measured value, exact.
struct Fraction {
  Wide numerator = 0;
  std::uint64_t denominator = 1;
};
using Measured = std::optional<Fraction>;  // nothing: no data

bool meets(const Where& where, const GroupName& name) {
  const std::pair<const std::string&, const std::string&> pairs[] = {{where.country, name.country},
                                                                     {where.operator_name, name.operator_name},
                                                                     {where.campaign, name.campaign},
                                                                     {where.channel, name.channel}};
  for (const auto& [asked, is] : pairs) {
    if (!asked.empty() && asked != is) return false;
  }
  return true;
}

// All that was measured of the groups that are meant.
std::array<std::uint64_t, kMessageCounters> totals_where(const Result& result, const Where& where) {
  std::array<std::uint64_t, kMessageCounters> totals{};
  for (const Group& group : result.groups) {
    if (!meets(where, group.name)) continue;
    for (std::size_t i = 0; i < totals.size(); ++i) totals[i] += group.measured.totals[i];
  }
  return totals;
}

Measured measure(const RatioMetric& metric, const Result& result, const Where& where) {
  const auto totals = totals_where(result, where);
  const std::uint64_t reported = totals[place(Counter::messages_delivered)] +
                                 totals[place(Counter::messages_rejected)] + totals[place(Counter::messages_failed)];
  const std::uint64_t whole = metric.of_reported ? reported : totals[place(Counter::messages_submitted)];
  if (whole == 0) return std::nullopt;
  return Fraction{totals[place(metric.numerator)], whole};
}

Histogram delays_where(const DelayMetric& metric, const Result& result, const Where& where) {
  constexpr Histogram GroupMeasurements::*delays[] = {
      &GroupMeasurements::delivery_delay, &GroupMeasurements::report_delay, &GroupMeasurements::rejection_delay};
  Histogram histogram;
  for (const Group& group : result.groups) {
    if (meets(where, group.name)) histogram += group.measured.*delays[static_cast<std::size_t>(metric.delay)];
  }
  return histogram;
}

Measured measure(const DelayMetric& metric, const Result& result, const Where& where) {
  const Histogram histogram = delays_where(metric, result, where);
  if (histogram.count() == 0) return std::nullopt;
  if (metric.percentile) return Fraction{*histogram.percentile(*metric.percentile), 1};
  const auto [high, low] = histogram.sum();
  return Fraction{Wide{high} << 64U | low, histogram.count()};
}

Measured measure(const CounterMetric& metric, const Result& result, const Where& where) {
  if (place(metric.counter) < kMessageCounters) {
    const auto totals = totals_where(result, where);
    if (totals[place(Counter::messages_submitted)] == 0) return std::nullopt;
    return Fraction{totals[place(metric.counter)], 1};
  }
  // Everything else belongs to no group of messages.
  if (!where.all() || result.counters[Counter::messages_submitted] == 0) return std::nullopt;
  return Fraction{result.counters[metric.counter], 1};
}

Measured measure(const FaultMetric& metric, const Result& result, const Where&) {
  if (result.counters[Counter::messages_submitted] == 0) return std::nullopt;
  for (const FaultCount& fault : result.faults) {
    if (fault.id == metric.fault) return Fraction{fault.struck, 1};
  }
  return std::nullopt;
}

Measured measure(const PeakInFlightMetric&, const Result& result, const Where&) {
  const std::optional<std::uint64_t> peak = result.peak_in_flight();
  return peak ? Measured(Fraction{*peak, 1}) : std::nullopt;
}

Wide power_of_ten(unsigned places) { return places == 0 ? 1 : 10 * power_of_ten(places - 1); }

bool is_at_least(const Fraction& value, double limit, unsigned places) {
  const std::int64_t units = to_units(limit, places);
  return units <= 0 || value.numerator * power_of_ten(places) >= static_cast<Wide>(units) * value.denominator;
}

bool is_at_most(const Fraction& value, double limit, unsigned places) {
  const std::int64_t units = to_units(limit, places);
  return units >= 0 && value.numerator * power_of_ten(places) <= static_cast<Wide>(units) * value.denominator;
}

double to_double(const Fraction& value, unsigned places) {
  const Wide units = (value.numerator * power_of_ten(places) * 2 + value.denominator) / (Wide{value.denominator} * 2);
  return from_units(static_cast<std::int64_t>(units), places);
}

}  // namespace

unsigned places_of(const Metric& metric) {
  return std::holds_alternative<RatioMetric>(metric) ? kRatioPlaces : kPlaces;
}

Sample sample_of(const Result& result, const Expectation& expectation) {
  const unsigned places = places_of(expectation.metric);
  const Limit& limit = expectation.limit;
  Sample sample;
  const Measured value =
      std::visit([&](const auto& metric) { return measure(metric, result, expectation.where); }, expectation.metric);
  if (!value) return sample;
  sample.value = to_double(*value, places);
  sample.keeps_limit = (!limit.at_least || is_at_least(*value, *limit.at_least, places)) &&
                       (!limit.at_most || is_at_most(*value, *limit.at_most, places));
  if (const auto* delay = std::get_if<DelayMetric>(&expectation.metric)) {
    sample.delays = delays_where(*delay, result, expectation.where);
    sample.whole = sample.delays.count();
  } else if (std::holds_alternative<RatioMetric>(expectation.metric)) {
    sample.part = static_cast<std::uint64_t>(value->numerator);
    sample.whole = value->denominator;
  } else if (const auto* count = std::get_if<CounterMetric>(&expectation.metric)) {
    if (!is_once_a_message(count->counter)) return sample;
    sample.part = static_cast<std::uint64_t>(value->numerator);
    sample.whole = result.counters[Counter::messages_submitted];
  }
  return sample;
}

Chance chance_of(const Expectation& expectation, const Judging& judging) {
  if (judging.error <= 0) return Chance::none;
  return chance_of(expectation, judging.shared, judging.replications.max > 1);
}

Judgement judge(const Result& result, const Expectation& expectation) {
  const Sample sample = sample_of(result, expectation);
  const Chance chance = chance_of(expectation, result.judging);
  if (!result.partial()) {
    return judge(expectation, chance, {&sample, 1}, result.judging.replications, result.judging.error);
  }
  Judgement judgement;
  judgement.expectation = expectation;
  judgement.chance = chance;
  judgement.value = sample.value;
  judgement.reason =
      result.shard.is_part()
          ? fmt::format("shard {} of {} alone: judged when all are merged", result.shard.index, result.shard.of)
          : fmt::format("interrupted after {} of {} lanes", result.lanes_done, result.lanes);
  return judgement;
}

std::vector<Judgement> judge(const Result& result, std::span<const Expectation> expectations) {
  std::vector<Judgement> judgements;
  judgements.reserve(expectations.size());
  for (const Expectation& expectation : expectations) judgements.push_back(judge(result, expectation));
  return judgements;
}

VerdictCounts count_verdicts(const Result& result) {
  VerdictCounts counts;
  if (result.shard.is_part()) return counts;
  for (const Judgement& judgement : result.expectations) {
    if (judgement.verdict == Verdict::pass) {
      ++counts.passed;
    } else if (!judgement.expectation.required) {
      ++(judgement.verdict == Verdict::fail ? counts.advisory_failed : counts.advisory_not_sure);
    } else {
      ++(judgement.verdict == Verdict::fail ? counts.failed : counts.not_sure);
    }
  }
  return counts;
}

}  // namespace dlr::reports
