#include "reports/sample_judge.h"

#include <algorithm>
#include <cmath>

#include "reports/decimal.h"
#include "reports/decision.h"
#include "reports/verdict.h"

namespace dlr::reports {

void Sums::add(const Sample& sample) {
  ++replications;
  if (sample.value) least_whole = std::min(least_whole, std::max<std::uint64_t>(sample.whole, 1));
  part += sample.part;
  whole += sample.whole;
  delays += sample.delays;
  if (sample.value) values.push_back(*sample.value);
}

double Sums::mean() const {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double Sums::deviation() const {
  double squares = 0;
  for (const double value : values) squares += (value - mean()) * (value - mean());
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

bool is_message_count(const Metric& metric) {
  const auto* counter = std::get_if<CounterMetric>(&metric);
  return counter != nullptr && is_once_a_message(counter->counter);
}

bool is_other_count(const Metric& metric) {
  return std::holds_alternative<FaultMetric>(metric) ||
         (std::holds_alternative<CounterMetric>(metric) && !is_message_count(metric));
}

SampleJudge::SampleJudge(const Expectation& expectation, double error)
    : expectation_(expectation), places_(places_of(expectation.metric)), error_(error) {
  if (const auto* delay = std::get_if<DelayMetric>(&expectation.metric)) percentile_ = delay->percentile;
}

bool SampleJudge::has_data(Chance chance, const Sums& sums) const {
  if (chance == Chance::replications) return !sums.values.empty();
  return (percentile_ ? sums.delays.count() : sums.whole) > 0;
}

double SampleJudge::value(Chance chance, const Sums& sums) const {
  if (chance == Chance::replications) return rounded(sums.mean(), places_);
  if (percentile_) return static_cast<double>(*sums.delays.percentile(*percentile_));
  if (std::holds_alternative<RatioMetric>(metric())) {
    return rounded(static_cast<double>(sums.part) / static_cast<double>(sums.whole), places_);
  }
  return rounded(sums.per_replication(sums.part), places_);
}

Interval SampleJudge::pooled(const Sums& sums) const {
  if (percentile_) return percentile_interval(sums.delays, *percentile_, error_);
  if (std::holds_alternative<RatioMetric>(metric())) return ratio_interval(sums.part, sums.whole, error_);
  if (is_message_count(metric())) {
    return scaled(ratio_interval(sums.part, sums.whole, error_), sums.per_replication(sums.whole), places_);
  }
  const double mean = rounded(sums.mean(), places_);
  if (!is_other_count(metric())) return {mean, mean};
  const auto all = static_cast<std::uint64_t>(to_units(sums.mean() * static_cast<double>(sums.values.size()), 0));
  return scaled(count_interval(all, error_), 1 / static_cast<double>(sums.values.size()), places_);
}

Interval SampleJudge::over_replications(const Sums& sums) const {
  if (sums.values.size() < 2) return {};
  return within_range(hull(mean_interval(sums.values, step(sums), error_, places_), pooled(sums)));
}

double SampleJudge::step(const Sums& sums) const {
  if (percentile_) {
    const double most = *std::ranges::max_element(sums.values);
    return static_cast<double>(Histogram::width(Histogram::bucket_of(static_cast<std::uint64_t>(most))));
  }
  if (std::holds_alternative<RatioMetric>(metric()) || std::holds_alternative<DelayMetric>(metric())) {
    return std::max(1 / static_cast<double>(sums.least_whole), from_units(1, places_));
  }
  return 1;
}

Verdict SampleJudge::decide(const Interval& interval) const {
  return reports::decide(interval, expectation_.limit, places_);
}

Interval SampleJudge::within_range(Interval interval) const {
  if (interval.low) interval.low = std::max(*interval.low, 0.0);
  if (interval.high && std::holds_alternative<RatioMetric>(metric())) interval.high = std::min(*interval.high, 1.0);
  return interval;
}

}  // namespace dlr::reports
