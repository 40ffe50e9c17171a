// Every format of text as a whole, and what a hostile name can do to it: nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "golden.h"
#include "report_samples.h"
#include "reports/advice.h"
#include "reports/human.h"
#include "reports/render/again.h"
#include "reports/render/conclusion.h"
#include "reports/render/csv.h"
#include "reports/render/formats.h"
#include "reports/render/github.h"
#include "reports/render/html/page.h"
#include "reports/render/junit.h"
#include "reports/render/markdown.h"
#include "reports/render/markup.h"
#include "reports/render/ndjson.h"
#include "reports/render/openmetrics.h"
#include "reports/render/terminal.h"
#include "reports/verdict.h"
#include "samples.h"

namespace dlr::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<Result> all_states() { return {samples::small(), samples::failing(), samples::broken()}; }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Quotes and ampersands of HTML and XML as they were.
std::string unescaped(std::string text) {
  for (const auto& [from, to] : {std::pair("&#39;", "'"), std::pair("&quot;", "\""), std::pair("&amp;", "&")}) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1))
      text.replace(at, std::string_view(from).size(), to);
  }
  return text;
}

TEST(Render, EveryFormatIsAsItWas) {
  const std::vector<Result> one{samples::small()}, all = all_states();
  expect_golden("results.junit.xml", render_junit(all));
  expect_golden("results.markdown.md", render_markdown(all));
  expect_golden("results.github.txt", render_github(all));
  expect_golden("result.csv", render_csv(one));
  expect_golden("result.ndjson", render_ndjson(one));
  expect_golden("result.openmetrics.txt", render_openmetrics(one));
}

TEST(Render, ReadBackFromJsonEveryFormatIsTheSame) {
  std::vector<Result> read;
  for (const Result& result : all_states()) read.push_back(std::get<Result>(read_result(to_json(result))));
  for (const Format& format : formats())
    EXPECT_EQ(format.render(read, {}), format.render(all_states(), {})) << format.name;
}

TEST(Render, EveryFormatTellsOfWhatWasNotRun) {
  const std::vector<Result> results{samples::small()};
  const std::vector<NotRun> not_run{{"scenarios/it's broken.yaml", "it is no valid scenario"}};
  for (const Format& format : formats()) {
    for (const std::span<const Result> run : {std::span<const Result>(results), std::span<const Result>()}) {
      std::string text = format.render(run, not_run);
      if (format.name == "html" || format.name == "junit") text = unescaped(std::move(text));
      EXPECT_THAT(text, HasSubstr("broken.yaml")) << format.name;
      EXPECT_THAT(text, HasSubstr("it is no valid scenario")) << format.name;
    }
    EXPECT_THAT(format.render(results, {}), Not(HasSubstr("no valid scenario"))) << format.name;
  }
  EXPECT_THAT(render_markdown(results, not_run), testing::StartsWith("## FAIL: 1 file was not run; two-networks: "));
  EXPECT_THAT(render_html(results, not_run), HasSubstr("<title>FAIL: 1 file was not run; two-networks: "));
  EXPECT_EQ(render_github({}, not_run),
            "::error file=scenarios/it's broken.yaml,line=1,title=not run::it is no valid scenario%0A"
            "next: dlrsim validate 'scenarios/it'\\''s broken.yaml'\n");
}

TEST(Render, AChangeOfOutcomeStandsInEveryReport) {
  Result result = samples::small();
  result.baseline.emplace();
  result.baseline->outcomes.add(9, 9);
  result.baseline->timeline = result.timeline;
  result.baseline->changed = {{3, 5, true}};
  result.exit_code = 5;
  const std::vector<Result> results{result};
  for (const std::string& text : {render_html(results), render_junit(results), render_markdown(results),
                                  render_github(results), render_terminal(result, {})}) {
    EXPECT_THAT(text, HasSubstr("among messages 3 to 5 some end otherwise"));
  }
  EXPECT_EQ(conclusion_of(results).word, "CHANGED");
  EXPECT_THAT(render_openmetrics(results), HasSubstr("dlrsim_exit_code{scenario=\"two-networks\",seed=\"7\"} 5\n"));
  EXPECT_THAT(render_ndjson(results), HasSubstr("\"exit_code\":5"));
}

