#include <gtest/gtest.h>

#include <algorithm>

#include "reports/result.h"
#include "samples.h"

namespace dlr::reports {
namespace {

// Without what is never compared.
std::string compared(Result result) {
  result.provenance = {};
  result.speed = {};
  return to_json(result);
}

std::vector<Result> shards_of(std::uint32_t of, Measurements (*measure)(std::uint32_t) = samples::lane) {
  std::vector<Result> shards;
  for (std::uint32_t index = 1; index <= of; ++index) {
    // As `report` gets them: through a file.
    shards.push_back(std::get<Result>(read_result(to_json(samples::result({index, of}, measure)))));
  }
  return shards;
}

std::string problem_of(const std::vector<Result>& shards) {
  const auto merged = merge(shards);
  if (std::holds_alternative<Result>(merged)) return "no problem";
  const auto& [which, text, missing] = std::get<MergeProblem>(merged);
  return (which ? std::to_string(*which) + ": " : "all: ") + text;
}

TEST(Merge, ShardsInAnyOrderGiveTheWholeRunByteForByte) {
  for (const std::uint32_t of : {2U, 3U, 8U, 11U}) {  // of eleven, three have no lane
    for (const auto measure : {samples::lane, samples::broken_lane}) {
      std::vector<Result> shards = shards_of(of, measure);
      const std::string whole = compared(samples::result({}, measure));
      EXPECT_EQ(compared(std::get<Result>(merge(shards))), whole);
      std::ranges::reverse(shards);
      std::rotate(shards.begin(), shards.begin() + 1, shards.end());
      EXPECT_EQ(compared(std::get<Result>(merge(shards))), whole);
    }
  }
}

TEST(Merge, VerdictsAreThoseOfTheWholeRun) {
  const std::vector<Result> shards = shards_of(3);
  EXPECT_EQ(shards[0].expectations[0].verdict, Verdict::not_sure);
  EXPECT_EQ(shards[0].expectations[0].reason, "shard 1 of 3 alone: judged when all are merged");
  EXPECT_EQ(std::get<Result>(merge(shards)).expectations[0].verdict, samples::result().expectations[0].verdict);
}

TEST(Merge, SaysWhatItIsMadeOf) {
  const Result merged = std::get<Result>(merge(shards_of(3)));
  EXPECT_EQ(merged.provenance.shards_merged, (std::vector<std::uint32_t>{1, 2, 3}));
  EXPECT_EQ(merged.speed.reason, "merged from shards");
  EXPECT_FALSE(merged.speed.wall_us || merged.speed.messages_per_s);
}

TEST(Merge, TheArgumentIsAboutTheFirstBrokenMessageOfAll) {
  std::vector<Result> shards = shards_of(8, samples::broken_lane);
  shards[2].provenance.again = "this";
  shards[5].provenance.again = "not this";
  const Result merged = std::get<Result>(merge(shards));
  EXPECT_EQ(merged.breaches.first, 2012U);
  EXPECT_EQ(merged.argument, "broken: message 2012\n");
  EXPECT_EQ(merged.provenance.again, "this");
}

TEST(Merge, ExamplesAreThoseThatTheWholeRunWouldHaveTold) {
  // Each message that is told of, by what rule and in which shard.
  const std::vector<std::tuple<Reference, std::string, std::size_t>> broken{{10, "a", 0}, {11, "b", 1}, {12, "c", 1},
                                                                            {13, "d", 0}, {14, "a", 1}, {15, "c", 0}};
  std::vector<Result> shards = shards_of(2);
  for (const auto& [message, rule, shard] : broken) {
    Measurements one;
    one.note_broken(message, rule);
    shards[shard].breaches += one.breaches;
  }
  for (Result& shard : shards) {
    for (const auto& [words, rule] : shard.breaches.first_rules(Result::kMostExamples)) {
      const std::string argument = "message " + std::to_string(rule.first);
      if (rule.first == shard.breaches.first) {
        shard.argument = argument;
      } else {
        shard.more_examples.push_back({rule.first, argument});
      }
    }
  }
  const Result merged = std::get<Result>(merge(shards));
  EXPECT_EQ(merged.argument, "message 10");
  ASSERT_EQ(merged.more_examples.size(), 2U);
  EXPECT_EQ(merged.more_examples[0].argument, "message 11");
  EXPECT_EQ(merged.more_examples[1].argument, "message 12");
}

TEST(Merge, AnInterruptedShardMakesTheWholeInterrupted) {
  std::vector<Result> shards = shards_of(3);
  shards[1].interrupted = true;
  shards[1].lanes_done = 1;
  const Result merged = std::get<Result>(merge(shards));
  EXPECT_TRUE(merged.interrupted);
  EXPECT_EQ(merged.lanes, 8U);
  EXPECT_EQ(merged.lanes_done, 6U);
  EXPECT_EQ(merged.expectations[0].reason, "interrupted after 6 of 8 lanes");
}

TEST(Merge, OneWholeRunIsHandedBack) {
  const Result whole = samples::result();
  EXPECT_EQ(to_json(std::get<Result>(merge(std::vector{whole}))), to_json(whole));
}

TEST(Merge, MissingShardsAreNamed) {
  std::vector<Result> shards = shards_of(11);
  shards.pop_back();
  EXPECT_EQ(problem_of(shards), "all: shard 11 of 11 is missing");
  shards.erase(shards.begin() + 3, shards.begin() + 5);
  EXPECT_EQ(problem_of(shards), "all: 3 of 11 shards are missing: 4, 5, 11");
  EXPECT_EQ(problem_of({samples::result({3, 30})}),
            "all: 29 of 30 shards are missing: 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, ...");
  EXPECT_EQ(problem_of({}), "all: there is no result to merge");
}

TEST(Merge, RefusesWhatIsNotOfOneRun) {
  struct Case {
    void (*change)(Result&);
    const char* text;
  };
  const Case cases[] = {
      {[](Result& r) { r.scenario = "race"; }, "1: is of the scenario `race`, the first one of `flash-sale`"},
      {[](Result& r) { r.provenance.scenario_hash = "ff00"; },
       "1: is of another state of the scenario `flash-sale` than the first one: was `scenarios/flash-sale.yaml` "
       "changed "
       "between the runs? run all shards of the same file"},
      {[](Result& r) { r.seed = 4; }, "1: was run with seed 4, the first one with 20261127"},
      {[](Result& r) { r.parameters[0].value = "5/s"; },
       "1: was run with the parameters rate=5/s, the first one with rate=400/s"},
      {[](Result& r) { r.parameters.clear(); }, "1: was run with the parameters none, the first one with rate=400/s"},
      {[](Result& r) { r.provenance.version = "9.9.9"; }, "1: was made by version 9.9.9, the first one by 0.1.0"},
      {[](Result& r) { r.drive = "http"; }, "1: was run with the drive `http`, the first one with `direct`"},
      {[](Result& r) { r.shard = {}; }, "1: is no shard but a whole run: nothing to merge"},
      {[](Result& r) {
         r.shard = {2, 4};
       },
       "1: is one of 4 shards, the first one of 3"},
      {[](Result& r) {
         r.shard = {3, 3};
       },
       "2: is shard 3 of 3, which is there already: name each once"},
      {[](Result& r) { r.judging.error = 0.25; },
       "1: was judged otherwise than the first one: run all shards with the same scenarios and flags"},
      {[](Result& r) { r.messages = 1; }, "1: is of another scenario than the first one, though of the same name"},
      {[](Result& r) { r.faults.pop_back(); }, "1: is of another scenario than the first one, though of the same name"},
  };
  for (const auto& [change, text] : cases) {
    std::vector<Result> shards = shards_of(3);
    change(shards[1]);
    EXPECT_EQ(problem_of(shards), text);
  }
  EXPECT_EQ(problem_of({samples::result(), samples::result()}), "0: is no shard but a whole run: nothing to merge");
}

}  // namespace
}  // namespace dlr::reports
