// How often which delay came, in log-linear buckets over whole milliseconds: below 256 ms each value has its own
// bucket, above that every doubling has 128. Count, minimum, maximum and sum are exact; adding and merging are integer
// additions, so order never shows. An untouched histogram holds no memory; a touched one 8 bytes per bucket of the
// range it has seen.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace dlr::reports {

class Histogram {
 public:
  static constexpr std::uint32_t kBuckets = 7424;  // enough for every std::uint64_t

  void add(std::uint64_t ms) {
    const std::uint32_t bucket = bucket_of(ms);
    std::size_t place = std::size_t{bucket} - first_;  // below the range: past any size
    if (place >= counts_.size()) [[unlikely]] {
      place = make_room(bucket);
    }
    ++counts_[place];
    ++count_;
    sum_low_ += ms;
    sum_high_ += sum_low_ < ms ? 1 : 0;
    min_ = ms < min_ ? ms : min_;
    max_ = ms > max_ ? ms : max_;
  }

  // The bucket is on its way from memory.
  void prefetch(std::uint64_t ms) const {
    const std::size_t place = std::size_t{bucket_of(ms)} - first_;
    if (place < counts_.size()) __builtin_prefetch(&counts_[place], 1);
  }

  Histogram& operator+=(const Histogram& other);
  friend bool operator==(const Histogram& a, const Histogram& b);

  std::uint64_t count() const { return count_; }

  // Nothing where nothing was added. The mean is in milliseconds, rounded to three decimals (half up).
  std::optional<std::uint64_t> min() const { return count_ == 0 ? std::nullopt : std::optional(min_); }
  std::optional<std::uint64_t> max() const { return count_ == 0 ? std::nullopt : std::optional(max_); }
  std::optional<double> mean() const;

  // The value of nearest rank: of n values in order the ceil(percent / 100 x n)-th, at least the first; `percent` is 0
  // to 100, its first four decimals count. Exact for the first and the last value and below 256 ms; elsewhere the
  // middle of the bucket, off by at most 1/256.
  std::optional<std::uint64_t> percentile(double percent) const;

  // The sum of all values in milliseconds is high x 2^64 + low.
  struct Sum {
    std::uint64_t high = 0, low = 0;
    friend bool operator==(const Sum&, const Sum&) = default;
  };
  Sum sum() const { return {sum_high_, sum_low_}; }

  // As it is written down: counts of adjacent buckets from `first` on, neither beginning nor ending with 0.
  std::uint32_t first_bucket() const;
  std::span<const std::uint64_t> counts() const;

  // Calls use(first value, first value after it, count) for each bucket that is not empty, in order of the values.
  template <class Use>
  void each_bucket(Use&& use) const {
    std::uint32_t bucket = first_bucket();
    for (const std::uint64_t in_bucket : counts()) {
      if (in_bucket > 0) use(lower_edge(bucket), lower_edge(bucket) + width(bucket), in_bucket);
      ++bucket;
    }
  }

  // And back; nothing when the parts contradict each other. All empty: an untouched histogram.
  static std::optional<Histogram> from_parts(std::uint32_t first, std::span<const std::uint64_t> counts,
                                             std::uint64_t min, std::uint64_t max, Sum sum);

  static constexpr std::uint32_t bucket_of(std::uint64_t ms) {
    const auto shift = static_cast<std::uint32_t>(std::bit_width(ms | 255U)) - 8;
    return (shift << 7U) + static_cast<std::uint32_t>(ms >> shift);
  }
  // The smallest value in a bucket, and how many values it holds.
  static constexpr std::uint64_t lower_edge(std::uint32_t bucket) {
    const std::uint32_t shift = bucket < 256 ? 0 : (bucket >> 7U) - 1;
    return std::uint64_t{bucket - (shift << 7U)} << shift;
  }
  static constexpr std::uint64_t width(std::uint32_t bucket) {
    return std::uint64_t{1} << (bucket < 256 ? 0U : (bucket >> 7U) - 1);
  }

 private:
  std::size_t make_room(std::uint32_t bucket);

  std::vector<std::uint64_t> counts_;  // of the buckets first_, first_ + 1, ...
  std::uint32_t first_ = 0;
  std::uint64_t count_ = 0;
  std::uint64_t sum_low_ = 0, sum_high_ = 0;
  std::uint64_t min_ = ~std::uint64_t{0}, max_ = 0;
};

// Delays on their way into histograms. Buckets lie far apart: each is fetched while the next ones are still being
// found.
class HistogramQueue {
 public:
  // Each histogram must stay where it is until flush().
  void add(Histogram& histogram, std::uint64_t ms) {
    histogram.prefetch(ms);
    waiting_[size_++] = {&histogram, ms};
    if (size_ == waiting_.size()) flush();
  }
  void flush() {
    for (std::size_t i = 0; i < size_; ++i) waiting_[i].histogram->add(waiting_[i].ms);
    size_ = 0;
  }

 private:
  struct Waiting {
    Histogram* histogram;
    std::uint64_t ms;
  };
  std::array<Waiting, 64> waiting_;
  std::size_t size_ = 0;
};

}  // namespace dlr::reports
