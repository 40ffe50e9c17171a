#include "reports/replications.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "dice.h"
#include "reports/decimal.h"
#include "reports/verdict.h"
#include "samples.h"

namespace dlr::reports {
namespace {

using samples::expectation;
constexpr auto kNone = std::nullopt;

Sample ratio(std::uint64_t part, std::uint64_t whole) {
  Sample sample;
  if (whole > 0) sample.value = rounded(static_cast<double>(part) / static_cast<double>(whole), kRatioPlaces);
  sample.part = part;
  sample.whole = whole;
  return sample;
}

Sample value(double value, bool keeps_limit = false) {
  Sample sample;
  sample.value = value;
  sample.keeps_limit = keeps_limit;
  return sample;
}

const Expectation kMost = expectation("x", RatioMetric{}, 0.9, kNone, "");
const Expectation kMean = expectation("x", DelayMetric{Delay::report, kNone}, kNone, 100, "");
const Expectation kFew = expectation("x", CounterMetric{Counter::reports_late}, kNone, 20, "");
constexpr Replications kOnce{1, 1}, kUpToTen{2, 10};

Judgement judged(const Expectation& expected, Chance chance, const std::vector<Sample>& samples,
                 const Replications& plan = kOnce, double error = 1e-5) {
  return judge(expected, chance, samples, plan, error);
}

TEST(Replications, MessagesOfAllOfThemAreOneSample) {
  const Judgement one = judged(kMost, Chance::messages, {ratio(930, 1000)});
  EXPECT_EQ(one.verdict, Verdict::not_sure);
  EXPECT_EQ(one.value, 0.93);
  EXPECT_EQ((Interval{one.low, one.high}), ratio_interval(930, 1000, 1e-5));
  EXPECT_EQ(one.reason, "1 000 messages do not tell, about 4 900 would");
  const Judgement two = judged(kMost, Chance::messages, {ratio(930, 1000), ratio(930, 1000)}, {2, 2});
  EXPECT_EQ(two.verdict, Verdict::pass);
  EXPECT_EQ((Interval{two.low, two.high}), ratio_interval(1860, 2000, 1e-5));
  EXPECT_EQ(two.reason, "");
  EXPECT_EQ(judged(kMost, Chance::messages, {ratio(800, 1000)}).verdict, Verdict::fail);
}

// How many more would tell cannot be said from an end that lies on the limit.
TEST(Replications, AnIntervalThatTouchesTheLimitIsSaidToBeNear) {
  Sample sample;
  for (int i = 0; i < 1000; ++i) sample.delays.add(i < 890 ? 200 : 240);
  sample.value = 240;
  sample.whole = 1000;
  const Expectation fast = expectation("x", DelayMetric{Delay::report, 90}, kNone, 200, "");
  const Judgement judgement = judged(fast, Chance::messages, {sample});
  EXPECT_EQ((Interval{judgement.low, judgement.high}), (Interval{200, 240}));
  EXPECT_EQ(judgement.verdict, Verdict::not_sure);
  EXPECT_EQ(judgement.reason, "1 000 messages do not tell, so near is the limit");
}

TEST(Replications, ACountOfMessagesIsThatOfOneReplication) {
  const Expectation some = expectation("x", CounterMetric{Counter::messages_failed}, 50, 150, "");
  const Judgement judgement = judged(some, Chance::messages, {ratio(90, 1000), ratio(110, 1000)}, {2, 2});
  EXPECT_EQ(judgement.value, 100);
  EXPECT_EQ(judgement.verdict, Verdict::pass);
  const Interval share = ratio_interval(200, 2000, 1e-5);
  EXPECT_NEAR(*judgement.low, *share.low * 1000, 1e-3);
  EXPECT_NEAR(*judgement.high, *share.high * 1000, 1e-3);
}

// More messages in the scenario would need another limit: more replications do not.
TEST(Replications, ACountIsToldInReplicationsHowManyWouldTell) {
  const Expectation few = expectation("x", CounterMetric{Counter::messages_failed}, kNone, 105, "");
  const Judgement judgement = judged(few, Chance::messages, {ratio(90, 1000)});
  EXPECT_EQ(judgement.verdict, Verdict::not_sure);
  EXPECT_THAT(judgement.reason, testing::MatchesRegex("1 replication does not tell, about [0-9]+ would"));
  ASSERT_TRUE(judgement.would_tell);
  EXPECT_GT(judgement.would_tell->min, 1U);
}

TEST(Replications, APercentileIsThatOfAllDelays) {
  Sample sample;
  for (std::uint64_t ms = 1; ms <= 200; ++ms) sample.delays.add(ms);
  sample.value = 100;
  const Expectation half = expectation("x", DelayMetric{Delay::report, 50}, kNone, 140, "");
  const Judgement judgement = judged(half, Chance::messages, {sample, sample}, {2, 2});
  EXPECT_EQ(judgement.value, 100);
  Histogram both = sample.delays;
  both += sample.delays;
  EXPECT_EQ((Interval{judgement.low, judgement.high}), percentile_interval(both, 50, 1e-5));
  EXPECT_EQ(judgement.verdict, Verdict::pass);
}

// 0.99^1215 is 1 in 200 000: one of so many is that surely above the 99th percentile.
TEST(Replications, APercentileSaysHowManyMessagesItTakes) {
  Sample sample = value(150);
  for (std::uint64_t ms = 1; ms <= 200; ++ms) sample.delays.add(ms);
  const Expectation tail = expectation("x", DelayMetric{Delay::report, 99}, kNone, 1000, "");
  const Judgement judgement = judged(tail, Chance::messages, {sample});
  EXPECT_EQ(judgement.verdict, Verdict::not_sure);
  EXPECT_EQ(judgement.high, kNone);
  EXPECT_EQ(judgement.reason, "200 messages are too few: at least 1 300");
  EXPECT_EQ(judgement.would_tell, (Replications{7, 7}));
}

TEST(Replications, WhatMessagesShareShowsBetweenThem) {
  const std::vector<Sample> samples{ratio(9000, 10'000), ratio(9400, 10'000), ratio(9800, 10'000)};
  EXPECT_EQ(judged(kMost, Chance::messages, samples, {3, 3}, 0.01).verdict, Verdict::pass);
  const Judgement judgement = judged(kMost, Chance::replications, samples, {3, 3}, 0.01);
  EXPECT_EQ(judgement.verdict, Verdict::not_sure);
  EXPECT_EQ(judgement.value, 0.94);
  EXPECT_NEAR(*judgement.low, 0.94 - 9.9248 * 0.04 / std::sqrt(3), 1e-3);  // Student, 2 degrees of freedom
  EXPECT_EQ(judgement.high, 1);                                            // no ratio is above
  EXPECT_EQ(judgement.reason, "3 replications are too few for the budget of false alarms, about 18 or more would tell");
}

TEST(Replications, WhatIsAskedExactlyIsNeverRedByLuck) {
  const Expectation share = expectation("x", RatioMetric{}, 0.965, 0.965, "");
  EXPECT_EQ(judged(share, Chance::messages, {ratio(9652, 10'000)}).verdict, Verdict::not_sure);
  EXPECT_EQ(judged(share, Chance::messages, {ratio(9652, 10'000)}).would_tell, std::nullopt);
  EXPECT_EQ(judged(share, Chance::messages, {ratio(9000, 10'000)}).verdict, Verdict::fail);

  const Expectation count = expectation("x", CounterMetric{Counter::reports_duplicate}, 93, 93, "");
  Sample as_asked = value(93);
  as_asked.keeps_limit = true;
  EXPECT_EQ(judged(count, Chance::unmeasured, {as_asked}).verdict, Verdict::pass);
  EXPECT_EQ(judged(count, Chance::unmeasured, {value(101)}).verdict, Verdict::not_sure);
  const auto over_five = [&](const std::vector<double>& values) {
    std::vector<Sample> samples;
    for (const double one : values) samples.push_back(value(one));
    return judged(count, Chance::replications, samples, {5, 5});
  };
  EXPECT_EQ(over_five({93, 93, 93, 93, 93}).verdict, Verdict::pass);
  EXPECT_EQ(over_five({93, 101, 88, 95, 90}).verdict, Verdict::not_sure);
  EXPECT_EQ(over_five({93, 93, 93, 93, 94}).verdict, Verdict::not_sure);
  EXPECT_EQ(over_five({900, 901, 900, 901, 900}).verdict, Verdict::fail);
}

TEST(Replications, ValuesThatAgreeByLuckDoNotLookCertain) {
  const auto verdict_of = [](const Expectation& expected, const Sample& sample) {
    return judged(expected, Chance::replications, std::vector(12, sample), {12, 12});
  };
  const Judgement ratios = verdict_of(kMost, ratio(9010, 10'000));
  EXPECT_EQ(ratios.verdict, Verdict::not_sure);
  EXPECT_EQ((Interval{ratios.low, ratios.high}), ratio_interval(12 * 9010, 120'000, 1e-5));
  const Judgement counts = verdict_of(kFew, value(18));
  EXPECT_EQ(counts.verdict, Verdict::not_sure);
  EXPECT_NEAR(*counts.high, *count_interval(12 * 18, 1e-5).high / 12, 2e-3);
  Sample delays = value(100);
  for (std::uint64_t ms = 1; ms <= 200; ++ms) delays.delays.add(ms);
  const Expectation half = expectation("x", DelayMetric{Delay::report, 50}, kNone, 105, "");
  EXPECT_EQ(verdict_of(half, delays).verdict, Verdict::not_sure);
  // Two that agree are no evidence at all that others would.
  const Expectation all = expectation("x", RatioMetric{}, 0.99, kNone, "");
  EXPECT_EQ(judged(all, Chance::replications, {ratio(10'000, 10'000), ratio(10'000, 10'000)}, {2, 2}).verdict,
            Verdict::not_sure);
}

TEST(Replications, OneIsNotEnoughToSeeChanceBetweenThem) {
  const Judgement judgement = judged(kMean, Chance::replications, {value(50)});
  EXPECT_EQ(judgement.verdict, Verdict::not_sure);
  EXPECT_EQ(judgement.value, 50);
  EXPECT_EQ(judgement.low, kNone);
  EXPECT_EQ(judgement.reason,
            "judged over replications, of which 1 is too few: `replications: {min: 5, max: 30, stop_when: decided}` "
            "tells more");
  EXPECT_EQ(judged(kMean, Chance::replications, {value(50), value(51)}, kUpToTen, 0.001).verdict, Verdict::not_sure);
  EXPECT_EQ(judged(kMean, Chance::replications, {value(50), value(51), value(52), value(51)}, kUpToTen, 0.001).verdict,
            Verdict::pass);
}

TEST(Replications, WithoutDataFails) {
  for (const Chance chance : {Chance::none, Chance::messages, Chance::replications}) {
    const Judgement judgement = judged(kMost, chance, {ratio(0, 0), ratio(0, 0)}, kUpToTen);
    EXPECT_EQ(judgement.verdict, Verdict::fail);
    EXPECT_EQ(judgement.reason, kNoData);
    EXPECT_EQ(judgement.value, kNone);
  }
  EXPECT_EQ(judged(kMost, Chance::messages, {ratio(0, 0), ratio(990, 1000)}, {2, 2}).verdict, Verdict::pass);
}

TEST(Replications, WithoutChanceEachMustKeepTheLimit) {
  const std::vector<Sample> two{value(0, true), value(3, false)};
  const Expectation none = expectation("x", CounterMetric{Counter::reports_late}, kNone, 0, "");
  const Judgement judgement = judged(none, Chance::none, two, {3, 10});
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  EXPECT_EQ(judgement.value, 3);
  EXPECT_EQ(judgement.reason, "in replication 2 of 2");
  EXPECT_EQ(judged(none, Chance::none, {value(0, true), value(0, true)}, kUpToTen).verdict, Verdict::pass);
  EXPECT_EQ(judged(none, Chance::none, {value(3, false)}).reason, "");
}

TEST(Replications, WhatOneRunMissesByChanceIsNotSureAndNeverRed) {
  const Judgement missed = judged(kFew, Chance::unmeasured, {value(21)});
  EXPECT_EQ(missed.verdict, Verdict::not_sure);
  EXPECT_EQ(missed.value, 21);
  EXPECT_EQ(
      missed.reason,
      "missed, and one run does not show whether by chance: `replications: {min: 5, max: 30, stop_when: decided}` "
      "does");
  EXPECT_EQ(judged(kFew, Chance::unmeasured, {value(20, true)}).verdict, Verdict::pass);
  EXPECT_EQ(judged(kFew, Chance::unmeasured, {Sample{}}).verdict, Verdict::fail);  // no data
  const Expectation longest = expectation("x", DelayMetric{Delay::report, 100}, 50, 90, "");
  EXPECT_EQ(judged(longest, Chance::none, {value(40)}).verdict, Verdict::not_sure);
  EXPECT_EQ(judged(longest, Chance::none, {value(91)}).verdict, Verdict::fail);
  const Judgement two = judged(longest, Chance::none, {value(40), value(60, true), value(91)}, {3, 3});
  EXPECT_EQ(two.verdict, Verdict::fail);
  EXPECT_EQ(two.reason, "in replication 3 of 3");
  EXPECT_EQ(judged(longest, Chance::none, {value(40), value(60, true)}, {2, 2}).value, 40);
  // Where chance was given no say, what is seen is what is meant.
  EXPECT_EQ(judged(kFew, Chance::none, {value(21)}, kOnce, 0).verdict, Verdict::fail);
}

TEST(Replications, ALowerLimitIsKeptWhenManyReachItAlikeOrOneIsEnough) {
  const Expectation many = expectation("x", CounterMetric{Counter::reports_late}, 3, kNone, "");
  const Expectation one = expectation("x", CounterMetric{Counter::reports_late}, 1, kNone, "");
  const auto verdict_of = [](const Expectation& expected, const std::vector<Sample>& samples) {
    const auto count = static_cast<std::uint32_t>(samples.size());
    return judged(expected, Chance::replications, samples, {count, count}).verdict;
  };
  EXPECT_EQ(verdict_of(many, {value(3), value(3)}), Verdict::not_sure);  // two small numbers are soon alike
  EXPECT_EQ(verdict_of(many, std::vector(4, value(3))), Verdict::not_sure);
  EXPECT_EQ(verdict_of(many, std::vector(5, value(3))), Verdict::pass);
  EXPECT_EQ(verdict_of(many, {value(3), value(3), value(3), value(3), value(4)}), Verdict::not_sure);
  EXPECT_EQ(verdict_of(one, {value(1), value(3)}), Verdict::pass);
  EXPECT_EQ(verdict_of(one, {value(1), value(0)}), Verdict::not_sure);
  EXPECT_EQ(verdict_of(one, std::vector(5, value(0))), Verdict::not_sure);
  EXPECT_EQ(verdict_of(one, std::vector(60, value(0))), Verdict::fail);
}

TEST(Replications, FewerThanTheLeastAreNotJudgedAndMoreThanTheMostNotHeard) {
  EXPECT_EQ(judged(kMost, Chance::messages, {ratio(0, 1000)}, kUpToTen).verdict, Verdict::not_sure);
  EXPECT_EQ(judged(kMost, Chance::messages, {ratio(0, 1000)}, kUpToTen).reason, "1 of at least 2 replications");
  EXPECT_EQ(judged(kMost, Chance::messages, {ratio(990, 1000), ratio(0, 100'000)}, kOnce).verdict, Verdict::pass);
}

TEST(Replications, WhatIsDecidedStaysSo) {
  Dice dice(2);
  int decided = 0;
  for (int run = 0; run < 200; ++run) {
    std::vector<Sample> samples;
    std::optional<Verdict> first;
    Interval before{0.0, 1.0};
    for (std::uint32_t i = 1; i <= 10; ++i) {
      samples.push_back(ratio(dice.successes(200, 0.93), 200));
      const Judgement now = judged(kMost, Chance::messages, samples, kUpToTen, 0.02);
      if (i < kUpToTen.min) continue;
      EXPECT_GE(now.low, before.low);  // never wider
      EXPECT_LE(now.high, before.high);
      before = {now.low, now.high};
      EXPECT_EQ(first.value_or(now.verdict), now.verdict);
      if (!first && now.verdict != Verdict::not_sure) first = now.verdict;
    }
    decided += first ? 1 : 0;
  }
  EXPECT_GT(decided, 100);
}

TEST(Replications, EndWhenAllIsDecidedOrTheMostAreDone) {
  std::vector<Judgement> judgements(2);
  judgements[0].verdict = Verdict::fail;
  judgements[1].verdict = Verdict::pass;
  EXPECT_FALSE(is_enough(1, kUpToTen, judgements));
  EXPECT_TRUE(is_enough(2, kUpToTen, judgements));
  judgements[1].verdict = Verdict::not_sure;
  EXPECT_FALSE(is_enough(9, kUpToTen, judgements));
  EXPECT_TRUE(is_enough(10, kUpToTen, judgements));
  EXPECT_EQ(kUpToTen.looks(), 9U);
  EXPECT_EQ(kOnce.looks(), 1U);
}

}  // namespace
}  // namespace dlr::reports
