#include "reports/interval.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "dice.h"
#include "reports/decimal.h"

namespace dlr::reports {
namespace {

void expect_interval(const Interval& interval, double low, double high, double tolerance) {
  EXPECT_NEAR(interval.low.value(), low, tolerance);
  EXPECT_NEAR(interval.high.value(), high, tolerance);
}

// Clopper-Pearson at 95 %: 1 - 0.025^(1/10) in closed form, published tables, and the example of R's binom.test
// (Conover 1971, p. 97).
TEST(RatioInterval, IsTheExactOneOfTheTables) {
  expect_interval(ratio_interval(0, 10, 0.05), 0, 0.308497108, 1e-8);
  expect_interval(ratio_interval(1, 10, 0.05), 0.0025286, 0.4450161, 1e-7);
  expect_interval(ratio_interval(5, 10, 0.05), 0.1870860, 0.8129140, 1e-7);
  expect_interval(ratio_interval(10, 10, 0.05), 0.691502892, 1, 1e-8);
  expect_interval(ratio_interval(682, 925, 0.05), 0.7076683, 0.7654066, 1e-7);
}

TEST(RatioInterval, HoldsForTinyErrorsAndManyMessages) {
  for (const std::uint64_t whole : {1ULL, 1'000ULL, 1'000'000'000ULL}) {
    const double all = std::pow(0.5e-9, 1 / static_cast<double>(whole));  // the share that makes all of them so likely
    expect_interval(ratio_interval(whole, whole, 1e-9), all, 1, 1.01e-9);
    expect_interval(ratio_interval(0, whole, 1e-9), 0, 1 - all, 1.01e-9);
  }
  // Far from the ends a normal one, 6.109 deviations to either side.
  const double off = 6.109410 * std::sqrt(0.2 * 0.8 / 1e10);
  expect_interval(ratio_interval(2'000'000'000, 10'000'000'000, 1e-9), 0.2 - off, 0.2 + off, 3e-9);
}

TEST(RatioInterval, IsRoundedOutwardToNineDecimals) {
  for (std::uint64_t part = 1; part < 1000; part += 7) {
    const Interval interval = ratio_interval(part, 1000, 1e-5);
    EXPECT_EQ(*interval.low, rounded(*interval.low, kRatioPlaces));
    EXPECT_EQ(*interval.high, rounded(*interval.high, kRatioPlaces));
    EXPECT_LE(binomial::at_least(part, 1000, *interval.low), 0.5e-5);
    EXPECT_LE(binomial::at_most(part, 1000, *interval.high), 0.5e-5);
  }
}

TEST(RatioInterval, KnowsNothingWithoutMessages) { EXPECT_EQ(ratio_interval(0, 0, 1e-5), (Interval{0.0, 1.0})); }

// Garwood's intervals at 95 %, from published tables.
TEST(CountInterval, IsTheExactOneOfTheTables) {
  expect_interval(count_interval(0, 0.05), 0, 3.689, 1e-3);
  expect_interval(count_interval(1, 0.05), 0.025, 5.572, 1e-3);
  expect_interval(count_interval(10, 0.05), 4.795, 18.390, 1e-3);
  expect_interval(count_interval(100, 0.05), 81.364, 121.627, 2e-3);
}

// Student's quantiles from the tables, and in closed form for one and two degrees of freedom.
TEST(MeanInterval, IsStudents) {
  struct Case {
    std::size_t values;
    double error, quantile;
  };
  for (const auto& [values, error, quantile] :
       {Case{2, 0.05, 12.7062}, Case{2, 1e-9, 636'619'772.368}, Case{10, 0.05, 2.2622}, Case{10, 0.001, 4.7809},
        Case{16, 0.05, 2.1314}, Case{1000, 0.05, 1.9623}}) {
    const double off = std::sqrt(static_cast<double>(values - 1));  // then the mean's own deviation is 1
    std::vector<double> sample;
    for (std::size_t i = 0; i < values; ++i) sample.push_back(i % 2 == 0 ? -off : off);
    expect_interval(mean_interval(sample, 0, error, 3), -quantile, quantile, std::max(1.1e-3, quantile * 1e-9));
  }
  const std::vector<double> three{5 - std::sqrt(3), 5, 5 + std::sqrt(3)};
  expect_interval(mean_interval(three, 0, 1e-9, 3), 5 - 31'622.7766, 5 + 31'622.7766, 1e-2);
}

TEST(MeanInterval, NeedsTwoValues) {
  EXPECT_EQ(mean_interval({}, 1, 0.05, 3), Interval{});
  EXPECT_EQ(mean_interval(std::vector{7.0}, 1, 0.05, 3), Interval{});
  EXPECT_EQ(mean_interval(std::vector{7.0, 7.0}, 0, 0.05, 3), (Interval{7.0, 7.0}));
}

// 7 and 7 may have been 6.5 and 7.5: a deviation of 0.7071, of which 12.7062 / 1.4142; and both may be off.
TEST(MeanInterval, AllowsForTheStepBetweenValues) {
  const Interval interval = mean_interval(std::vector{7.0, 7.0}, 1, 0.05, 3);
  expect_interval(interval, 7 - 6.3531 - 0.5, 7 + 6.3531 + 0.5, 2e-3);
}

Histogram one_to(std::uint64_t last) {
  Histogram histogram;
  for (std::uint64_t ms = 1; ms <= last; ++ms) histogram.add(ms);
  return histogram;
}

// Ranks that enclose the median at 95 %, from published tables.
TEST(PercentileInterval, TakesTheRanksOfTheTables) {
  EXPECT_EQ(percentile_interval(one_to(6), 50, 0.05), (Interval{1.0, 6.0}));
  EXPECT_EQ(percentile_interval(one_to(10), 50, 0.05), (Interval{2.0, 9.0}));
  EXPECT_EQ(percentile_interval(one_to(20), 50, 0.05), (Interval{6.0, 15.0}));
  EXPECT_EQ(percentile_interval(one_to(100), 50, 0.05), (Interval{40.0, 61.0}));
}

TEST(PercentileInterval, HasNoEndWhereNoValueEnclosesIt) {
  EXPECT_EQ(percentile_interval(one_to(5), 50, 0.05), Interval{});
  EXPECT_EQ(percentile_interval(Histogram{}, 50, 0.05), Interval{});
  // 0.95^90 is 1 %, 0.95^89 is more: the largest of 90 values lies above the 95th percentile 99 times in 100.
  EXPECT_FALSE(percentile_interval(one_to(89), 95, 0.02).high);
  EXPECT_EQ(percentile_interval(one_to(90), 95, 0.02).high, 90.0);
  EXPECT_FALSE(percentile_interval(one_to(200), 100, 0.02).high);
  EXPECT_EQ(percentile_interval(one_to(200), 100, 0.02).low, 200.0);
}

TEST(PercentileInterval, EnclosesTheValuesOfTheRanksAndLittleMore) {
  Dice dice(1);
  for (const double percent : {5.0, 50.0, 99.0}) {
    std::vector<double> sorted;
    Histogram histogram;
    for (int i = 0; i < 5000; ++i) {
      const auto ms = static_cast<std::uint64_t>(200 * std::exp(dice.normal()));
      sorted.push_back(static_cast<double>(ms));
      histogram.add(ms);
    }
    std::ranges::sort(sorted);
    const binomial::Bounds ranks = binomial::bounds(percent / 100, 5000, 1e-5);
    const double low = sorted[ranks.low - 1], high = sorted[ranks.high - 1];
    const Interval interval = percentile_interval(histogram, percent, 1e-5);
    EXPECT_LE(*interval.low, low);
    EXPECT_GE(*interval.low, low * 127 / 128);
    EXPECT_GE(*interval.high, high);
    EXPECT_LE(*interval.high, high * 129 / 128);
  }
}

TEST(Interval, HullHoldsBothAndCommonIsInBoth) {
  const Interval a{1.0, 3.0}, b{2.0, 5.0}, c{4.0, std::nullopt};
  EXPECT_EQ(hull(a, b), (Interval{1.0, 5.0}));
  EXPECT_EQ(hull(a, c), (Interval{1.0, std::nullopt}));
  EXPECT_EQ(common(a, b), (Interval{2.0, 3.0}));
  EXPECT_EQ(common(b, c), (Interval{4.0, 5.0}));
  EXPECT_EQ(common(a, c), std::nullopt);
  EXPECT_EQ(common(a, Interval{}), a);
}

}  // namespace
}  // namespace dlr::reports
