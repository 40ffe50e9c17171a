// Each fault on plans made by hand: it strikes whom its share and window say, does what its header says, and nothing of
// what that says it may not do.
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "sim/faults/bad_request.h"
#include "sim/faults/callback_down.h"
#include "sim/faults/contradict_reports.h"
#include "sim/faults/delay_reports.h"
#include "sim/faults/duplicate_reports.h"
#include "sim/faults/early_reports.h"
#include "sim/faults/hold_reports.h"
#include "sim/faults/provider_busy.h"
#include "sim/faults/provider_timeout.h"
#include "sim/faults/slow_responses.h"

namespace dlr::sim {
namespace {

using namespace std::chrono_literals;

constexpr Share kNobody{0}, kThird{333'333};
constexpr std::uint64_t kSeed = 11;
constexpr std::uint16_t kNoError = 70, kOther = 80;

engine::QuantileTable delay(Distribution distribution) { return engine::make_quantile_table(distribution); }
engine::QuantileTable constant(Duration value) { return delay({engine::Constant{value}, std::nullopt, std::nullopt}); }

FaultTables tables_of(engine::QuantileTable delays = constant(5s), std::uint64_t from = 0,
                      std::uint64_t to = std::numeric_limits<std::uint64_t>::max()) {
  FaultTables tables;
  tables.index = 3;
  tables.from = from;
  tables.to = to;
  tables.delay = std::move(delays);
  tables.statuses.rows = {kOther};
  return tables;
}

// Reports that get ready at these times, decided a second before; submitted at 1 s, answered at 3 s.
ReportPlan plan_of(const std::vector<std::uint64_t>& ready) {
  ReportPlan plan;
  plan.submitted = 1'000;
  plan.answered = 3'000;
  for (const std::uint64_t at : ready) {
    PlannedReport& report = plan.reports.emplace_back();
    report.ready = at;
    report.done_at = at - 1'000;
    report.status = static_cast<std::uint16_t>(10 + plan.reports.size());
    report.error = static_cast<std::uint16_t>(20 + plan.reports.size());
  }
  return plan;
}

// What a report says, and how it is handed over; not when.
void expect_same_words(const PlannedReport& a, const PlannedReport& b) {
  EXPECT_EQ(a.status, b.status);
  EXPECT_EQ(a.error, b.error);
  EXPECT_EQ(a.alone, b.alone);
  EXPECT_EQ(a.held, b.held);
}
void expect_same(const PlannedReport& a, const PlannedReport& b) {
  expect_same_words(a, b);
  EXPECT_EQ(a.ready, b.ready);
  EXPECT_EQ(a.done_at, b.done_at);
}

// Faults of reports, all called alike.
using StrikeReports = std::function<std::uint64_t(const FaultTables&, Share, std::uint64_t message, ReportPlan&)>;
struct ReportFault {
  const char* name;
  StrikeReports strike_plan;
};
const std::vector<ReportFault>& report_faults() {
  static const std::vector<ReportFault> faults{
      {"duplicate_reports",
       [](const FaultTables& tables, Share share, std::uint64_t message, ReportPlan& plan) {
         return strike(DuplicateReports{share, {}, 1}, tables, kSeed, message, plan);
       }},
      {"delay_reports",
       [](const FaultTables& tables, Share share, std::uint64_t message, ReportPlan& plan) {
         return strike(DelayReports{share, {}}, tables, kSeed, message, plan);
       }},
      {"contradict_reports",
       [](const FaultTables& tables, Share share, std::uint64_t message, ReportPlan& plan) {
         return strike(ContradictReports{share, {}, {}}, tables, kNoError, kSeed, message, plan);
       }},
      {"early_reports", [](const FaultTables& tables, Share share, std::uint64_t message,
                           ReportPlan& plan) { return strike(EarlyReports{share}, tables, kSeed, message, plan); }},
  };
  return faults;
}

TEST(ReportFaults, StrikeTheirShare) {
  for (const ReportFault& fault : report_faults()) {
    SCOPED_TRACE(fault.name);
    const FaultTables tables = tables_of();
    std::uint64_t all = 0, none = 0, third = 0;
    for (std::uint64_t message = 0; message < 9'000; ++message) {
      ReportPlan plan = plan_of({10'000});
      all += fault.strike_plan(tables, kWhole, message, plan);
      plan = plan_of({10'000});
      none += fault.strike_plan(tables, kNobody, message, plan);
      ASSERT_EQ(plan.reports.size(), 1);
      expect_same(plan.reports[0], plan_of({10'000}).reports[0]);
      plan = plan_of({10'000});
      third += fault.strike_plan(tables, kThird, message, plan);
    }
    EXPECT_EQ(all, 9'000);
    EXPECT_EQ(none, 0);
    EXPECT_NEAR(static_cast<double>(third), 3'000, 224);  // five standard deviations
  }
}

TEST(ReportFaults, StrikeInsideTheirWindowOnly) {
  for (const ReportFault& fault : report_faults()) {
    SCOPED_TRACE(fault.name);
    // The window is about the report's getting ready; of an early one about its submission.
    const bool is_early = fault.name == std::string("early_reports");
    for (const auto& [at, strikes] : {std::pair{9'999U, 0U}, {10'000U, 1U}, {19'999U, 1U}, {20'000U, 0U}}) {
      ReportPlan plan = plan_of({is_early ? 15'000 : at});
      plan.submitted = is_early ? at : 15'000;
      plan.answered = plan.submitted + 500;
      const ReportPlan before = plan;
      EXPECT_EQ(fault.strike_plan(tables_of(constant(5s), 10'000, 20'000), kWhole, 1, plan), strikes) << at;
      if (strikes == 0) {
        ASSERT_EQ(plan.reports.size(), 1) << at;
        expect_same(plan.reports[0], before.reports[0]);
      }
    }
  }
}

TEST(DuplicateReports, CopySayTheSameAndComeLater) {
  ReportPlan plan = plan_of({10'000, 12'000});
  plan.reports[1].held = true;
  const ReportPlan before = plan;
  EXPECT_EQ(strike(DuplicateReports{kWhole, {}, 1}, tables_of(), kSeed, 1, plan), 2);
  ASSERT_EQ(plan.reports.size(), 4);
  for (std::size_t i = 0; i < 2; ++i) {
    expect_same(plan.reports[i], before.reports[i]);
    expect_same_words(plan.reports[i + 2], before.reports[i]);
    EXPECT_EQ(plan.reports[i + 2].done_at, before.reports[i].done_at);
    EXPECT_EQ(plan.reports[i + 2].ready, before.reports[i].ready + 5'000);
  }
}

TEST(DuplicateReports, SeveralCopiesHaveADelayEach) {
  ReportPlan plan = plan_of({10'000});
  const auto hour = delay({engine::Uniform{0ms, 1h}, std::nullopt, std::nullopt});
  EXPECT_EQ(strike(DuplicateReports{kWhole, {}, 3}, tables_of(hour), kSeed, 1, plan), 1);
  ASSERT_EQ(plan.reports.size(), 4);
  EXPECT_NE(plan.reports[1].ready, plan.reports[2].ready);
  EXPECT_NE(plan.reports[2].ready, plan.reports[3].ready);
  EXPECT_NE(plan.reports[1].ready, plan.reports[3].ready);
  for (const PlannedReport& report : plan.reports) EXPECT_GE(report.ready, 10'000U);
}

TEST(DelayReports, MoveTheReportNotItsWords) {
  ReportPlan plan = plan_of({10'000, 12'000});
  const ReportPlan before = plan;
  EXPECT_EQ(strike(DelayReports{kWhole, {}}, tables_of(), kSeed, 1, plan), 2);
  ASSERT_EQ(plan.reports.size(), 2);
  for (std::size_t i = 0; i < 2; ++i) {
    expect_same_words(plan.reports[i], before.reports[i]);
    EXPECT_EQ(plan.reports[i].done_at, before.reports[i].done_at);
    EXPECT_EQ(plan.reports[i].ready, before.reports[i].ready + 5'000);
  }
}

TEST(ContradictReports, AddAnotherWordAfterwards) {
  ReportPlan plan = plan_of({10'000, 12'000});
  const ReportPlan before = plan;
  EXPECT_EQ(strike(ContradictReports{kWhole, {}, {}}, tables_of(), kNoError, kSeed, 1, plan), 2);
  ASSERT_EQ(plan.reports.size(), 4);
  for (std::size_t i = 0; i < 2; ++i) {
    expect_same(plan.reports[i], before.reports[i]);
    EXPECT_EQ(plan.reports[i + 2].status, kOther);
    EXPECT_EQ(plan.reports[i + 2].error, kNoError);
    EXPECT_EQ(plan.reports[i + 2].ready, before.reports[i].ready + 5'000);
    EXPECT_EQ(plan.reports[i + 2].done_at, before.reports[i].done_at + 5'000);
  }
}

TEST(EarlyReports, ComeAloneBetweenSubmissionAndResponse) {
  std::uint64_t first = 3'000, last = 0, sum = 0;
  for (std::uint64_t message = 0; message < 1'000; ++message) {
    ReportPlan plan = plan_of({10'000, 12'000});
    ASSERT_EQ(strike(EarlyReports{kWhole}, tables_of(), kSeed, message, plan), 1);
    ASSERT_EQ(plan.reports.size(), 2);
    const PlannedReport& report = plan.reports[0];
    EXPECT_TRUE(report.alone);
    EXPECT_EQ(report.ready, report.done_at);
    EXPECT_EQ(report.status, 11);
    EXPECT_EQ(report.error, 21);
    expect_same(plan.reports[1], plan_of({10'000, 12'000}).reports[1]);
    first = std::min(first, report.ready);
    last = std::max(last, report.ready);
    sum += report.ready;
  }
  EXPECT_GE(first, 1'000);  // submitted
  EXPECT_LT(first, 1'020);
  EXPECT_GT(last, 2'980);
  EXPECT_LT(last, 3'000);  // answered
  EXPECT_NEAR(static_cast<double>(sum) / 1'000, 2'000, 92);
}

TEST(EarlyReports, AreHeldNoMore) {
  ReportPlan plan = plan_of({10'000});
  std::uint64_t released = 0;
  ASSERT_EQ(strike(HoldReports{}, tables_of(constant(0s), 0, 20'000), released, plan), 1);
  ASSERT_EQ(strike(EarlyReports{kWhole}, tables_of(), kSeed, 1, plan), 1);
  EXPECT_FALSE(plan.reports[0].held);
}

TEST(EarlyReports, NeedAReport) {
  ReportPlan plan = plan_of({});
  EXPECT_EQ(strike(EarlyReports{kWhole}, tables_of(), kSeed, 1, plan), 0);
  EXPECT_TRUE(plan.reports.empty());
}

TEST(HoldReports, ReleaseAtOnceAtTheEndOfTheWindow) {
  ReportPlan plan = plan_of({9'999, 10'000, 19'999, 20'000});
  const ReportPlan before = plan;
  std::uint64_t released = 0;
  EXPECT_EQ(strike(HoldReports{}, tables_of(constant(0s), 10'000, 20'000), released, plan), 2);
  EXPECT_EQ(released, 2);
  ASSERT_EQ(plan.reports.size(), 4);
  expect_same(plan.reports[0], before.reports[0]);
  expect_same(plan.reports[3], before.reports[3]);
  for (const std::size_t i : {1U, 2U}) {
    EXPECT_TRUE(plan.reports[i].held);
    EXPECT_EQ(plan.reports[i].ready, 20'000);
    EXPECT_EQ(plan.reports[i].done_at, before.reports[i].done_at);
    EXPECT_EQ(plan.reports[i].status, before.reports[i].status);
    EXPECT_EQ(plan.reports[i].error, before.reports[i].error);
  }
}

TEST(HoldReports, ReleaseByARateThatLanesShare) {
  for (const auto& [sharers, apart] : {std::pair{1U, 100U}, {4U, 400U}}) {
    std::uint64_t released = 0;
    for (std::uint64_t message = 0; message < 3; ++message) {
      ReportPlan plan = plan_of({12'000, 11'000});
      FaultTables tables = tables_of(constant(0s), 10'000, 20'000);
      tables.sharers = sharers;
      EXPECT_EQ(strike(HoldReports{Rate{10, 1s}}, tables, released, plan), 2);
      EXPECT_EQ(plan.reports[0].ready, 20'000 + 2 * message * apart);
      EXPECT_EQ(plan.reports[1].ready, 20'000 + (2 * message + 1) * apart);
    }
    EXPECT_EQ(released, 6);
  }
}

// Words of a draw that strike a share below the whole, or do not.
constexpr Words4 kLow{0, 0, 0, 0}, kHigh{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff};

void expect_untouched(const TryFate& fate) {
  EXPECT_FALSE(fate.struck);
  EXPECT_TRUE(fate.gets_through);
  EXPECT_TRUE(fate.answered);
  EXPECT_EQ(fate.http_status, 200);
  EXPECT_EQ(fate.retry_after, 0);
  EXPECT_EQ(fate.slower, 0);
}

struct TryFault {
  const char* name;
  std::function<bool(Share, const Words4&, TryFate&)> strike_try;
};
const std::vector<TryFault>& try_faults() {
  static const std::vector<TryFault> faults{
      {"provider_busy",
       [](Share share, const Words4& draw, TryFate& fate) {
         return strike(ProviderBusy{share, 503, 7s}, draw, fate);
       }},
      {"provider_timeout",
       [](Share share, const Words4& draw, TryFate& fate) {
         return strike(ProviderTimeout{share, kNobody}, draw, fate);
       }},
      {"bad_request",
       [](Share share, const Words4& draw, TryFate& fate) {
         return strike(BadRequest{share, 401}, draw, fate);
       }},
  };
  return faults;
}

TEST(TryFaults, StrikeTheirShareOfTries) {
  for (const TryFault& fault : try_faults()) {
    SCOPED_TRACE(fault.name);
    for (const Words4& draw : {kLow, kHigh}) {
      TryFate all, none;
      EXPECT_TRUE(fault.strike_try(kWhole, draw, all));
      EXPECT_TRUE(all.struck);
      EXPECT_FALSE(fault.strike_try(kNobody, draw, none));
      expect_untouched(none);
    }
    TryFate low, high;
    EXPECT_TRUE(fault.strike_try(kThird, kLow, low));
    EXPECT_FALSE(fault.strike_try(kThird, kHigh, high));
    expect_untouched(high);
  }
}

TEST(TryFaults, LeaveAloneWhatAnotherHasStruck) {
  for (const TryFault& fault : try_faults()) {
    SCOPED_TRACE(fault.name);
    TryFate fate;
    fate.struck = true;
    EXPECT_FALSE(fault.strike_try(kWhole, kLow, fate));
    fate.struck = false;
    expect_untouched(fate);
  }
}

TEST(ProviderBusy, AnswersAndKeepsNothing) {
  TryFate fate;
  EXPECT_TRUE(strike(ProviderBusy{kWhole, 503, 7s}, kLow, fate));
  EXPECT_TRUE(fate.answered);
  EXPECT_FALSE(fate.gets_through);
  EXPECT_EQ(fate.http_status, 503);
  EXPECT_EQ(fate.retry_after, 7'000);
  TryFate silent_about_when;
  EXPECT_TRUE(strike(ProviderBusy{kWhole, 429, std::nullopt}, kLow, silent_about_when));
  EXPECT_EQ(silent_about_when.http_status, 429);
  EXPECT_EQ(silent_about_when.retry_after, 0);
}

TEST(ProviderTimeout, NeverAnswersAndSomeHaveGotThrough) {
  TryFate kept, lost;
  EXPECT_TRUE(strike(ProviderTimeout{kWhole, kWhole}, kHigh, kept));
  EXPECT_FALSE(kept.answered);
  EXPECT_TRUE(kept.gets_through);
  EXPECT_TRUE(strike(ProviderTimeout{kWhole, kNobody}, kLow, lost));
  EXPECT_FALSE(lost.answered);
  EXPECT_FALSE(lost.gets_through);
  // Whether it had got through has a word of its own.
  TryFate other;
  EXPECT_TRUE(strike(ProviderTimeout{kThird, kThird}, Words4{0, 0xffffffff, 0, 0}, other));
  EXPECT_FALSE(other.gets_through);
}

TEST(BadRequest, RefusesAndKeepsNothing) {
  TryFate fate;
  EXPECT_TRUE(strike(BadRequest{kWhole, 401}, kLow, fate));
  EXPECT_TRUE(fate.answered);
  EXPECT_FALSE(fate.gets_through);
  EXPECT_EQ(fate.http_status, 401);
  EXPECT_EQ(fate.retry_after, 0);
}

TEST(SlowResponses, AddTimeAndChangeNoAnswer) {
  TryFate fate;
  EXPECT_TRUE(strike(SlowResponses{}, tables_of(constant(5s)), kLow, fate));
  EXPECT_TRUE(strike(SlowResponses{}, tables_of(constant(2s)), kHigh, fate));
  EXPECT_EQ(fate.slower, 7'000);
  fate.slower = 0;
  expect_untouched(fate);
}

TEST(CallbackDown, LosesOnlyWhatTheProviderHearsAccepted) {
  struct Row {
    CallbackAnswer answer;
    bool core_reads, accepted;
  };
  for (const Row& row : {Row{CallbackAnswer::http_503, false, false}, Row{CallbackAnswer::refuse, false, false},
                         Row{CallbackAnswer::timeout, true, false}, Row{CallbackAnswer::http_200_lost, false, true}}) {
    const CallbackFate fate = fate_of(CallbackDown{row.answer});
    EXPECT_EQ(fate.core_reads, row.core_reads) << static_cast<int>(row.answer);
    EXPECT_EQ(fate.accepted, row.accepted) << static_cast<int>(row.answer);
    EXPECT_EQ(fate.answer, row.answer);
  }
}

TEST(CallbackDown, IsKnownToHaveFailedAfterTheAnswerOrTheTimeout) {
  CallbackSettings settings;
  settings.answer = 70ms;
  settings.timeout = 20s;
  EXPECT_EQ(failed_after(fate_of({CallbackAnswer::http_503}), settings), 70);
  EXPECT_EQ(failed_after(fate_of({CallbackAnswer::refuse}), settings), 0);
  EXPECT_EQ(failed_after(fate_of({CallbackAnswer::timeout}), settings), 20'000);
  settings.answer = 30s;  // nobody waits for so long, for a 503 neither
  EXPECT_EQ(failed_after(fate_of({CallbackAnswer::http_503}), settings), 20'000);
}

}  // namespace
}  // namespace dlr::sim
