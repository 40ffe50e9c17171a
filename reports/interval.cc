#include "reports/interval.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "reports/binomial.h"
#include "reports/decimal.h"

namespace dlr::reports {
namespace {

double down(double value, unsigned places) {
  const std::int64_t units = to_units(value, places);
  return from_units(from_units(units, places) > value ? units - 1 : units, places);
}

double up(double value, unsigned places) {
  const std::int64_t units = to_units(value, places);
  return from_units(from_units(units, places) < value ? units + 1 : units, places);
}

// The smallest and the largest value that the one of this rank, from 1, can have.
struct Edges {
  std::uint64_t first = 0, last = 0;
};
Edges edges_of(const Histogram& histogram, std::uint64_t rank) {
  const std::uint64_t min = *histogram.min(), max = *histogram.max();
  if (rank == 1) return {min, min};
  if (rank == histogram.count()) return {max, max};
  std::uint32_t bucket = histogram.first_bucket();
  std::uint64_t up_to_here = 0;
  for (const std::uint64_t count : histogram.counts()) {
    up_to_here += count;
    if (up_to_here >= rank) break;
    ++bucket;
  }
  const std::uint64_t first = Histogram::lower_edge(bucket);
  return {std::max(first, min), std::min(first + (Histogram::width(bucket) - 1), max)};
}

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

}  // namespace

Interval hull(const Interval& a, const Interval& b) {
  Interval both;
  if (a.low && b.low) both.low = std::min(*a.low, *b.low);
  if (a.high && b.high) both.high = std::max(*a.high, *b.high);
  return both;
}

std::optional<Interval> common(const Interval& a, const Interval& b) {
  Interval both{a.low ? a.low : b.low, a.high ? a.high : b.high};
  if (a.low && b.low) both.low = std::max(*a.low, *b.low);
  if (a.high && b.high) both.high = std::min(*a.high, *b.high);
  if (both.low && both.high && *both.low > *both.high) return std::nullopt;
  return both;
}

Interval ratio_interval(std::uint64_t part, std::uint64_t whole, double error) {
  Interval interval{0.0, 1.0};
  if (part > 0) interval.low = down(binomial::share_with_at_least(part, whole, error / 2), kRatioPlaces);
  if (part < whole) interval.high = up(binomial::share_with_at_most(part, whole, error / 2), kRatioPlaces);
  return interval;
}

Interval count_interval(std::uint64_t seen, double error) {
  const auto k = static_cast<double>(seen);
  Interval interval{0.0, up(boost::math::gamma_q_inv(k + 1, error / 2, binomial::Policy{}), kPlaces)};
  if (seen > 0) interval.low = down(boost::math::gamma_p_inv(k, error / 2, binomial::Policy{}), kPlaces);
  return interval;
}

Interval percentile_interval(const Histogram& histogram, double percent, double error) {
  if (histogram.count() == 0) return {};
  constexpr double kWhole = 1'000'000;  // 100 percent
  const double share = static_cast<double>(to_units(percent, kPercentilePlaces)) / kWhole;
  // How many values do not lie above the percentile is binomial, whatever the distribution. So the value of rank `low`
  // lies above it as seldom as fewer than `low` do not, and the one of rank `high` below it as seldom as `high` do.
  const binomial::Bounds ranks = binomial::bounds(share, histogram.count(), error);
  Interval interval;
  if (ranks.low > 0) interval.low = static_cast<double>(edges_of(histogram, ranks.low).first);
  if (ranks.high <= histogram.count()) interval.high = static_cast<double>(edges_of(histogram, ranks.high).last);
  return interval;
}

double mean_reach(std::span<const double> values, double step, double error, double count) {
  const double mean = mean_of(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  const boost::math::students_t_distribution<double, binomial::Policy> student(count - 1);
  const double quantile = boost::math::quantile(boost::math::complement(student, error / 2));
  // The deviation is at most that of what was seen plus that of what it is off by.
  const double seen = static_cast<double>(values.size());
  const double deviation = std::sqrt(squares / (seen - 1)) + step / 2 * std::sqrt(count / (count - 1));
  return quantile * deviation / std::sqrt(count) + step / 2;
}

Interval mean_interval(std::span<const double> values, double step, double error, unsigned places) {
  if (values.size() < 2) return {};
  const double off = mean_reach(values, step, error, static_cast<double>(values.size()));
  return {down(mean_of(values) - off, places), up(mean_of(values) + off, places)};
}

Interval scaled(const Interval& interval, double factor, unsigned places) {
  Interval result;
  if (interval.low) result.low = down(*interval.low * factor, places);
  if (interval.high) result.high = up(*interval.high * factor, places);
  return result;
}

}  // namespace dlr::reports