TEST(Render, AFaultThatStruckNobodyIsToldInEveryReportOfACiJob) {
  Result result = samples::small();
  result.faults = {{"night", 0}};
  const std::vector<Result> results{result};
  for (const std::string& text : {unescaped(render_junit(results)), render_markdown(results), render_github(results)}) {
    EXPECT_THAT(text, HasSubstr("struck nobody: this run says nothing about it"));
  }
  EXPECT_THAT(render_github(results), HasSubstr("::notice "));
  EXPECT_THAT(render_junit(results), HasSubstr("<property name=\"notice\""));
}

TEST(Render, WhatIsNotSureIsAnErrorForGithubWhereItMakesTheRunRed) {
  Result result = samples::failing();
  result.breaches = {};
  Judgement judgement;
  judgement.verdict = Verdict::not_sure;
  judgement.expectation.id = "unsure";
  result.expectations = {judgement};
  const auto annotated = [&result] { return render_github(std::span(&result, 1)); };
  EXPECT_THAT(annotated(), HasSubstr("::error "));
  result.not_sure_passes = true;
  EXPECT_THAT(annotated(), testing::Not(HasSubstr("::error ")));
  result.not_sure_passes = false;
  result.expectations[0].expectation.required = false;
  EXPECT_THAT(annotated(), testing::Not(HasSubstr("::error ")));
}

TEST(Render, AnExpectationThatWasNotMetSaysHowToFindMessages) {
  Result result = samples::failing();
  result.provenance.scenario_file = "scenarios/x y.yaml";
  result.provenance.program = "dlrsim";
  Judgement judgement;
  judgement.verdict = Verdict::fail;
  judgement.value = 0.5;
  judgement.expectation.where = {"US", "Verizon", "sale", "mms"};
  judgement.expectation.metric = RatioMetric{Counter::messages_delivered, false};
  judgement.expectation.limit.at_least = 0.9;
  EXPECT_THAT(command_to_find(result, judgement),
              testing::StartsWith("dlrsim trace 'scenarios/x y.yaml' --where 'outcome!=delivered operator=US/Verizon "
                                  "campaign=sale channel=mms' --first 3"));
  judgement.expectation.where = {"US", "T Mobile", "sale", ""};
  EXPECT_THAT(command_to_find(result, judgement),
              HasSubstr(R"('outcome!=delivered operator="US/T Mobile" campaign=sale')"));
  judgement.expectation.where = {"US", "", "", ""};
  judgement.expectation.metric = CounterMetric{Counter::messages_failed};
  judgement.expectation.limit = {std::nullopt, 0.0, "equals 0"};
  EXPECT_THAT(command_to_find(result, judgement), HasSubstr("--where 'outcome=failed country=US'"));
  judgement.expectation.metric = DelayMetric{Delay::report, 50.0};
  judgement.value = 130'000;
  judgement.expectation.limit.at_most = 120'000;
  EXPECT_THAT(command_to_find(result, judgement), HasSubstr("--where 'outcome=delivered,failed delay>2m country=US'"));
  judgement.expectation.metric = DelayMetric{Delay::delivery, 50.0};  // which no word of a trace is about
  EXPECT_EQ(command_to_find(result, judgement), "");
  judgement.expectation.metric = RatioMetric{Counter::messages_delivered, true};
  judgement.value = 0.5;
  judgement.expectation.limit = {0.9, std::nullopt, "at least 90%"};
  EXPECT_THAT(command_to_find(result, judgement), HasSubstr("--where 'outcome=rejected,failed country=US'"));
  judgement.expectation.metric = PeakInFlightMetric{};
  EXPECT_EQ(command_to_find(result, judgement), "");
}

