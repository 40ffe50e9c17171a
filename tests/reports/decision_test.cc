#include "reports/decision.h"

#include <gtest/gtest.h>

#include "samples.h"

namespace dlr::reports {
namespace {

using samples::expectation;
using Limits = std::pair<std::optional<double>, std::optional<double>>;

constexpr auto kNone = std::nullopt;

Verdict decided(const Interval& interval, const Limits& limits) {
  return decide(interval, Limit{limits.first, limits.second, ""}, 3);
}

TEST(Decision, InsidePassesOutsideFailsAstrideIsNotSure) {
  struct Case {
    Interval interval;
    Limits limits;
    Verdict verdict;
  };
  const Case cases[] = {
      {{4.0, 6.0}, {4, kNone}, Verdict::pass},
      {{4.0, 6.0}, {6, kNone}, Verdict::not_sure},
      {{4.0, 6.0}, {4.001, kNone}, Verdict::not_sure},
      {{4.0, 6.0}, {6.001, kNone}, Verdict::fail},
      {{4.0, 6.0}, {kNone, 6}, Verdict::pass},
      {{4.0, 6.0}, {kNone, 5.999}, Verdict::not_sure},
      {{4.0, 6.0}, {kNone, 4}, Verdict::not_sure},
      {{4.0, 6.0}, {kNone, 3.999}, Verdict::fail},
      {{4.0, 6.0}, {4, 6}, Verdict::pass},
      {{4.0, 6.0}, {5, 7}, Verdict::not_sure},
      {{4.0, 6.0}, {3, 5}, Verdict::not_sure},
      {{4.0, 6.0}, {5, 5}, Verdict::not_sure},
      {{4.0, 6.0}, {7, 9}, Verdict::fail},
      {{4.0, 6.0}, {1, 3}, Verdict::fail},
      {{5.0, 5.0}, {5, 5}, Verdict::pass},
      {{5.0, 5.0}, {6, 6}, Verdict::fail},
      {{4.0, kNone}, {4, kNone}, Verdict::pass},
      {{4.0, kNone}, {kNone, 9e9}, Verdict::not_sure},
      {{4.0, kNone}, {9e9, kNone}, Verdict::not_sure},
      {{4.0, kNone}, {kNone, 3}, Verdict::fail},
      {{kNone, 6.0}, {1, kNone}, Verdict::not_sure},
      {{kNone, 6.0}, {7, kNone}, Verdict::fail},
      {{}, {1, 9}, Verdict::not_sure},
      {{}, {kNone, kNone}, Verdict::pass},
  };
  for (const Case& each : cases) {
    EXPECT_EQ(decided(each.interval, each.limits), each.verdict) << (&each - cases);
  }
}

TEST(Decision, ComparesWholeUnitsOfTheLastDecimal) {
  EXPECT_EQ(decided({0.1 + 0.2, 1.0}, {0.3, kNone}), Verdict::pass);
  EXPECT_EQ(decided({0.0, 0.1 + 0.2}, {kNone, 0.3}), Verdict::pass);
}

Chance chance(Metric metric, const Limits& limits, bool shared = false, bool replicated = false, Where where = {}) {
  return chance_of(expectation("x", std::move(metric), limits.first, limits.second, "", std::move(where)), shared,
                   replicated);
}

const RatioMetric kRatio{};
const DelayMetric kP95{Delay::report, 95}, kMax{Delay::report, 100}, kMin{Delay::report, 0},
    kMean{Delay::report, std::nullopt};
const CounterMetric kFailed{Counter::messages_failed}, kSubmitted{}, kLate{Counter::reports_late};
const FaultMetric kFault{"outage"};

TEST(Chance, LiesInTheMessagesUnlessTheyShareIt) {
  for (const Metric& metric : {Metric{kRatio}, Metric{kP95}, Metric{kFailed}}) {
    EXPECT_EQ(chance(metric, {0.25, 0.75}), Chance::messages);
    EXPECT_EQ(chance(metric, {0.25, 0.75}, false, true), Chance::messages);
    EXPECT_EQ(chance(metric, {0.25, 0.75}, true), Chance::replications);
  }
  EXPECT_EQ(chance(kMean, {kNone, 5}), Chance::replications);
}

TEST(Chance, HasNoSayWhereOneMessageIsProof) {
  EXPECT_EQ(chance(kRatio, {1, kNone}, true), Chance::none);
  EXPECT_EQ(chance(kRatio, {1, 1}, true), Chance::none);
  EXPECT_EQ(chance(kRatio, {kNone, 0}, true), Chance::none);
  EXPECT_EQ(chance(kFailed, {kNone, 0}, true), Chance::none);
  EXPECT_EQ(chance(kFailed, {0, kNone}, true), Chance::none);
  EXPECT_EQ(chance(kMax, {kNone, 9}, true), Chance::none);
  EXPECT_EQ(chance(kMin, {3, kNone}, true), Chance::none);
  EXPECT_EQ(chance(kSubmitted, {3, 5}, true), Chance::none);
  EXPECT_EQ(chance(kSubmitted, {3, 5}, false, false, {"FR", "", "", ""}), Chance::messages);
}

TEST(Chance, OfOtherCountsShowsOverReplicationsOnly) {
  for (const Metric& metric : {Metric{kLate}, Metric{kFault}, Metric{PeakInFlightMetric{}}}) {
    for (const Limits& limits : {Limits{kNone, 9}, Limits{100, kNone}}) {
      EXPECT_EQ(chance(metric, limits), Chance::unmeasured);
      EXPECT_EQ(chance(metric, limits, false, true), Chance::replications);
    }
  }
}

TEST(Chance, OfACountThatMustNotBeNothingShowsOverReplicationsOnly) {
  for (const Metric& metric : {Metric{kFailed}, Metric{kLate}, Metric{kFault}}) {
    for (const bool shared : {false, true}) {
      EXPECT_EQ(chance(metric, {1, kNone}, shared), Chance::unmeasured);
      EXPECT_EQ(chance(metric, {1, kNone}, shared, true), Chance::replications);
    }
  }
  EXPECT_FALSE(is_proven_by_one(expectation("x", kRatio, 1, kNone, "")));
  EXPECT_FALSE(is_proven_by_one(expectation("x", kLate, 1, 5, "")));
  EXPECT_FALSE(is_proven_by_one(expectation("x", kLate, 2, kNone, "")));
}

// What is never the same twice is missed by luck, and hit by luck.
TEST(Chance, OfExactlySoManyShowsOverReplicationsOnly) {
  for (const Metric& metric : {Metric{kFailed}, Metric{kLate}, Metric{kFault}, Metric{PeakInFlightMetric{}}}) {
    EXPECT_EQ(chance(metric, {7, 7}), Chance::unmeasured);
    EXPECT_EQ(chance(metric, {7, 7}, false, true), Chance::replications);
  }
  EXPECT_EQ(chance(kRatio, {0.5, 0.5}), Chance::messages);
  EXPECT_EQ(chance(kP95, {7, 7}), Chance::messages);
  EXPECT_EQ(chance(kMean, {7, 7}), Chance::replications);
}

TEST(Chance, LiesInTheMessagesOfEveryCountThatHasOneOnceAtMost) {
  for (const Counter counter : {Counter::events_delivered, Counter::responses_taken, Counter::reports_tracked}) {
    EXPECT_EQ(chance(CounterMetric{counter}, {3, 9}), Chance::messages);
    EXPECT_EQ(chance(CounterMetric{counter}, {3, 9}, true), Chance::replications);
  }
}

TEST(Disproof, IsWhatNoLuckMakes) {
  const auto is = [](const Metric& metric, const Limits& limits, double value, bool certain = false) {
    Expectation asked = expectation("x", metric, limits.first, limits.second, "");
    asked.certain = certain;
    return is_disproof(asked, value);
  };
  const PeakInFlightMetric peak{};
  EXPECT_TRUE(is(kLate, {kNone, 0}, 1));
  EXPECT_TRUE(is(kFault, {0, 0}, 1));
  EXPECT_FALSE(is(kLate, {7, 7}, 6));
  EXPECT_FALSE(is(kRatio, {0.5, 0.5}, 0.499));
  EXPECT_FALSE(is(kP95, {7, 7}, 8));
  EXPECT_TRUE(is(kRatio, {1, kNone}, 0.999));
  EXPECT_TRUE(is(kMax, {kNone, 9}, 10));
  EXPECT_TRUE(is(kMin, {3, kNone}, 2));
  EXPECT_TRUE(is(kSubmitted, {3, 5}, 2));
  EXPECT_TRUE(is(kLate, {3, 5}, 2, true));
  EXPECT_FALSE(is(kLate, {1, kNone}, 0));
  EXPECT_FALSE(is(kLate, {3, kNone}, 0));
  EXPECT_FALSE(is(kFault, {kNone, 5}, 6));
  EXPECT_FALSE(is(peak, {kNone, 5}, 6));
  EXPECT_FALSE(is(kMax, {3, 9}, 2));
  EXPECT_FALSE(is(kMin, {3, 9}, 10));
}

TEST(Chance, HasNoSayWhereTheScenarioLeavesItNone) {
  Expectation certain = expectation("x", kRatio, 0.25, 0.75, "");
  certain.certain = true;
  EXPECT_EQ(chance_of(certain, false, false), Chance::none);
  EXPECT_EQ(chance_of(certain, true, true), Chance::none);
}

}  // namespace
}  // namespace dlr::reports
