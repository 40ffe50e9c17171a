#include "reports/render/terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "reports/human.h"
#include "reports/render/conclusion.h"
#include "reports/render/expectation_text.h"
#include "reports/render/table.h"
#include "reports/verdict.h"
#include "samples.h"

namespace dlr::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

const TerminalOptions kPlain{};
const TerminalOptions kQuiet{false, 80, false, true};
const TerminalOptions kVerbose{false, 80, true, false};

// Everything was met.
Result passing() {
  Result result = samples::result();
  std::erase_if(result.expectations, [](const Judgement& judgement) { return judgement.verdict != Verdict::pass; });
  return result;
}

// One message to each of so many countries.
Result wide_world(std::size_t countries) {
  Measurements measured;
  std::vector<GroupName> names;
  for (std::size_t i = 0; i < countries; ++i) {
    const std::string code{static_cast<char>('A' + i / 26), static_cast<char>('A' + i % 26)};
    names.push_back({code, "An operator with quite a long name", "c", "sms"});
    measured.groups.emplace_back().totals[0] = i + 1;
    measured.counters[Counter::messages_submitted] += i + 1;
  }
  Result result;
  result.scenario = "wide";
  take_measurements(result, std::move(measured), names, {});
  return result;
}

TEST(Terminal, ShowsAllThatTheRunCameTo) {
  EXPECT_EQ(render_terminal(samples::result(), kPlain),
            R"(flash-sale  seed 20261127, nothing accepted yet  1 234 567 messages/s
  simulated    8 000 messages, 3 countries, 4 operators, 4d 00h in 12ms
  parameters   rate=400/s
  outcome      87.00 % delivered, 2.50 % failed, 0.50 % rejected,
               10.00 % unreported (10.00 % as expected)
  faults       doubles 92, never-struck 0
  never struck never-struck
  noticed      reports.duplicate 68

  PASS  invariants    all 8 256 hold
  FAIL  fr-delivered  99.17 %  between 96% and 97%
        delivered of submitted, country FR: 4 760 of 4 800
        scenarios/flash-sale.yaml:40
  FAIL  sfr-fast      1h 52m   at most 2m
        p95 of report delay, country FR, operator SFR
        scenarios/flash-sale.yaml:40
  FAIL  bd-fast
  WARN  advised (why: -v)
  PASS  saw-doubles, doubles-struck, peak

FAIL  flash-sale: 3 of 7 expectations not met; 1 advisory one not met
some of them (fr-delivered): ./dlrsim trace scenarios/flash-sale.yaml --where 'outcome=delivered country=FR' --first 3
)");
}

TEST(Terminal, ReadBackFromJsonItLooksTheSame) {
  for (const Result& result : {samples::result(), samples::result({2, 3}), samples::result({}, samples::broken_lane)}) {
    const Result again = std::get<Result>(read_result(to_json(result)));
    for (const TerminalOptions& options : {kPlain, kQuiet, kVerbose, TerminalOptions{true, 100, true, false}}) {
      EXPECT_EQ(render_terminal(again, options), render_terminal(result, options));
    }
  }
}

TEST(Terminal, LinesFitTheTerminal) {
  Result result = samples::result({}, samples::broken_lane);
  for (const unsigned width : {40U, 60U, 72U, 80U, 100U}) {
    for (const bool verbose : {false, true}) {
      if (verbose && width < 60) continue;  // the fingerprints are longer
      const std::string text = render_terminal(result, {false, width, verbose, false}) +
                               render_terminal(wide_world(40), {false, width, verbose, false});
      std::size_t begin = 0;
      for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
        EXPECT_LE(columns(text.substr(begin, end - begin)), width) << text.substr(begin, end - begin);
        begin = end + 1;
      }
    }
  }
}

TEST(Terminal, OfManyRunsAllInvariantsHoldInEachOrOneIsBroken) {
  Result result = samples::result();
  result.expectations.clear();
  EXPECT_EQ(conclusion_of(result).text, "all 8 256 invariants hold, nothing else is expected");
  result.replications.resize(3);
  EXPECT_EQ(conclusion_of(result).text, "all invariants hold in each of 3 runs, nothing else is expected");
  Result broken = samples::result({}, samples::broken_lane);
  broken.replications.resize(3);
  EXPECT_THAT(conclusion_of(broken).text,
              testing::MatchesRegex("the core is wrong: [0-9]+ of 8 256 invariants broken.*"));
}

