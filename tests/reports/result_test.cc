#include "reports/result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "samples.h"

namespace dlr::reports {
namespace {

using nlohmann::json;

Result read_back(const std::string& text) {
  auto read = read_result(text);
  if (const auto* problem = std::get_if<ResultProblem>(&read)) {
    ADD_FAILURE() << problem->place << ": " << problem->text;
    return {};
  }
  return std::get<Result>(std::move(read));
}

ResultProblem problem_of(const std::string& text) {
  auto read = read_result(text);
  if (std::holds_alternative<Result>(read)) return {"", "no problem"};
  return std::get<ResultProblem>(read);
}

// The same text with one member, named as in JSON pointers, set to something else.
std::string with(const char* pointer, const json& value) {
  json result = json::parse(to_json(samples::result({}, samples::broken_lane)));
  result[json::json_pointer(pointer)] = value;
  result.erase("seal");
  return result.dump();
}

TEST(Result, AnAlteredOneIsRefused) {
  const std::string text = to_json(samples::result());
  json result = json::parse(text);
  result["drive"] = "wire";  // who ran it where and how fast is no part of what it says
  result["speed"] = json::parse(text)["speed"];
  result["provenance"]["threads"] = 77;
  EXPECT_TRUE(std::holds_alternative<Result>(read_result(result.dump(2)))) << "written in another way, it is the same";
  for (const char* pointer : {"/messages", "/totals/delivered", "/groups/0/totals/delivered", "/judging/min"}) {
    json altered = result;
    altered[json::json_pointer(pointer)] = altered[json::json_pointer(pointer)].get<std::uint64_t>() + 1;
    EXPECT_THAT(problem_of(altered.dump()).text, testing::HasSubstr("was altered")) << pointer;
  }
  for (const char* pointer : {"/expectations/0/severity", "/expectations/0/limit/at_least"}) {
    json altered = result;
    altered[json::json_pointer(pointer)] = nullptr;
    EXPECT_THAT(problem_of(altered.dump()).text, testing::HasSubstr("was altered")) << pointer;
  }
  json fewer = result;
  fewer["expectations"] = json::array();
  EXPECT_THAT(problem_of(fewer.dump()).text, testing::HasSubstr("was altered"));
  result.erase("seal");  // as older versions wrote it
  EXPECT_TRUE(std::holds_alternative<Result>(read_result(result.dump())));
}

TEST(Result, ComesBackFromJsonByteForByte) {
  Result interrupted = samples::result();
  interrupted.interrupted = true;
  interrupted.provenance.again = "dlrsim run x.yaml";
  interrupted.speed = {};
  for (const Result& result : {samples::result(), samples::result({2, 3}), samples::result({9, 9}),
                               samples::result({}, samples::broken_lane), interrupted}) {
    EXPECT_EQ(to_json(read_back(to_json(result))), to_json(result));
  }
}

TEST(Result, ThePointOfASweepComesBack) {
  Result result = samples::result();
  result.point = {3, "loss=5%, size=1000"};
  const Result read = std::get<Result>(read_result(to_json(result)));
  EXPECT_EQ(read.point, result.point);
  EXPECT_EQ(read.title(), "flash-sale [loss=5%, size=1000]");
  EXPECT_FALSE(std::get<Result>(read_result(to_json(samples::result()))).point.is_one());
}

TEST(Result, OddTextsComeBackAndBrokenUtf8IsMended) {
  Result result = samples::result();
  result.summary = std::string("tab\t quote\" back\\slash line\n nul") + '\0' + " \x1b[31m \xc3\xa9 \xf0\x9f\x93\xb1";
  EXPECT_EQ(read_back(to_json(result)).summary, result.summary);
  result.provenance.command_line = "dlrsim run caf\xe9.yaml \xe2\x82";
  EXPECT_EQ(read_back(to_json(result)).provenance.command_line,
            "dlrsim run caf\xEF\xBF\xBD.yaml \xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(Result, LimitsAndValuesComeBackToTheLastPlace) {
  Result result = samples::result();
  for (const double limit : {0.965, 0.1, 1.0 / 3, 0.000001, 0.999999999, 1.0}) {
    result.expectations[0].expectation.limit.at_least = limit;
    EXPECT_NEAR(read_back(to_json(result)).expectations[0].expectation.limit.at_least.value(), limit, 1e-9);
    EXPECT_EQ(to_json(read_back(to_json(result))), to_json(result));
  }
  result.expectations[1].expectation.metric = DelayMetric{Delay::report, 99.9};
  const Result again = read_back(to_json(result));
  EXPECT_EQ(std::get<DelayMetric>(again.expectations[1].expectation.metric).percentile, 99.9);
}

TEST(Result, IsOneLineThatAStrictReaderTakes) {
  const std::string text = to_json(samples::result());
  EXPECT_EQ(text.find('\n'), std::string::npos);
  const json result = json::parse(text);
  EXPECT_EQ(result["scenario"], "flash-sale");
  EXPECT_EQ(result["totals"]["submitted"], 8000);
  EXPECT_EQ(result["reports"]["duplicate"], 5 * 8 + 28);
  EXPECT_EQ(result["faults"]["doubles"], 92);
  EXPECT_EQ(result["in_flight"]["peak"], 6400);
  EXPECT_EQ(result["in_flight"]["by_minute"], (json{28, 6400, 5628, 5600, -2, 16}));
  EXPECT_EQ(result["speed"]["wall_s"], 0.012345);
  EXPECT_EQ(result["fingerprint"]["outcomes"].get<std::string>().size(), 32U);
}

TEST(Result, WhatIsAbsentIsNullWithAReason) {
  const json group = json::parse(to_json(samples::result()))["groups"][0];
  EXPECT_EQ(group["country"], "BD");
  EXPECT_EQ(group["delivery_delay_ms"],
            json::parse(R"({"count": 0, "min": null, "mean": null, "p50": null, "p90": null, "p95": null, "p99": null,
                            "max": null, "reason": "no data"})"));
}

TEST(Result, OlderOnesWithoutWaitingPeriodAndFaultWindowsAreRead) {
  json older = json::parse(to_json(samples::result()));
  EXPECT_EQ(older["fault_windows"][0], (json{{"id", "doubles"}, {"at_ms", 60'000}, {"for_ms", 180'000}}));
  EXPECT_EQ(older["fault_windows"][1], (json{{"id", "never-struck"}, {"at_ms", nullptr}, {"for_ms", nullptr}}));
  older.erase("waiting_period_ms");
  older.erase("fault_windows");
  older.erase("seal");
  const Result result = read_back(older.dump());
  EXPECT_EQ(result.waiting_period, kWaitingPeriod);
  EXPECT_TRUE(result.fault_windows.empty());
}

TEST(Result, HistogramsSkipEmptyBuckets) {
  Measurements measured;
  measured.groups.resize(1);
  measured.groups[0].totals[0] = 4;
  for (const std::uint64_t ms : {5U, 5U, 6U, 200U}) measured.groups[0].report_delay.add(ms);
  Result result;
  take_measurements(result, std::move(measured), std::vector<GroupName>{{"FR", "Orange", "c", "sms"}}, {});
  const json delay = json::parse(to_json(result))["groups"][0]["report_delay_ms"];
  EXPECT_EQ(delay["first_bucket"], 5);
  EXPECT_EQ(delay["buckets"], (json{2, 1, -193, 1}));
  EXPECT_EQ(delay["sum"], "216");
  EXPECT_EQ(delay["mean"], 54);
}

TEST(ReadResult, SaysWhereTheJsonIsWrong) {
  EXPECT_EQ(problem_of("{\"scenario\": 1").text, "the JSON ends too early");
  EXPECT_EQ(problem_of("{\"scenario\": 1").place, "line 1, column 15");
  EXPECT_EQ(problem_of("{\n  \"scenario\": nil}").place, "line 2, column 15");
  EXPECT_EQ(problem_of("").text, "the JSON ends too early");
  EXPECT_EQ(problem_of(to_json(samples::result()) + "\n{}").place, "line 2, column 1");
  EXPECT_EQ(problem_of(to_json(samples::result()) + "\n").text, "no problem");
}

TEST(ReadResult, SaysWhichMemberIsWrong) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"[]", "the result: must be an object"},
      {"{}", "the result: the member `version` is missing"},
      {with("/version", 2), "version: is another one than this program reads (1)"},
      {with("/seed", "x"), "seed: must be a whole number in its range"},
      {with("/seed", -1), "seed: must be a whole number in its range"},
      {with("/totals/delivered", 1.5), "totals.delivered: must be a whole number in its range"},
      {with("/reports", json::object()), "reports: the member `made` is missing"},
      {with("/faults/doubles", nullptr), "faults.doubles: must be a whole number in its range"},
      {with("/start", "yesterday"), "start: must be an instant such as `2026-01-01T00:00:00Z`"},
      {with("/fingerprint/timeline", "12"), "fingerprint.timeline: must be 32 hexadecimal digits"},
      {with("/shard", json{{"index", 4}, {"of", 3}}), "shard: there is no such shard"},
      {with("/groups/1/report_delay_ms/max", 1),
       "groups[1].report_delay_ms: count, min, max, sum and buckets contradict each other"},
      {with("/groups/1/report_delay_ms/buckets", {1, -9000}),
       "groups[1].report_delay_ms.buckets[1]: skips more buckets than there are"},
      {with("/in_flight/by_minute", {-3}), "in_flight.by_minute[0]: repeats a sample before the first one"},
      {with("/in_flight/by_minute", {1, -3'000'000}), "in_flight.by_minute[1]: makes more minutes than a run has"},
      {with("/expectations/0/verdict", "maybe"), "expectations[0].verdict: must be one of `pass`, `fail`, `not sure`"},
      {with("/expectations/0/metric/ratio", "x"),
       "expectations[0].metric.ratio: must be the name of a count of messages"},
      {with("/expectations/1/metric/stat", "p101"),
       "expectations[1].metric.stat: must be `mean` or a percentile such as `p99.9`"},
      {with("/expectations/2/metric/count", "reports.twice"),
       "expectations[2].metric.count: must be the name of a counter"},
      {with("/invariants/miscounted/0/counter", "x"),
       "invariants.miscounted[0].counter: must be the name of a counter"},
  };
  for (const auto& [text, expected] : cases) {
    const ResultProblem problem = problem_of(text);
    EXPECT_EQ(problem.place + ": " + problem.text, expected);
  }
}

TEST(ReadResult, NeverCrashesOnATextCutShort) {
  const std::string text = to_json(samples::result({}, samples::broken_lane));
  for (std::size_t size = 0; size < text.size(); size += 1 + size / 20) {
    EXPECT_TRUE(std::holds_alternative<ResultProblem>(read_result(text.substr(0, size)))) << size;
  }
}

}  // namespace
}  // namespace dlr::reports
