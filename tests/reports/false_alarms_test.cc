// The promise of a whole run, put to the test: worlds that are true on the very edge of their limits, or false by the
// least that can be written, run many thousand times. With the default budget nobody would live to see it; so the
// budget is 1 % and 0.1 %, and the arithmetic is the same.
#include "reports/false_alarms.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "dice.h"
#include "reports/replications.h"
#include "samples.h"

namespace dlr::reports {
namespace {

using samples::expectation;

TEST(FalseAlarmBudget, AllLooksOfAllChecksTogetherHaveWhatTheRunHas) {
  const FalseAlarmBudget budget(1e-5, 20);
  EXPECT_DOUBLE_EQ(budget.per_check() * 20, 1e-5);
  EXPECT_DOUBLE_EQ(budget.per_look(9) * 9 * 20, 1e-5);
  EXPECT_DOUBLE_EQ(FalseAlarmBudget(0.01, 1).per_look(1), 0.01);
  EXPECT_DOUBLE_EQ(FalseAlarmBudget(0.01, 0).per_look(1), 0.01);  // nothing to spend it on
}

// One check, one look: also how much of the promise is used.
TEST(FalseAlarmBudget, HoldsForARatioOnTheEdge) {
  constexpr std::uint64_t kRuns = 30'000, kMessages = 400;
  const Expectation most = expectation("x", RatioMetric{}, 0.9, std::nullopt, "");
  for (const double total : {0.01, 0.001}) {
    Dice dice(6);
    std::uint64_t red = 0;
    for (std::uint64_t run = 0; run < kRuns; ++run) {
      Sample sample;
      sample.part = dice.successes(kMessages, 0.9);
      sample.whole = kMessages;
      const double error = FalseAlarmBudget(total, 1).per_look(1);
      red += judge(most, Chance::messages, std::vector{sample}, {1, 1}, error).verdict == Verdict::fail ? 1U : 0U;
    }
    EXPECT_FALSE(breaks_promise(red, kRuns, total / 2)) << red;  // the other half lies on the other side
    EXPECT_GE(red, static_cast<std::uint64_t>(total / 8 * static_cast<double>(kRuns))) << "far too careful";
  }
}

// A run of six checks, two of each kind, looked at after 2, 3, ... 6 replications.
class EdgeRun {
 public:
  EdgeRun(Dice& dice, double total) : error_(FalseAlarmBudget(total, kChecks.size()).per_look(kPlan.looks())) {
    std::vector<std::vector<Sample>> samples(kKinds);
    // Judging the last counts every look before it: see Replications.WhatIsDecidedStaysSo.
    for (std::uint32_t i = 0; i < kPlan.max; ++i) draw(dice, samples);
    for (const Check& check : kChecks) {
      judgements_.push_back(judge(check.expectation, check.chance, samples[check.kind], kPlan, error_));
    }
  }

  bool is_wrong() const {
    for (std::size_t i = 0; i < kChecks.size(); ++i) {
      if (judgements_[i].verdict == (kChecks[i].is_true ? Verdict::fail : Verdict::pass)) return true;
    }
    return false;
  }

 private:
  static constexpr Replications kPlan{2, 6};
  static constexpr std::size_t kKinds = 3;
  struct Check {
    std::size_t kind;
    bool is_true;
    Chance chance;
    Expectation expectation;
  };
  static const std::vector<Check> kChecks;

  // 90 % are delivered; delays are even from 0 to 249 ms, so that 90 % take 224 ms or less; of the last kind each
  // replication has its own share, which is 80 % in the mean.
  static void draw(Dice& dice, std::vector<std::vector<Sample>>& samples) {
    constexpr std::uint64_t kMessages = 150;
    std::array<Sample, kKinds> now;
    now[0].part = dice.successes(kMessages, 0.9);
    for (std::uint64_t i = 0; i < kMessages; ++i) now[1].delays.add(dice.below(250));
    now[2].part = dice.successes(kMessages, 0.8 + 0.04 * dice.normal());
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
      now[kind].whole = kMessages;
      now[kind].value = static_cast<double>(now[kind].part) / kMessages;
      samples[kind].push_back(std::move(now[kind]));
    }
  }

  double error_;
  std::vector<Judgement> judgements_;
};

const std::vector<EdgeRun::Check> EdgeRun::kChecks{
    {0, true, Chance::messages, expectation("a", RatioMetric{}, 0.9, std::nullopt, "")},
    {0, false, Chance::messages, expectation("b", RatioMetric{}, 0.900000001, std::nullopt, "")},
    {1, true, Chance::messages, expectation("c", DelayMetric{Delay::report, 90}, std::nullopt, 224, "")},
    {1, false, Chance::messages, expectation("d", DelayMetric{Delay::report, 90}, std::nullopt, 223, "")},
    {2, true, Chance::replications, expectation("e", RatioMetric{}, std::nullopt, 0.8, "")},
    {2, false, Chance::replications, expectation("f", RatioMetric{}, std::nullopt, 0.799999999, "")},
};

TEST(FalseAlarmBudget, HoldsForAWholeRunWithManyLooks) {
  for (const auto& [total, runs] : {std::pair{0.01, 12'000U}, std::pair{0.001, 12'000U}}) {
    Dice dice(7);
    std::uint64_t wrong = 0;
    for (std::uint64_t run = 0; run < runs; ++run) wrong += EdgeRun(dice, total).is_wrong() ? 1U : 0U;
    EXPECT_FALSE(breaks_promise(wrong, runs, total)) << wrong << " of " << runs << " at " << total;
  }
}

// Why it takes replications where messages share what is random: as one sample they break the promise.
TEST(FalseAlarmBudget, IsBrokenByMessagesThatShareChance) {
  constexpr std::uint64_t kRuns = 300;
  const Expectation most = expectation("x", RatioMetric{}, 0.8, std::nullopt, "");
  Dice dice(8);
  std::uint64_t pooled = 0, replicated = 0;
  for (std::uint64_t run = 0; run < kRuns; ++run) {
    std::vector<Sample> samples(10);
    for (Sample& sample : samples) {
      sample.whole = 1000;
      sample.part = dice.successes(sample.whole, 0.8 + 0.05 * dice.normal());
      sample.value = static_cast<double>(sample.part) / 1000;
    }
    const auto is_red = [&](Chance chance) {
      return judge(most, chance, samples, Replications{10, 10}, 0.01).verdict == Verdict::fail;
    };
    pooled += is_red(Chance::messages) ? 1U : 0U;
    replicated += is_red(Chance::replications) ? 1U : 0U;
  }
  EXPECT_TRUE(breaks_promise(pooled, kRuns, 0.01)) << pooled;
  EXPECT_FALSE(breaks_promise(replicated, kRuns, 0.01)) << replicated;
}

}  // namespace
}  // namespace dlr::reports
