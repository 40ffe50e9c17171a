#include "reports/power.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "dice.h"
#include "reports/replications.h"
#include "samples.h"

namespace dlr::reports {
namespace {

using samples::expectation;
constexpr double kError = 1e-5 / 20;  // a run of twenty checks, at the default budget
constexpr std::uint64_t kMessages = 2000;
constexpr int kRuns = 1000;

// Of how many runs `is_found` is true; between 85 % and 95 % is what 90 % may look like.
template <class IsFound>
void expect_about_nine_in_ten(IsFound&& is_found) {
  int found = 0;
  for (int run = 0; run < kRuns; ++run) found += is_found() ? 1 : 0;
  EXPECT_GE(found, kRuns * 85 / 100);
  EXPECT_LE(found, kRuns * 95 / 100);
}

Verdict verdict_on(const Sample& sample, const Expectation& expected) {
  return judge(expected, Chance::messages, std::vector{sample}, Replications{1, 1}, kError).verdict;
}

TEST(Power, TheDropOfARatioIsFoundNineTimesInTen) {
  Dice dice(3);
  const Expectation most = expectation("x", RatioMetric{}, 0.965, std::nullopt, "");
  const auto verdict_at = [&](double share) {
    Sample sample;
    sample.part = dice.successes(kMessages, share);
    sample.whole = kMessages;
    return verdict_on(sample, most);
  };
  const double drop = smallest_drop_found(0.965, kMessages, kError).value();
  expect_about_nine_in_ten([&] { return verdict_at(0.965 - drop) == Verdict::fail; });
  const double above = reach(0.965, kMessages, kError).above.value();
  expect_about_nine_in_ten([&] { return verdict_at(above) == Verdict::pass; });
}

TEST(Power, TheSlipOfAPercentileIsFoundNineTimesInTen) {
  Dice dice(4);
  // 95 % within 250 ms: in buckets of one millisecond, so that only the ranks count.
  const Expectation fast = expectation("x", DelayMetric{Delay::report, 95}, std::nullopt, 250, "");
  const auto verdict_at = [&](double within) {
    Sample sample;
    for (std::uint64_t i = 0; i < kMessages; ++i) {
      sample.delays.add(dice.falls(within) ? 1 + dice.below(250) : 251 + dice.below(4));
    }
    return verdict_on(sample, fast);
  };
  const double drop = smallest_drop_found(0.95, kMessages, kError).value();
  expect_about_nine_in_ten([&] { return verdict_at(0.95 - drop) == Verdict::fail; });
  const double above = reach(0.95, kMessages, kError).above.value();
  expect_about_nine_in_ten([&] { return verdict_at(above) == Verdict::pass; });
}

TEST(Power, TheShiftOfAMeanIsFoundNineTimesInTen) {
  Dice dice(5);
  constexpr std::uint32_t kReplications = 12;
  const Expectation fast = expectation("x", DelayMetric{Delay::report, std::nullopt}, std::nullopt, 1000, "");
  const double deviations = deviations_found(kReplications, kError).value();
  expect_about_nine_in_ten([&] {
    std::vector<Sample> samples(kReplications);
    for (Sample& sample : samples) sample.value = 1000 + 50 * (deviations + dice.normal());
    return judge(fast, Chance::replications, samples, Replications{kReplications, kReplications}, kError).verdict ==
           Verdict::fail;
  });
}

TEST(Power, GrowsWithTheMessages) {
  double before = 1;
  for (std::uint64_t messages = 100; messages <= 100'000'000; messages *= 10) {
    const double drop = smallest_drop_found(0.95, messages, kError).value();
    EXPECT_LT(drop, before);
    before = drop;
  }
  EXPECT_NEAR(before, (5.0263 + 1.2816) * std::sqrt(0.95 * 0.05 / 1e8), 2e-7);  // as good as normal by then
}

TEST(Power, FewMessagesFindNothing) {
  EXPECT_EQ(smallest_drop_found(0.5, 10, 1e-5), std::nullopt);
  EXPECT_EQ(reach(0.5, 10, 1e-5).above, std::nullopt);
  EXPECT_EQ(deviations_found(1, 1e-5), std::nullopt);
  EXPECT_EQ(deviations_found(2, 1e-9), std::nullopt);
  EXPECT_GT(deviations_found(6, 1e-9), deviations_found(12, 1e-9));
  EXPECT_EQ(smallest_drop_found(1, 0, 1e-5), std::nullopt);
}

}  // namespace
}  // namespace dlr::reports