// Of several replications, the one in which most of them are.
TEST(Render, MessagesAreLookedForInTheReplicationThatIsFurthestOff) {
  Result result = samples::failing();
  result.provenance.scenario_file = "x.yaml";
  result.own_seed = true;
  result.seed = 7;
  Judgement judgement;
  judgement.verdict = Verdict::fail;
  judgement.value = 0.5;
  judgement.expectation.id = "most";
  judgement.expectation.metric = RatioMetric{Counter::messages_delivered, false};
  judgement.expectation.limit.at_least = 0.9;
  result.expectations = {judgement};
  for (const auto& [seed, value] : {std::pair{7U, 0.6}, {8U, 0.3}, {9U, 0.6}}) {
    Replication& replication = result.replications.emplace_back();
    replication.seed = seed;
    replication.values = {value};
  }
  EXPECT_THAT(command_to_find(result, judgement), HasSubstr(" --seed 8"));
  result.replications[0].values = {0.1};
  EXPECT_THAT(command_to_find(result, judgement), testing::Not(HasSubstr("--seed")));
}

TEST(Render, WhatIsNotSureIsRunAgainAsOftenAsItSays) {
  Result result = samples::failing();
  result.breaches = {};
  result.provenance.again.clear();
  result.provenance.scenario_file = "x.yaml";
  Judgement judgement;
  judgement.verdict = Verdict::not_sure;
  judgement.expectation.id = "unsure";
  result.expectations = {judgement};
  EXPECT_EQ(command_to_run_next(result), "") << "none would tell";
  judgement.would_tell = Replications{28, 28};
  result.expectations.push_back(judgement);
  EXPECT_THAT(command_to_run_next(result), HasSubstr(" --replications 28"));
  judgement.would_tell = kUsualReplications;
  result.expectations.push_back(judgement);
  EXPECT_THAT(command_to_run_next(result), HasSubstr(" --replications 28..30"));
  EXPECT_THAT(command_to_look(result, judgement), HasSubstr(" --replications 5..30"));
}

TEST(Render, NothingInANameTurnsALineAround) {
  constexpr const char* kMarks[] = {"\xD8\x9C",     "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x80\xAA",
                                    "\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x81\xA9"};
  for (const char* mark : kMarks) {
    EXPECT_EQ(xml_text(std::string("a") + mark + "b"),
              "a\xEF\xBF\xBD"
              "b");
    EXPECT_EQ(printable(std::string("a") + mark + "b"), "a?b");
  }
  // Their neighbours stay.
  for (const char* other : {"\xE2\x80\xA6", "\xE2\x80\x93", "\xE2\x82\xAC", "\xD8\x9B", "\xD7\xA9"}) {
    EXPECT_EQ(xml_text(other), other);
    EXPECT_EQ(printable(other), other);
  }
}

