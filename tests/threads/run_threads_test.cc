// Who computes a lane never shows: threads and shards give the same measurements as one thread does.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sim/run.h"
#include "sim/scenario/reader.h"

namespace dlr::sim {
namespace {

Scenario scenario_of_many_lanes() {
  ReadOutcome outcome = read_scenario(DLR_SOURCE "/tests/scenarios/every-cell.yaml");
  Scenario scenario = std::move(outcome.scenario.value());
  scenario.lanes = 16;
  return scenario;
}

// Every fault there is, a tracker that dies among them: a few thousand messages in lanes of their own.
Scenario scenario_of_all_faults() {
  ReadOutcome outcome = read_scenario(DLR_SOURCE "/scenarios/everything-at-once.yaml");
  Scenario scenario = std::move(outcome.scenario.value());
  scenario.lanes = 6;
  return scenario;
}

void expect_equal(const reports::Measurements& a, const reports::Measurements& b) {
  EXPECT_EQ(a.groups, b.groups);
  EXPECT_EQ(a.faults, b.faults);
  EXPECT_EQ(a.counters, b.counters);
  EXPECT_EQ(a.in_flight_by_minute, b.in_flight_by_minute);
  EXPECT_EQ(a.outcomes, b.outcomes);
  EXPECT_EQ(a.timeline, b.timeline);
  EXPECT_EQ(a.breaches, b.breaches);
}

TEST(RunThreads, AnyNumberGivesTheSame) {
  const Scenario scenario = scenario_of_many_lanes();
  const RunOutcome one = run_lanes(scenario, {});
  EXPECT_GT(one.measurements.counters[reports::Counter::messages_submitted], 0U);
  for (const std::uint32_t threads : {2U, 3U, 16U}) {
    RunOptions options;
    options.threads = threads;
    expect_equal(run_lanes(scenario, options).measurements, one.measurements);
  }
}

TEST(RunThreads, AllFaultsByTheProvidersBytesGiveTheSame) {
  const Scenario scenario = scenario_of_all_faults();
  const RunOutcome one = run_lanes(scenario, {});
  for (const DriveKind drive : {DriveKind::direct, DriveKind::wire}) {
    RunOptions options;
    options.drive = drive;
    options.threads = 3;
    expect_equal(run_lanes(scenario, options).measurements, one.measurements);
  }
}

// What a run writes while it is under way, as the program hands it on: lines one thread at a time, outcomes several.
struct Written {
  std::string lines;
  std::vector<std::uint64_t> outcomes;

  friend bool operator==(const Written&, const Written&) = default;
};
Written written_by(const Scenario& scenario, DriveKind drive, std::uint32_t threads) {
  Written written;
  written.outcomes.resize(scenario.messages());
  RunOptions options;
  options.drive = drive;
  options.threads = threads;
  options.on_outcomes = [&](std::uint64_t first, std::span<const std::uint64_t> packed) {
    std::copy(packed.begin(), packed.end(), written.outcomes.begin() + static_cast<std::ptrdiff_t>(first));
  };
  options.events.write = [&](std::string_view lines) { written.lines += lines; };
  options.events.take_back = [&](std::uint64_t bytes) { written.lines.resize(written.lines.size() - bytes); };
  run_lanes(scenario, options);
  return written;
}

TEST(RunThreads, EventsAndOutcomesAreWrittenAsByOne) {
  const Scenario scenario = scenario_of_all_faults();
  const Written one = written_by(scenario, DriveKind::direct, 1);
  EXPECT_GT(one.lines.size(), 1'000'000U);
  EXPECT_EQ(std::ranges::count(one.outcomes, std::uint64_t{0}), 0);
  for (const DriveKind drive : {DriveKind::direct, DriveKind::wire}) {
    EXPECT_TRUE(written_by(scenario, drive, 2) == one) << to_string(drive);
  }
}

TEST(RunThreads, WhereEventsCannotBeWrittenAllStopAndNobodyWaits) {
  const Scenario scenario = scenario_of_many_lanes();
  for (const std::uint32_t threads : {1U, 2U, 4U}) {
    for (std::uint32_t last = 0; last < 8; ++last) {
      RunOptions options;
      options.threads = threads;
      std::uint32_t calls = 0;
      options.events.write = [&](std::string_view) {
        if (calls++ == last) throw std::runtime_error("no room");
      };
      options.events.take_back = [](std::uint64_t) { throw std::runtime_error("nor can it be taken back"); };
      EXPECT_THROW(run_lanes(scenario, options), std::runtime_error) << threads;
      EXPECT_GT(calls, last);
    }
  }
}

TEST(RunThreads, ShardsAddUpToTheWhole) {
  const Scenario scenario = scenario_of_many_lanes();
  reports::Measurements sum;
  for (std::uint32_t index = 5; index >= 1; --index) {
    RunOptions options;
    options.threads = 2;
    options.shard = {index, 5};
    sum.add(run_lanes(scenario, options).measurements);
  }
  expect_equal(sum, run_lanes(scenario, {}).measurements);
}

TEST(RunThreads, ProgressIsToldOneCallAtATimeAndNeverFallsBack) {
  const Scenario scenario = scenario_of_many_lanes();
  RunOptions options;
  options.threads = 4;
  std::uint64_t last = 0;
  std::uint32_t calls = 0;
  options.on_progress = [&](std::uint64_t messages) {
    EXPECT_GT(messages, last);
    last = messages;
    ++calls;
  };
  run_lanes(scenario, options);
  EXPECT_EQ(last, scenario.messages());
  EXPECT_EQ(calls, 16U);
}

TEST(RunThreads, AnInterruptedRunKeepsWhatIsDone) {
  const Scenario scenario = scenario_of_many_lanes();
  std::atomic<bool> interrupted{false};
  RunOptions options;
  options.threads = 2;
  options.interrupted = &interrupted;
  options.on_progress = [&](std::uint64_t) { interrupted = true; };
  const RunOutcome outcome = run_lanes(scenario, options);
  EXPECT_GE(outcome.lanes_done, 1U);
  EXPECT_LT(outcome.lanes_done, outcome.lanes);
  EXPECT_EQ(outcome.measurements.breaches.count(), 0U);
  EXPECT_EQ(outcome.measurements.counters[reports::Counter::messages_submitted],
            scenario.messages() / 16 * outcome.lanes_done);
}

}  // namespace
}  // namespace dlr::sim
