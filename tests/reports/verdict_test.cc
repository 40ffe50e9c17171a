#include "reports/verdict.h"

#include <gtest/gtest.h>

#include "samples.h"

namespace dlr::reports {
namespace {

using samples::expectation;

// 1000 messages to FR, of which 965 were delivered, 20 failed, 5 rejected, 10 unreported; 10 to BD, all unreported.
Result campaign() {
  Measurements measured;
  measured.groups.resize(2);
  const auto set = [&](std::size_t group, Counter counter, std::uint64_t value) {
    measured.groups[group].totals[static_cast<std::size_t>(counter)] = value;
    measured.counters[counter] += value;
  };
  set(0, Counter::messages_submitted, 1000);
  set(0, Counter::messages_delivered, 965);
  set(0, Counter::messages_failed, 20);
  set(0, Counter::messages_rejected, 5);
  set(0, Counter::messages_unreported, 10);
  set(1, Counter::messages_submitted, 10);
  set(1, Counter::messages_unreported, 10);
  measured.counters[Counter::reports_duplicate] = 7;
  measured.faults = {3};
  measured.in_flight_by_minute = {0, 1010, 20};
  for (std::uint64_t ms = 1; ms <= 100; ++ms) {
    measured.groups[0].delivery_delay.add(ms);
    measured.groups[0].report_delay.add(ms + 100);
  }
  for (const std::uint64_t ms : {1U, 1U, 2U}) measured.groups[0].rejection_delay.add(ms);
  Result result;
  const std::vector<GroupName> names{{"FR", "Orange", "c", "sms"}, {"BD", "Robi", "c", "sms"}};
  take_measurements(result, std::move(measured), names, std::vector<std::string>{"doubles"});
  return result;
}

const Where kFrance{"FR", "", "", ""}, kBangladesh{"BD", "", "", ""}, kNowhere{"XX", "", "", ""};

Judgement judged(Metric metric, std::optional<double> at_least, std::optional<double> at_most,
                 const Where& where = {}) {
  return judge(campaign(), expectation("x", std::move(metric), at_least, at_most, "", where));
}

struct MetricCase {
  Metric metric;
  Where where;
  double value;  // as judged
  double step;   // the next limit that tells it from its neighbours
};

const std::vector<MetricCase>& metric_cases() {
  static const std::vector<MetricCase> cases{
      {RatioMetric{Counter::messages_delivered, false}, kFrance, 0.965, 1e-9},
      {RatioMetric{Counter::messages_unreported, false}, kBangladesh, 1, 1e-9},
      {RatioMetric{Counter::messages_failed, false}, {"FR", "Orange", "c", "sms"}, 0.02, 1e-9},
      {RatioMetric{Counter::messages_unreported, false}, {"", "", "c", ""}, 20.0 / 1010, 2e-9},
      {RatioMetric{Counter::messages_delivered, true}, {}, 965.0 / 990, 2e-9},
      {RatioMetric{Counter::messages_enqueue_failed, false}, {}, 0, 1e-9},
      {DelayMetric{Delay::delivery, std::nullopt}, {}, 50.5, 0.001},
      {DelayMetric{Delay::delivery, 95}, kFrance, 95, 0.001},
      {DelayMetric{Delay::report, 99.5}, {}, 200, 0.001},
      {DelayMetric{Delay::rejection, std::nullopt}, {}, 1.333, 0.002},
      {DelayMetric{Delay::rejection, 100}, {}, 2, 0.001},
      {CounterMetric{Counter::messages_submitted}, {}, 1010, 0.001},
      {CounterMetric{Counter::messages_failed}, kFrance, 20, 0.001},
      {CounterMetric{Counter::messages_failed}, kBangladesh, 0, 0.001},
      {CounterMetric{Counter::reports_duplicate}, {}, 7, 0.001},
      {CounterMetric{Counter::reports_late}, {}, 0, 0.001},
      {FaultMetric{"doubles"}, {}, 3, 0.001},
      {PeakInFlightMetric{}, {}, 1010, 0.001},
  };
  return cases;
}

TEST(Verdict, EveryMetricAgainstEveryKindOfLimit) {
  for (std::size_t i = 0; i < metric_cases().size(); ++i) {
    SCOPED_TRACE(i);
    const MetricCase& each = metric_cases()[i];
    const double value = each.value, step = each.step;
    const auto verdict = [&](std::optional<double> at_least, std::optional<double> at_most) {
      const Judgement judgement = judged(each.metric, at_least, at_most, each.where);
      EXPECT_NEAR(judgement.value.value(), value, step / 2);
      EXPECT_EQ(judgement.reason, "");
      return judgement.verdict;
    };
    EXPECT_EQ(verdict(value - step, std::nullopt), Verdict::pass);
    EXPECT_EQ(verdict(value + step, std::nullopt), Verdict::fail);
    EXPECT_EQ(verdict(std::nullopt, value + step), Verdict::pass);
    EXPECT_EQ(verdict(std::nullopt, value - step), Verdict::fail);
    EXPECT_EQ(verdict(value - step, value + step), Verdict::pass);
    EXPECT_EQ(verdict(value + step, value + 2 * step), Verdict::fail);
    EXPECT_EQ(verdict(value - 2 * step, value - step), Verdict::fail);
    EXPECT_EQ(verdict(std::nullopt, std::nullopt), Verdict::pass);
  }
}

TEST(Verdict, TheLimitItselfIsInside) {
  EXPECT_EQ(judged(RatioMetric{}, 0.965, 0.965, kFrance).verdict, Verdict::pass);
  EXPECT_EQ(judged(CounterMetric{Counter::reports_duplicate}, 7, 7).verdict, Verdict::pass);
  EXPECT_EQ(judged(CounterMetric{Counter::reports_duplicate}, 8, 8).verdict, Verdict::fail);
  EXPECT_EQ(judged(DelayMetric{Delay::delivery, 95}, 95, 95).verdict, Verdict::pass);
  EXPECT_EQ(judged(DelayMetric{Delay::delivery, std::nullopt}, 50.5, 50.5).verdict, Verdict::pass);
}

TEST(Verdict, EqualsAllMeansAllHoweverManyThereAre) {
  Result result = campaign();
  auto& totals = result.groups[1].measured.totals;  // the first by name is BD
  ASSERT_EQ(result.groups[1].name.country, "FR");
  totals[static_cast<std::size_t>(Counter::messages_submitted)] = 100'000'000'000;
  totals[static_cast<std::size_t>(Counter::messages_delivered)] = 100'000'000'000;
  const Expectation all = expectation("x", RatioMetric{}, 1, 1, "equals 100%", kFrance);
  EXPECT_EQ(judge(result, all).verdict, Verdict::pass);
  --totals[static_cast<std::size_t>(Counter::messages_delivered)];
  EXPECT_EQ(judge(result, all).verdict, Verdict::fail);
}

TEST(Verdict, ACheckWithoutDataFails) {
  const std::vector<std::pair<Metric, Where>> cases{{RatioMetric{}, kNowhere},
                                                    {RatioMetric{Counter::messages_delivered, true}, kBangladesh},
                                                    {DelayMetric{Delay::report, 95}, kBangladesh},
                                                    {DelayMetric{Delay::rejection, std::nullopt}, kNowhere},
                                                    {CounterMetric{Counter::messages_failed}, kNowhere},
                                                    {CounterMetric{Counter::reports_late}, kFrance},
                                                    {FaultMetric{"no-such"}, {}}};
  for (const auto& [metric, where] : cases) {
    const Judgement judgement = judged(metric, std::nullopt, 1e9, where);
    EXPECT_EQ(judgement.verdict, Verdict::fail);
    EXPECT_EQ(judgement.reason, kNoData);
    EXPECT_FALSE(judgement.value);
  }
  for (const MetricCase& each : metric_cases()) {  // of a run that sent nothing
    EXPECT_EQ(judge(Result{}, expectation("x", each.metric, std::nullopt, 1e9, "")).reason, kNoData);
  }
}

TEST(Verdict, PartOfARunDecidesNothing) {
  Result result = campaign();
  result.interrupted = true;
  result.lanes = 3;
  const Expectation broken = expectation("x", CounterMetric{Counter::reports_duplicate}, 8, std::nullopt, "");
  EXPECT_EQ(judge(result, broken).verdict, Verdict::not_sure);
  EXPECT_EQ(judge(result, broken).reason, "interrupted after 0 of 3 lanes");
  EXPECT_EQ(judge(result, broken).value, 7);
}

TEST(Verdict, OnlyRequiredOnesCountAsFailed) {
  Result result = campaign();
  Expectation fails = expectation("x", CounterMetric{Counter::reports_duplicate}, 8, std::nullopt, "");
  const Expectation passes = expectation("y", CounterMetric{Counter::reports_duplicate}, 7, std::nullopt, "");
  Expectation advisory = fails;
  advisory.required = false;
  result.expectations = judge(result, std::vector{fails, passes, advisory, passes});
  const VerdictCounts counts = count_verdicts(result);
  EXPECT_EQ(counts.passed, 2U);
  EXPECT_EQ(counts.failed, 1U);
  EXPECT_EQ(counts.advisory_failed, 1U);
  EXPECT_EQ(counts.not_sure, 0U);
  result.shard = {1, 2};
  EXPECT_EQ(count_verdicts(result).failed, 0U);
}

}  // namespace
}  // namespace dlr::reports