TEST(Render, XmlTextIsValidWhateverItHolds) {
  EXPECT_EQ(xml_text("a<b>&\"'\t\n"), "a&lt;b&gt;&amp;&quot;&#39;\t\n");
  EXPECT_EQ(xml_text("]]>"), "]]&gt;");
  EXPECT_EQ(xml_text(std::string("\0\x1b\x7f", 3)), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(xml_text("\xff\xC3\xA9\xC3"), "\xEF\xBF\xBD\xC3\xA9\xEF\xBF\xBD");
  EXPECT_EQ(xml_text("\xEF\xBF\xBE"), "\xEF\xBF\xBD");  // U+FFFE
  EXPECT_EQ(xml_text("\r"), "&#13;");
  EXPECT_EQ(xml_text("\xF0\x9F\x93\xB1"), "\xF0\x9F\x93\xB1");
}

TEST(Render, TheConclusionOfSeveralCountsThem) {
  const std::vector<Result> all = all_states();
  EXPECT_EQ(conclusion_of(all).word, "FAIL");
  EXPECT_EQ(conclusion_of(all).text, "2 of 3 scenarios failed, 1 passed");
  EXPECT_EQ(conclusion_of(std::vector{samples::small(), samples::small()}).text, "all 2 scenarios passed");
  EXPECT_EQ(failures_first(all), (std::vector<std::size_t>{1, 2, 0}));
  const std::vector<Result> same{samples::small(), samples::small()};
  EXPECT_EQ(distinct_names(same), (std::vector<std::string>{"two-networks, seed 7", "two-networks, seed 7 (2)"}));
}

TEST(Render, LastingNamesDoNotHangOnTheSeed) {
  std::vector<Result> same{samples::small(), samples::small()};
  same[1].seed = 8;
  EXPECT_EQ(lasting_names(same), (std::vector<std::string>{"two-networks", "two-networks (2)"}));
  same[1].provenance.scenario_file = "old/two-networks.yaml";
  EXPECT_EQ(lasting_names(same), (std::vector<std::string>{"two-networks (scenarios/two-networks.yaml)",
                                                           "two-networks (old/two-networks.yaml)"}));
}

TEST(Render, TheCommandToRepeatHoldsAllThatMakesTheRun) {
  Result result = samples::failing();
  EXPECT_EQ(command_to_repeat(result), "./dlrsim run scenarios/two-networks.yaml --seed 8");
  EXPECT_EQ(command_to_run_next(result), "./dlrsim run scenarios/two-networks.yaml --seed 8 -v");
  EXPECT_EQ(command_to_run_next(samples::small()), "");
  result.own_parameters = false;
  result.drive = "wire";
  result.shard = {2, 3};
  result.provenance.scenario_file = "it's.yaml";
  EXPECT_EQ(command_to_repeat(result),
            "./dlrsim run 'it'\\''s.yaml' --seed 8 --set rate=400/s --drive wire --shard 2/3");
}

TEST(Csv, AHostileNameIsOneField) {
  const std::string text = render_csv(std::vector{samples::hostile()});
  EXPECT_THAT(text, HasSubstr("\"<script>alert('1')</script> & \"\"q\"\" ]]> | `x` = 1,2\r\n::error::%0A "));
  // Outside of quotes, each line has as many fields.
  std::vector<std::size_t> commas{0};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && c == ',') ++commas.back();
    if (!quoted && c == '\n') commas.push_back(0);
  }
  EXPECT_EQ(commas, (std::vector<std::size_t>{42, 42, 42, 0}));
}

TEST(Csv, ANameIsNoFormula) {
  Result result = samples::small();
  result.groups[0].name = {"=1+1", "@SUM(A1)", "+4", "-2"};
  const std::string text = render_csv(std::vector{result});
  EXPECT_THAT(text, HasSubstr("two-networks,7,,1,'=1+1,'@SUM(A1),'+4,'-2,4,"));
  const std::string not_run = render_csv({}, std::vector<NotRun>{{"=x.yaml", "why"}});
  EXPECT_THAT(not_run, HasSubstr("\r\n'=x.yaml,,,"));
  std::vector<std::size_t> commas;
  for (const std::string& line : lines_of(not_run))
    commas.push_back(static_cast<std::size_t>(std::ranges::count(line, ',')));
  EXPECT_EQ(commas, (std::vector<std::size_t>{42, 42}));
}

TEST(Ndjson, EveryLineIsAnObjectOfAStrictReader) {
  for (const Result& result : {samples::result(), samples::hostile(), samples::broken()}) {
    std::uint64_t in_buckets = 0, submitted = 0;
    for (const std::string& line : lines_of(render_ndjson(std::vector{result}))) {
      const nlohmann::json object = nlohmann::json::parse(line);
      if (object["type"] == "group") submitted += object["submitted"].get<std::uint64_t>();
      if (object["type"] != "histogram" || object["delay"] != "report_delay_ms") continue;
      for (const auto& bucket : object["buckets_ms"]) in_buckets += bucket[2].get<std::uint64_t>();
    }
    EXPECT_EQ(submitted, result.counters[Counter::messages_submitted]);
    EXPECT_EQ(in_buckets, result.counters[Counter::messages_delivered] + result.counters[Counter::messages_failed]);
  }
}

TEST(Github, AtMostTenAnnotationsTheLastTellsOfMore) {
  Result result = samples::failing();
  const Judgement failed = result.expectations[1];
  result.expectations.assign(13, failed);
  const std::vector<std::string> lines = lines_of(render_github(std::vector{result}));
  ASSERT_EQ(lines.size(), 10U);
  EXPECT_TRUE(
      std::all_of(lines.begin(), lines.end() - 1, [](const auto& line) { return line.starts_with("::error "); }));
  EXPECT_EQ(lines.back(), "::error title=dlrsim::4 more in the other reports of this run");
  result.expectations.resize(10);
  EXPECT_EQ(lines_of(render_github(std::vector{result})).size(), 10U);
}

