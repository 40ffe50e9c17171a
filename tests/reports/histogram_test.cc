#include "reports/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "samples.h"

namespace dlr::reports {
namespace {

constexpr std::uint64_t kLargest = ~std::uint64_t{0};

// Values in order, the way a histogram must report them.
struct Sorted {
  std::vector<std::uint64_t> values;

  std::uint64_t percentile(double percent) const {
    const auto rank = static_cast<std::size_t>(std::ceil(percent / 100 * static_cast<double>(values.size()) - 1e-9));
    return values[std::max<std::size_t>(rank, 1) - 1];
  }
};

Histogram histogram_of(const std::vector<std::uint64_t>& values) {
  Histogram histogram;
  for (const std::uint64_t value : values) histogram.add(value);
  return histogram;
}

std::vector<std::uint64_t> delays(std::uint64_t from, std::uint64_t to) {
  std::vector<std::uint64_t> values;
  for (std::uint64_t i = from; i < to; ++i) values.push_back(samples::delay_ms(i));
  return values;
}

TEST(Histogram, BucketsFollowEachOtherWithoutGapOrOverlap) {
  std::uint64_t next = 0;
  for (std::uint32_t bucket = 0; bucket < Histogram::kBuckets; ++bucket) {
    ASSERT_EQ(Histogram::lower_edge(bucket), next);
    const std::uint64_t last = next + (Histogram::width(bucket) - 1);
    ASSERT_EQ(Histogram::bucket_of(next), bucket);
    ASSERT_EQ(Histogram::bucket_of(last), bucket);
    next = last + 1;
  }
  EXPECT_EQ(next, 0U) << "the last bucket ends with the largest value there is";
}

TEST(Histogram, CountMinMaxAndSumAreExact) {
  const std::vector<std::uint64_t> values = delays(0, 20'000);
  const Histogram histogram = histogram_of(values);
  std::uint64_t sum = 0;
  for (const std::uint64_t value : values) sum += value;
  EXPECT_EQ(histogram.count(), values.size());
  EXPECT_EQ(histogram.min(), *std::ranges::min_element(values));
  EXPECT_EQ(histogram.max(), *std::ranges::max_element(values));
  EXPECT_EQ(histogram.sum(), (Histogram::Sum{0, sum}));
  EXPECT_DOUBLE_EQ(histogram.mean().value(), std::round(static_cast<double>(sum) / 20'000 * 1000) / 1000);
}

TEST(Histogram, SumGoesBeyondSixtyFourBits) {
  const Histogram histogram = histogram_of({kLargest, kLargest, 2});
  EXPECT_EQ(histogram.sum(), (Histogram::Sum{2, 0}));
  EXPECT_EQ(histogram_of({1, 2}).mean(), 1.5);
  EXPECT_EQ(histogram_of({0, 0, 1}).mean(), 0.333);
  EXPECT_EQ(histogram_of({0, 1, 1}).mean(), 0.667);
}

TEST(Histogram, PercentilesAreOfNearestRankWithinOneIn256) {
  Sorted sorted{delays(0, 30'001)};
  const Histogram histogram = histogram_of(sorted.values);
  std::ranges::sort(sorted.values);
  for (const double percent : {0.1, 1.0, 5.0, 25.0, 50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 99.99}) {
    const std::uint64_t is = histogram.percentile(percent).value(), must = sorted.percentile(percent);
    EXPECT_LE(std::abs(static_cast<double>(is) - static_cast<double>(must)), static_cast<double>(must) / 256)
        << percent;
  }
  EXPECT_EQ(histogram.percentile(0), sorted.values.front());
  EXPECT_EQ(histogram.percentile(100), sorted.values.back());
}

TEST(Histogram, PercentilesBelow256AreExact) {
  Sorted sorted;
  for (std::uint64_t i = 0; i < 1'000; ++i) sorted.values.push_back(samples::delay_ms(i) % 256);
  const Histogram histogram = histogram_of(sorted.values);
  std::ranges::sort(sorted.values);
  for (int percent = 0; percent <= 100; ++percent) EXPECT_EQ(histogram.percentile(percent), sorted.percentile(percent));
}

TEST(Histogram, PercentileOfFewValuesIsOneOfThem) {
  const Histogram histogram = histogram_of({3, 100'000, 7});
  EXPECT_EQ(histogram.percentile(33), 3U);
  EXPECT_EQ(histogram.percentile(50), 7U);
  EXPECT_EQ(histogram.percentile(67), 100'000U);
  EXPECT_EQ(histogram_of({100'000}).percentile(50), 100'000U);
}

TEST(Histogram, UntouchedHasNoValuesAndNoMemory) {
  const Histogram histogram;
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_FALSE(histogram.min() || histogram.max() || histogram.mean() || histogram.percentile(50));
  EXPECT_TRUE(histogram.counts().empty());
}

TEST(Histogram, MergingInAnyOrderAndGroupingIsAddingAll) {
  const Histogram whole = histogram_of(delays(0, 3'000));
  const Histogram a = histogram_of(delays(0, 10)), b = histogram_of(delays(10, 1'500)),
                  c = histogram_of(delays(1'500, 3'000));
  Histogram left = a, right = c, bc = b;
  (left += b) += c;
  (right += a) += b;
  bc += c;
  Histogram grouped = a;
  grouped += bc;
  grouped += Histogram{};
  EXPECT_EQ(left, whole);
  EXPECT_EQ(right, whole);
  EXPECT_EQ(grouped, whole);
  EXPECT_FALSE(a == whole);
}

TEST(Histogram, ValuesAtBothEndsMeet) {
  Histogram high = histogram_of({kLargest}), low = histogram_of({0, 256});
  low += high;
  EXPECT_EQ(low, histogram_of({256, kLargest, 0}));
  EXPECT_EQ(low.counts().size(), Histogram::kBuckets);
}

TEST(Histogram, PartsComeBackExactly) {
  for (const auto& values : {delays(0, 500), std::vector<std::uint64_t>{}, std::vector<std::uint64_t>{0, kLargest}}) {
    const Histogram histogram = histogram_of(values);
    const auto again = Histogram::from_parts(histogram.first_bucket(), histogram.counts(), histogram.min().value_or(0),
                                             histogram.max().value_or(0), histogram.sum());
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, histogram);
  }
}

TEST(Histogram, PartsThatContradictEachOtherAreRefused) {
  const std::vector<std::uint64_t> counts{1, 0, 1};
  EXPECT_TRUE(Histogram::from_parts(10, counts, 10, 12, {0, 22}));
  EXPECT_FALSE(Histogram::from_parts(11, counts, 10, 12, {0, 22}));
  EXPECT_FALSE(Histogram::from_parts(10, counts, 10, 13, {0, 22}));
  EXPECT_FALSE(Histogram::from_parts(10, counts, 10, 12, {0, 23}));
  EXPECT_FALSE(Histogram::from_parts(10, std::vector<std::uint64_t>{1, 0, 0}, 10, 12, {0, 22}));
}

}  // namespace
}  // namespace dlr::reports
