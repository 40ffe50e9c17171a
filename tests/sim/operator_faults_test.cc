// Faults of operators and of what passes between provider and tracker, on plans made by hand: whom they strike, what
// they do, and nothing of what their headers say they may not do.
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <map>
#include <set>

#include "sim/faults/corrupt_callbacks.h"
#include "sim/faults/drop_reports.h"
#include "sim/faults/operator_down.h"
#include "sim/faults/skewed_done_at.h"
#include "sim/faults/unknown_statuses.h"

namespace dlr::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kFaultSeed = 11;
constexpr std::uint16_t kExpired = 60, kNoErrorRow = 70;
constexpr Share kOneThird{333'333};

engine::QuantileTable always_after(Duration value) {
  return engine::make_quantile_table({engine::Constant{value}, std::nullopt, std::nullopt});
}

FaultTables window(std::uint64_t from = 0, std::uint64_t to = std::numeric_limits<std::uint64_t>::max(),
                   Duration delay = 5s) {
  FaultTables tables;
  tables.index = 3;
  tables.from = from;
  tables.to = to;
  tables.delay = always_after(delay);
  tables.statuses.rows = {40, 41, 42};
  return tables;
}

// Submitted at 1 s; the operator's word at `done_at`, at the provider a second later.
ReportPlan plan_of(std::uint64_t done_at, bool is_final = true) {
  ReportPlan plan;
  plan.submitted = 1'000;
  PlannedReport& report = plan.reports.emplace_back();
  report.done_at = done_at;
  report.ready = done_at + 1'000;
  report.status = 11;
  report.error = 21;
  report.is_final = is_final;
  return plan;
}

constexpr std::uint64_t kValidity = 48 * 3'600'000;

std::uint64_t take_down(const FaultTables& tables, ReportPlan& plan, std::uint64_t validity = kValidity) {
  return strike(OperatorDown{}, tables, always_after(7s), validity, kExpired, kNoErrorRow, kFaultSeed, 1, plan);
}

TEST(OperatorDown, DecidesAfterItsEndWithANewDelay) {
  ReportPlan plan = plan_of(15'000);
  EXPECT_EQ(take_down(window(10'000, 20'000), plan), 1u);
  EXPECT_EQ(plan.reports[0].done_at, 27'000u);
  EXPECT_EQ(plan.reports[0].ready, 28'000u);
  EXPECT_EQ(plan.reports[0].status, 11);
  EXPECT_EQ(plan.reports[0].error, 21);
}

TEST(OperatorDown, TouchesNothingDecidedBeforeOrAfter) {
  for (const std::uint64_t done_at : {9'999u, 20'000u}) {
    ReportPlan plan = plan_of(done_at);
    EXPECT_EQ(take_down(window(10'000, 20'000), plan), 0u);
    EXPECT_EQ(plan.reports[0].done_at, done_at);
  }
  for (const std::uint64_t done_at : {10'000u, 19'999u}) {
    ReportPlan plan = plan_of(done_at);
    EXPECT_EQ(take_down(window(10'000, 20'000), plan), 1u);
  }
}

TEST(OperatorDown, PastItsValidityAMessageHasExpired) {
  ReportPlan plan = plan_of(15'000);
  // Valid until 26 s; the new word would come at 27 s.
  EXPECT_EQ(take_down(window(10'000, 20'000), plan, 25'000), 1u);
  EXPECT_EQ(plan.reports[0].status, kExpired);
  EXPECT_EQ(plan.reports[0].error, kNoErrorRow);
  EXPECT_EQ(plan.reports[0].done_at, 26'000u);
  // What expires in the window is told when the network is back.
  plan = plan_of(15'000);
  take_down(window(10'000, 20'000), plan, 12'000);
  EXPECT_EQ(plan.reports[0].done_at, 20'000u);
  // To the millisecond: a word that comes with the validity's end still counts.
  plan = plan_of(15'000);
  take_down(window(10'000, 20'000), plan, 26'000);
  EXPECT_EQ(plan.reports[0].status, 11);
}

TEST(OperatorDown, WhatIsUnderWayDoesNotExpire) {
  ReportPlan plan = plan_of(15'000, false);
  take_down(window(10'000, 20'000), plan, 12'000);
  EXPECT_EQ(plan.reports[0].status, 11);
}

TEST(OperatorDown, StrikesNoReportThatWasDropped) {
  ReportPlan plan = plan_of(15'000);
  strike(DropReports{kWhole}, window(), kFaultSeed, 1, plan);
  EXPECT_EQ(take_down(window(10'000, 20'000), plan), 0u);
}

TEST(OperatorDown, LeavesTheProvidersOwnRejectionsAlone) {
  ReportPlan plan = plan_of(15'000);
  plan.by_provider = true;
  EXPECT_EQ(take_down(window(10'000, 20'000), plan), 0u);
  EXPECT_EQ(plan.reports[0].done_at, 15'000u);
}

TEST(DropReports, DropItsShareAndNothingElse) {
  std::uint64_t struck = 0, dropped = 0;
  for (std::uint64_t message = 0; message < 9'000; ++message) {
    ReportPlan plan = plan_of(10'000);
    struck += strike(DropReports{kOneThird}, window(), kFaultSeed, message, plan);
    ASSERT_EQ(plan.reports.size(), 1u);
    dropped += plan.reports[0].is_dropped() ? 1u : 0u;
    EXPECT_EQ(plan.reports[0].ready, 11'000u);
    EXPECT_EQ(plan.reports[0].status, 11);
  }
  EXPECT_EQ(struck, dropped);
  EXPECT_NEAR(static_cast<double>(struck), 3'000, 224);  // five standard deviations
}

TEST(DropReports, ADroppedReportIsNotDroppedAgain) {
  ReportPlan plan = plan_of(10'000);
  EXPECT_EQ(strike(DropReports{kWhole}, window(), kFaultSeed, 1, plan), 1u);
  EXPECT_EQ(strike(DropReports{kWhole}, window(), kFaultSeed, 1, plan), 0u);
}

TEST(DropReports, InTheirWindowOnly) {
  for (const auto& [ready, strikes] : {std::pair{9'999u, 0u}, {10'000u, 1u}, {19'999u, 1u}, {20'000u, 0u}}) {
    ReportPlan plan = plan_of(ready - 1'000);
    EXPECT_EQ(strike(DropReports{kWhole}, window(10'000, 20'000), kFaultSeed, 1, plan), strikes) << ready;
  }
}

TEST(UnknownStatuses, TakeOneOfTheirRowsAndMoveNothing) {
  std::map<std::uint16_t, int> came;
  std::uint64_t struck = 0;
  for (std::uint64_t message = 0; message < 9'000; ++message) {
    ReportPlan plan = plan_of(10'000);
    const std::uint64_t strikes = strike(UnknownStatuses{kOneThird}, window(), kNoErrorRow, kFaultSeed, message, plan);
    struck += strikes;
    EXPECT_EQ(plan.reports[0].ready, 11'000u);
    EXPECT_EQ(plan.reports[0].done_at, 10'000u);
    if (strikes == 0) {
      EXPECT_EQ(plan.reports[0].status, 11);
      EXPECT_EQ(plan.reports[0].error, 21);
    } else {
      ++came[plan.reports[0].status];
      EXPECT_EQ(plan.reports[0].error, kNoErrorRow);
    }
  }
  EXPECT_NEAR(static_cast<double>(struck), 3'000, 224);
  ASSERT_EQ(came.size(), 3u);
  for (const int row : {40, 41, 42})
    EXPECT_NEAR(came[static_cast<std::uint16_t>(row)], static_cast<double>(struck) / 3, 150) << row;
}

TEST(SkewedDoneAt, HalfTheClocksAreFastAndTheReportComesWhenItComes) {
  int fast = 0, slow = 0;
  SkewedDoneAt fault;
  fault.by = Distribution{engine::Constant{3s}, std::nullopt, std::nullopt};
  for (std::uint64_t message = 0; message < 2'000; ++message) {
    ReportPlan plan = plan_of(10'000);
    EXPECT_EQ(strike(fault, window(0, 50'000, 3s), kFaultSeed, message, plan), 1u);
    fast += plan.reports[0].done_at == 13'000 ? 1 : 0;
    slow += plan.reports[0].done_at == 7'000 ? 1 : 0;
    EXPECT_EQ(plan.reports[0].ready, 11'000u);
    EXPECT_EQ(plan.reports[0].status, 11);
    EXPECT_FALSE(plan.reports[0].done_at_missing);
  }
  EXPECT_EQ(fast + slow, 2'000);
  EXPECT_NEAR(fast, 1'000, 112);
}

TEST(SkewedDoneAt, NoClockGoesBehindTheStart) {
  SkewedDoneAt fault;
  fault.by = Distribution{engine::Constant{1min}, std::nullopt, std::nullopt};
  for (std::uint64_t message = 0; message < 20; ++message) {
    ReportPlan plan = plan_of(10'000);
    strike(fault, window(0, 50'000, 1min), kFaultSeed, message, plan);
    EXPECT_TRUE(plan.reports[0].done_at == 0 || plan.reports[0].done_at == 70'000) << plan.reports[0].done_at;
  }
}

TEST(SkewedDoneAt, ZonesComeEvenlyAndMoveNoInstant) {
  SkewedDoneAt fault;
  fault.zones = {Duration{0}, 9h, -3h - 30min};
  std::map<int, int> zones;
  for (std::uint64_t message = 0; message < 3'000; ++message) {
    ReportPlan plan = plan_of(10'000);
    strike(fault, window(), kFaultSeed, message, plan);
    ++zones[plan.reports[0].zone_minutes];
    EXPECT_EQ(plan.reports[0].done_at, 10'000u);
  }
  ASSERT_EQ(zones.size(), 3u);
  for (const int minutes : {0, 540, -210}) EXPECT_NEAR(zones[minutes], 1'000, 130) << minutes;
}

TEST(SkewedDoneAt, ItsShareHasNone) {
  SkewedDoneAt fault;
  fault.missing = kOneThird;
  int missing = 0;
  for (std::uint64_t message = 0; message < 9'000; ++message) {
    ReportPlan plan = plan_of(10'000);
    strike(fault, window(), kFaultSeed, message, plan);
    missing += plan.reports[0].done_at_missing ? 1 : 0;
  }
  EXPECT_NEAR(missing, 3'000, 224);
}

TEST(SkewedDoneAt, ItsShareSaysWhatIsNoTimeAndOthersSayNothing) {
  SkewedDoneAt fault;
  fault.missing = kOneThird;
  fault.absurd = kOneThird;
  int missing = 0, absurd = 0;
  for (std::uint64_t message = 0; message < 9'000; ++message) {
    ReportPlan plan = plan_of(10'000);
    const std::uint64_t struck = strike(fault, window(), kFaultSeed, message, plan);
    EXPECT_EQ(struck == 1, plan.reports[0].done_at_missing);
    EXPECT_TRUE(plan.reports[0].done_at_missing || !plan.reports[0].done_at_absurd);
    missing += plan.reports[0].done_at_missing ? 1 : 0;
    absurd += plan.reports[0].done_at_absurd ? 1 : 0;
  }
  EXPECT_NEAR(missing, 6'000, 224);
  EXPECT_NEAR(absurd, 3'000, 224);
}

TEST(CorruptCallbacks, WhatIsNoJsonIsRefusedAndWhatCanBeReadIsRead) {
  struct Case {
    Corruption how;
    bool core_reads, accepted, spoils_a_report;
  };
  for (const Case& one : {Case{Corruption::truncated, false, false, false},
                          {Corruption::not_json, false, false, false},
                          {Corruption::utf8, true, true, false},
                          {Corruption::fields, true, true, true}}) {
    const auto corrupted = strike(CorruptCallbacks{kWhole, one.how}, window(), kFaultSeed, 1, 500, 10);
    ASSERT_TRUE(corrupted);
    EXPECT_EQ(corrupted->fate.core_reads, one.core_reads);
    EXPECT_EQ(corrupted->fate.accepted, one.accepted);
    EXPECT_EQ(corrupted->malformed.has_value(), one.spoils_a_report);
  }
}

TEST(CorruptCallbacks, StrikeTheirShareAndSpoilAnyOfTheReports) {
  int struck = 0;
  std::set<std::uint32_t> places;
  for (std::uint32_t tick = 0; tick < 9'000; ++tick) {
    const auto corrupted = strike(CorruptCallbacks{kOneThird, Corruption::fields}, window(), kFaultSeed, 7, tick, 5);
    if (!corrupted) continue;
    ++struck;
    places.insert(*corrupted->malformed);
  }
  EXPECT_NEAR(struck, 3'000, 224);
  EXPECT_EQ(places, (std::set<std::uint32_t>{0, 1, 2, 3, 4}));
}

}  // namespace
}  // namespace dlr::sim