TEST(Terminal, WhatHasNoRoomIsNamedOnceForEachWayItEnded) {
  Result result = samples::result();
  const Judgement pass = result.expectations.back();
  result.expectations.clear();
  for (const char* id : {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}) {
    Judgement& judgement = result.expectations.emplace_back(pass);
    judgement.expectation.id = id;
    const bool is_advisory = std::string_view("bdfhj").find(id) != std::string_view::npos;
    judgement.expectation.required = !is_advisory;
    judgement.verdict = is_advisory ? Verdict::fail : Verdict::not_sure;
  }
  EXPECT_THAT(render_terminal(result, kPlain), testing::HasSubstr("  NOT SURE  e, g, i\n  WARN      f, h, j (why: -v)\n"));
}

TEST(FactLines, WhatDoesNotFitGoesOnBelowOrIsCounted) {
  const std::vector<std::string> things{"6.69 % unreported (6.02 % as expected)", "messages.recovered 133", "b 2",
                                        "c 3"};
  EXPECT_EQ(fact_lines({"outcome", 2, 9, 34, 9}, things, false),
            "  outcome  6.69 % unreported\n"
            "           (6.02 % as expected),\n"
            "           messages.recovered 133,\n"
            "           b 2, c 3\n");
  EXPECT_EQ(fact_lines({"counts", 2, 9, 34, 2}, {"a 1", "messages.recovered 133", "b 2"}, false),
            "  counts   a 1,\n"
            "           2 more\n");
}

TEST(Terminal, ColourOnlyAddsToWords) {
  for (const Result& result : {samples::result(), samples::result({}, samples::broken_lane)}) {
    std::string coloured = render_terminal(result, {true, 80, true, false});
    EXPECT_THAT(coloured, HasSubstr("\x1b[31mFAIL\x1b[0m"));
    for (std::size_t at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b')) {
      coloured.erase(at, coloured.find('m', at) + 1 - at);
    }
    EXPECT_EQ(coloured, render_terminal(result, kVerbose));
  }
}

TEST(Terminal, TheTopTenCountriesAndTheSumOfTheRest) {
  const std::string text = render_terminal(wide_world(14), kPlain);
  EXPECT_THAT(text, HasSubstr("\n  4 more         10 "));
  EXPECT_THAT(text, HasSubstr("\n  all           105 "));
  EXPECT_LT(text.find("\n  AN "), text.find("\n  AE "));
  EXPECT_THAT(text, Not(HasSubstr("\n  AD ")));
  // One row more is shown rather than "1 more".
  EXPECT_THAT(render_terminal(wide_world(11), kPlain), HasSubstr("\n  AA "));
  const std::string verbose = render_terminal(wide_world(14), kVerbose);
  EXPECT_THAT(verbose, HasSubstr("\n  AA "));
  EXPECT_THAT(verbose, HasSubstr("\n    An operator with qui.. "));
}

TEST(Terminal, CountsAreNoticedWhenTheyAreNotZero) {
  EXPECT_THAT(render_terminal(samples::result(), kPlain), HasSubstr("  noticed      reports.duplicate 68\n"));
  EXPECT_THAT(render_terminal(samples::result(), kVerbose), HasSubstr("reports.late 0,"));
}

TEST(Terminal, ABrokenInvariantIsShownWithItsArgumentAndTheCommandToRepeat) {
  Result result = samples::result({}, samples::broken_lane);
  result.expectations.clear();
  result.argument = "message 2012 of flash-sale\n  broken: an event is missing\n";
  result.provenance.again = "dlrsim trace scenarios/flash-sale.yaml --message 2012";
  for (const TerminalOptions& options : {kPlain, kQuiet}) {
    const std::string text = render_terminal(result, options);
    EXPECT_THAT(text, HasSubstr("\n  FAIL  invariants  8 of 8 256 are broken\n"
                                "        4 messages with other events than had to come, the first is message 2012\n"
                                "        reports.late counted 2, must be 6 (over 2 broken lanes)\n"
                                "        in flight after 1 minute counted 10, must be 12 (in 1 of 2 broken lanes)\n"));
    const std::string verdict = "FAIL  flash-sale: the core is wrong: 8 of 8 256 invariants broken\n";
    const std::string argument = "\nmessage 2012 of flash-sale\n  broken: an event is missing\n\n";
    const std::string command = "again: dlrsim trace scenarios/flash-sale.yaml --message 2012\n";
    // Of many each begins with what it is.
    EXPECT_THAT(text, testing::EndsWith(argument + (options.quiet ? command : verdict + command)));
    EXPECT_TRUE(!options.quiet || text.starts_with(verdict));
  }
}