TEST(Github, NothingToSayWhenAllIsWellOrNothingIsDecided) {
  EXPECT_EQ(render_github(std::vector{samples::small()}), "");
  EXPECT_EQ(render_github(std::vector{samples::result({1, 3})}), "");
}

TEST(Github, AHostileNameCannotMakeACommand) {
  for (const std::string& line : lines_of(render_github(std::vector{samples::hostile()}))) {
    EXPECT_THAT(line, testing::StartsWith("::error file="));
    EXPECT_THAT(line, HasSubstr("%250A"));
    const std::string properties = line.substr(8, line.find("::", 8) - 8);
    EXPECT_EQ(std::ranges::count(properties, ','), 2);  // file, line, title
    EXPECT_THAT(properties, Not(HasSubstr(":")));
  }
}

TEST(Markdown, AHostileNameStaysInItsCell) {
  const std::string text = render_markdown(std::vector{samples::hostile()});
  EXPECT_THAT(text, Not(HasSubstr("<script>\\")));
  EXPECT_THAT(text, HasSubstr("&lt;script\\>"));
  bool fenced = false;
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with("```")) fenced = !fenced;
    if (fenced || !line.starts_with("| ")) continue;
    std::size_t bars = 1;  // the first character
    for (std::size_t i = 1; i < line.size(); ++i) bars += line[i] == '|' && line[i - 1] != '\\' ? 1U : 0U;
    EXPECT_THAT(bars, testing::AnyOf(7U, 10U)) << line;  // expectations, countries
  }
}

TEST(Markdown, HoldsSixtyKilobytesAndSaysWhatWasLeftOut) {
  EXPECT_THAT(render_markdown(all_states()), Not(HasSubstr("Left out")));
  const std::string text = render_markdown(std::vector<Result>(60, samples::failing()));
  EXPECT_LE(text.size(), 60'000U);
  EXPECT_GT(text.size(), 50'000U);
  EXPECT_THAT(text, HasSubstr("Left out, for a summary holds 60 kB:"));
  EXPECT_THAT(text, testing::StartsWith("## FAIL: all 60 scenarios failed"));
}

TEST(Markdown, OfManyExpectationsThoseThatFailedAreShown) {
  Result result = samples::small();
  const Judgement passed = result.expectations[0], failed = samples::failing().expectations[1];
  result.expectations.assign(2'000, passed);
  result.expectations[1'500] = failed;
  const std::string text = render_markdown(std::vector{result});
  EXPECT_LE(text.size(), 60'000U);
  EXPECT_THAT(text, HasSubstr("| **FAIL** | soon |"));
  EXPECT_THAT(text, HasSubstr("1900 more rows are left out here."));
}

TEST(OpenMetrics, FamiliesStandTogetherAndSamplesAreUnique) {
  const std::string text =
      render_openmetrics(std::vector{samples::small(), samples::small(), samples::hostile(), samples::result()});
  EXPECT_TRUE(text.ends_with("# EOF\n"));
  std::vector<std::string> samples_seen, families;
  std::string family;
  for (const std::string& line : lines_of(text)) {
    if (line == "# EOF") continue;
    if (line.starts_with("# TYPE ")) {
      family = line.substr(7, line.find(' ', 7) - 7);
      families.push_back(family);
    } else if (!line.starts_with("# ")) {
      EXPECT_TRUE(line.starts_with(family)) << line;
      samples_seen.push_back(line.substr(0, line.rfind(' ')));
    }
  }
  const auto all_different = [](std::vector<std::string> texts) {
    std::ranges::sort(texts);
    return std::ranges::adjacent_find(texts) == texts.end();
  };
  EXPECT_TRUE(all_different(families));
  EXPECT_TRUE(all_different(samples_seen));
}

}  // namespace
}  // namespace dlr::reports
