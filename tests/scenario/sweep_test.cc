// The points that a sweep makes: which, in which order, by which names, and what they are run with.
#include "sim/scenario/sweep.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "sim/scenario/reader.h"

namespace dlr::sim {
namespace {

constexpr const char* kScenario = R"(version: 1
name: test
summary: A test.
profiles: {p: {delivered: {share: 100%, delay: {constant: $late}}}}
countries: {FR: {profile: p}}
parameters:
  size: {type: number, default: 7}
  late: {type: duration, default: 1s}
  rate: {type: rate, default: 5/s}
traffic: [{campaign: c, messages: $size, arrivals: {constant: {rate: $rate}}, countries: [FR]}]
)";

ReadOutcome read_sweep(const std::string& sweep, const ReadOptions& options = {}) {
  const auto path = std::filesystem::temp_directory_path() / ("dlr_sweep_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path) << kScenario << "sweep:" << sweep << "\n";
  ReadOutcome outcome = read_scenario(path.string(), options);
  std::filesystem::remove(path);
  return outcome;
}

std::vector<std::string> names(const ReadOutcome& outcome) {
  EXPECT_EQ(diagnostics::render(outcome.problems), "");
  std::vector<std::string> names;
  for (const Scenario& point : outcome.points) names.push_back(point.point.name);
  return names;
}

using Names = std::vector<std::string>;

TEST(Sweep, AGridIsEveryValueWithEveryOtherTheLastChangingFastest) {
  const ReadOutcome outcome = read_sweep(" {grid: {size: [10, 20], late: [1s, 2s, 3s]}}");
  EXPECT_EQ(names(outcome), (Names{"size=10, late=1s", "size=10, late=2s", "size=10, late=3s", "size=20, late=1s",
                                   "size=20, late=2s", "size=20, late=3s"}));
  EXPECT_EQ(outcome.points[3].point.number, 4U);
  EXPECT_EQ(outcome.points[3].messages(), 20U);
}

TEST(Sweep, ListsInStepAreOneAxis) {
  EXPECT_EQ(names(read_sweep(" {grid: {rate: [5/s, 6/s]}, lockstep: [{size: [10, 20], late: [1s, 2s]}]}")),
            (Names{"rate=5/s, size=10, late=1s", "rate=5/s, size=20, late=2s", "rate=6/s, size=10, late=1s",
                   "rate=6/s, size=20, late=2s"}));
}

TEST(Sweep, ExcludedIsWhateverHasAllValuesOfAnEntry) {
  EXPECT_EQ(names(read_sweep(" {grid: {size: [10, 20], late: [1s, 2s]}, exclude: [{size: 10, late: 2000ms}]}")),
            (Names{"size=10, late=1s", "size=20, late=1s", "size=20, late=2s"}));
  EXPECT_EQ(names(read_sweep(" {grid: {size: [10, 20], late: [1s, 2s]}, exclude: [{size: 10}]}")),
            (Names{"size=20, late=1s", "size=20, late=2s"}));
}

TEST(Sweep, EveryPointHasItsParametersAndTheFilesSeed) {
  const ReadOutcome outcome = read_sweep(" {grid: {size: [10, 20]}}");
  const Scenario& second = outcome.points.at(1);
  EXPECT_EQ(second.parameters,
            (std::vector<std::pair<std::string, std::string>>{{"size", "20"}, {"late", "1s"}, {"rate", "5/s"}}));
  EXPECT_TRUE(second.parameters_are_files_own);
  EXPECT_EQ(second.seed, outcome.points[0].seed);
  EXPECT_EQ(second.title(), "test [size=20]");
  EXPECT_EQ(outcome.scenario->messages(), 7U);  // without the sweep: the default
  EXPECT_FALSE(outcome.scenario->point.is_one());
}

TEST(Sweep, WhatIsSetFromOutsideIsSweptNoLonger) {
  ReadOptions options;
  options.set = {{"size", "99"}};
  const ReadOutcome outcome =
      read_sweep(" {grid: {size: [10, 20], late: [1s, 2s]}, exclude: [{size: 10, late: 1s}]}", options);
  EXPECT_EQ(names(outcome), (Names{"late=1s", "late=2s"}));
  EXPECT_EQ(outcome.points[0].messages(), 99U);
  EXPECT_FALSE(outcome.points[0].parameters_are_files_own);
  options.set.emplace_back("late", "3s");
  EXPECT_EQ(names(read_sweep(" {grid: {size: [10, 20], late: [1s, 2s]}}", options)), Names{});
}

TEST(Sweep, APointIsChosenByNumberOrByItsValuesInAnyOrder) {
  for (const char* asked : {"3", "size=20, late=1s", "late=1s,size=20"}) {
    ReadOptions options;
    options.point = asked;
    EXPECT_EQ(names(read_sweep(" {grid: {size: [10, 20], late: [1s, 2s]}}", options)), (Names{"size=20, late=1s"}))
        << asked;
  }
}

TEST(Sweep, WhatIsWrongEverywhereIsToldOnceAndWithoutAPoint) {
  const ReadOutcome outcome = read_sweep(" {grid: {size: [10, 20]}}\nlanes: none");
  ASSERT_EQ(outcome.problems.size(), 1U);
  EXPECT_EQ(outcome.problems[0].note.find("point"), std::string::npos);
  EXPECT_TRUE(outcome.points.empty());
}

}  // namespace
}  // namespace dlr::sim