TEST(Terminal, QuietSaysTheVerdictOnly) {
  EXPECT_EQ(render_terminal(passing(), kQuiet), "PASS  flash-sale: 3 expectations met, all 8 256 invariants hold\n");
  EXPECT_EQ(render_terminal(samples::result(), kQuiet),
            R"(FAIL  flash-sale: 3 of 7 expectations not met; 1 advisory one not met
  FAIL  fr-delivered  99.17 %  between 96% and 97%
        delivered of submitted, country FR: 4 760 of 4 800
        scenarios/flash-sale.yaml:40
  FAIL  sfr-fast      1h 52m   at most 2m
        p95 of report delay, country FR, operator SFR
        scenarios/flash-sale.yaml:40
  FAIL  bd-fast       no data  at most 1s
        mean of delivery delay, country BD  scenarios/flash-sale.yaml:40
)");
}

TEST(Terminal, PartOfARunIsMarkedAsSuch) {
  const std::string shard = render_terminal(samples::result({1, 3}), kPlain);
  EXPECT_THAT(shard, HasSubstr("  shard        1 of 3\n"));
  // Nothing but the invariants is judged before all parts are there.
  EXPECT_THAT(shard, testing::Not(HasSubstr("NOT SURE")));
  EXPECT_THAT(shard, HasSubstr("  LATER  fr-delivered, "));
  EXPECT_THAT(shard,
              testing::EndsWith("\nDONE  flash-sale: part 1 of 3, all 3 096 invariants hold so far; judged after\n"
                                "      `./dlrsim report` of all 3 parts\n"));
  Result interrupted = passing();
  interrupted.interrupted = true;
  interrupted.lanes = 20;
  EXPECT_THAT(render_terminal(interrupted, kPlain),
              HasSubstr("  interrupted  8 of 20 lanes were done, all that follows is about them\n"));
  EXPECT_THAT(render_terminal(interrupted, kQuiet), testing::StartsWith("INTERRUPTED  flash-sale: "));

  // In a further run: of the first, all is there, and an expectation says for itself why it is not decided.
  Result between = passing();
  between.interrupted = true;
  between.replications.resize(2);
  between.expectations[0].verdict = Verdict::not_sure;
  between.expectations[0].reason = "after 2 of 40 runs";
  const std::string text = render_terminal(between, kPlain);
  EXPECT_THAT(text, HasSubstr("  interrupted  before the next run was done,\n"
                              "               which might have decided what is not sure\n"));
  EXPECT_THAT(text, Not(HasSubstr("lanes were done")));
  EXPECT_THAT(text, HasSubstr("; after 2 of 40 runs"));
}

TEST(Terminal, NothingInANameDrivesTheTerminal) {
  Result result = passing();
  result.scenario = "a\x1b[2J";
  result.summary = "b\x1b]0;c\x07";
  result.groups[0].name.country = "\x1b[1m";
  result.expectations[0].expectation.id = "\r";
  result.provenance.again = "\x1b[0m";
  const std::string text = render_terminal(result, kVerbose);
  EXPECT_TRUE(std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; }));
}

TEST(ExpectationText, AValueIsNeverRoundedOverItsLimit) {
  const auto text = [](Metric metric, double value, std::optional<double> at_least, std::optional<double> at_most) {
    Judgement judgement;
    judgement.expectation = samples::expectation("x", std::move(metric), at_least, at_most, "");
    judgement.value = value;
    return value_text(judgement);
  };
  EXPECT_EQ(text(RatioMetric{}, 0.965, 0.96, 0.97), "96.50 %");
  EXPECT_EQ(text(RatioMetric{}, 0.9599996, 0.96, 0.97), "95.99996 %");
  EXPECT_EQ(text(RatioMetric{}, 0.97001, std::nullopt, 0.97), "97.001 %");
  EXPECT_EQ(text(RatioMetric{}, 0.97, std::nullopt, 0.97), "97.00 %");
  EXPECT_EQ(text(DelayMetric{}, 120'014, std::nullopt, 120'000), "120 014ms");
  EXPECT_EQ(text(DelayMetric{}, 120'000.25, std::nullopt, 120'000), "120 000.25ms");
  EXPECT_EQ(text(DelayMetric{}, 120'000, std::nullopt, 120'000), "2m 00s");
  EXPECT_EQ(text(DelayMetric{}, 60'000, std::nullopt, 120'000), "1m 00s");
  EXPECT_EQ(text(CounterMetric{}, 1'023, 1, std::nullopt), "1 023");
}

}  // namespace
}  // namespace dlr::reports
