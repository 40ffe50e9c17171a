#include "reports/histogram.h"

#include <algorithm>
#include <cmath>

#include "reports/wide.h"

namespace dlr::reports {
namespace {

// Room is made in steps of this many buckets, so that a histogram grows a few dozen times at most.
constexpr std::uint32_t kStep = 64;

}  // namespace

std::size_t Histogram::make_room(std::uint32_t bucket) {
  const std::uint32_t step_first = bucket / kStep * kStep;
  if (counts_.empty()) first_ = step_first;
  const std::uint32_t first = std::min(first_, step_first);
  const auto end = std::max(first_ + static_cast<std::uint32_t>(counts_.size()), step_first + kStep);
  counts_.reserve(end - first);
  counts_.insert(counts_.begin(), first_ - first, 0);
  counts_.resize(end - first, 0);
  first_ = first;
  return bucket - first_;
}

Histogram& Histogram::operator+=(const Histogram& other) {
  if (other.count_ == 0) return *this;
  const std::uint32_t first = other.first_bucket();
  const std::span<const std::uint64_t> counts = other.counts();
  const auto last = static_cast<std::uint32_t>(first + counts.size() - 1);
  for (const std::uint32_t bucket : {first, last}) {
    if (std::size_t{bucket} - first_ >= counts_.size()) make_room(bucket);
  }
  for (std::size_t i = 0; i < counts.size(); ++i) counts_[first - first_ + i] += counts[i];
  count_ += other.count_;
  sum_low_ += other.sum_low_;
  sum_high_ += other.sum_high_ + (sum_low_ < other.sum_low_ ? 1 : 0);
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  return *this;
}

bool operator==(const Histogram& a, const Histogram& b) {
  return a.count_ == b.count_ && a.min_ == b.min_ && a.max_ == b.max_ && a.sum() == b.sum() &&
         a.first_bucket() == b.first_bucket() && std::ranges::equal(a.counts(), b.counts());
}

std::optional<double> Histogram::mean() const {
  if (count_ == 0) return std::nullopt;
  // In thousandths of a millisecond; the whole part first, so that nothing overflows.
  const Wide sum = Wide{sum_high_} << 64U | sum_low_;
  const Wide thousandths = sum / count_ * 1000 + (sum % count_ * 2000 + count_) / (Wide{count_} * 2);
  return static_cast<double>(static_cast<std::uint64_t>(thousandths)) / 1000;
}

std::optional<std::uint64_t> Histogram::percentile(double percent) const {
  if (count_ == 0) return std::nullopt;
  constexpr std::uint64_t kWhole = 1'000'000;  // 100 percent
  const auto parts = static_cast<std::uint64_t>(std::llround(std::clamp(percent, 0.0, 100.0) * (kWhole / 100)));
  const auto rank =
      std::max<std::uint64_t>(static_cast<std::uint64_t>((Wide{count_} * parts + kWhole - 1) / kWhole), 1);
  if (rank == 1) return min_;
  if (rank == count_) return max_;
  std::uint64_t up_to_here = 0;
  std::size_t place = 0;
  while ((up_to_here += counts_[place]) < rank) ++place;
  const auto bucket = static_cast<std::uint32_t>(first_ + place);
  return std::clamp(lower_edge(bucket) + width(bucket) / 2, min_, max_);
}

std::uint32_t Histogram::first_bucket() const { return count_ == 0 ? 0 : bucket_of(min_); }

std::span<const std::uint64_t> Histogram::counts() const {
  if (count_ == 0) return {};
  return std::span(counts_).subspan(bucket_of(min_) - first_, bucket_of(max_) - bucket_of(min_) + 1);
}

std::optional<Histogram> Histogram::from_parts(std::uint32_t first, std::span<const std::uint64_t> counts,
                                               std::uint64_t min, std::uint64_t max, Sum sum) {
  if (counts.empty()) return Histogram{};
  if (min > max || bucket_of(min) != first || bucket_of(max) != first + counts.size() - 1 || counts.front() == 0 ||
      counts.back() == 0) {
    return std::nullopt;
  }
  Histogram histogram;
  histogram.make_room(first);
  histogram.make_room(bucket_of(max));
  Wide least = 0, most = 0;  // that the values can add up to
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto bucket = static_cast<std::uint32_t>(first + i);
    histogram.counts_[bucket - histogram.first_] = counts[i];
    histogram.count_ += counts[i];
    least += Wide{counts[i]} * lower_edge(bucket);
    most += Wide{counts[i]} * (lower_edge(bucket) + (width(bucket) - 1));
  }
  const Wide all = Wide{sum.high} << 64U | sum.low;
  if (all < least || all > most) return std::nullopt;
  histogram.sum_low_ = sum.low;
  histogram.sum_high_ = sum.high;
  histogram.min_ = min;
  histogram.max_ = max;
  return histogram;
}

}  // namespace dlr::reports
