// How a run is cut: into lanes of 16 384 messages or into as many as asked for, nothing left over, nothing twice.
#include "sim/lane_plan.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/run.h"
#include "tests/sim/scenario_text.h"

namespace dlr::sim {
namespace {

struct Entry {
  std::uint64_t messages = 0;
  std::string population{};
};

Scenario scenario_of(const std::vector<Entry>& entries, std::optional<std::uint32_t> lanes = std::nullopt) {
  Scenario scenario;
  scenario.lanes = lanes;
  for (const Entry& entry : entries) {
    Traffic& traffic = scenario.traffic.emplace_back();
    traffic.messages = entry.messages;
    traffic.population = entry.population;
  }
  return scenario;
}

LanePlan lanes_of(const std::vector<Entry>& entries, std::optional<std::uint32_t> lanes = std::nullopt) {
  return LanePlan(scenario_of(entries, lanes));
}

using Slice = std::tuple<std::uint32_t, std::uint64_t, std::uint32_t>;  // traffic, first, count

std::vector<Slice> slices(const LanePlan& plan, std::uint32_t lane) {
  std::vector<Slice> found;
  for (const LaneSlice& slice : plan.slices(lane)) found.emplace_back(slice.traffic, slice.first, slice.count);
  return found;
}

TEST(LanePlan, ALaneIsCutForEvery16384Messages) {
  EXPECT_EQ(lanes_of({{1}}).lanes(), 1);
  EXPECT_EQ(lanes_of({{16'384}}).lanes(), 1);
  EXPECT_EQ(lanes_of({{16'385}}).lanes(), 2);
  EXPECT_EQ(lanes_of({{1'000'000}}).lanes(), 62);
  EXPECT_EQ(lanes_of({{100'000'000'000}}).lanes(), 6'103'516);
}

// A tracker's partition has 24 bits.
TEST(LanePlan, WhatDoesNotFitTheLanesMakesThemLarger) {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 24U;
  EXPECT_EQ(lanes_of({{(kMost - 1) * 16'384 - 1}}).lanes(), kMost - 1);
  EXPECT_EQ(lanes_of({{(kMost - 1) * 16'384 - 1}}).most_messages(), 16'384 + 1);
  const LanePlan largest = lanes_of({{LanePlan::kMostMessages}});
  EXPECT_LE(largest.lanes(), kMost);
  EXPECT_GT(largest.lanes(), kMost * 99 / 100);
  EXPECT_LT(largest.most_messages(), 61'000);
  EXPECT_EQ(largest.lane_of(LanePlan::kMostMessages - 1), largest.lanes() - 1);
  EXPECT_LE(lanes_of({{LanePlan::kMostMessages / 2}, {LanePlan::kMostMessages / 2}, {1}}).lanes(), kMost);
}

TEST(LanePlan, LanesOfOneEntryAreNearlyEqualStretches) {
  const LanePlan plan = lanes_of({{40'000}});
  ASSERT_EQ(plan.lanes(), 3);
  EXPECT_EQ(slices(plan, 0), (std::vector<Slice>{{0, 0, 13'333}}));
  EXPECT_EQ(slices(plan, 1), (std::vector<Slice>{{0, 13'333, 13'333}}));
  EXPECT_EQ(slices(plan, 2), (std::vector<Slice>{{0, 26'666, 13'334}}));
}

TEST(LanePlan, EveryEntryHasLanesOfItsOwn) {
  const LanePlan plan = lanes_of({{20'000}, {5}, {7}});
  ASSERT_EQ(plan.lanes(), 4);
  EXPECT_EQ(slices(plan, 1), (std::vector<Slice>{{0, 10'000, 10'000}}));
  EXPECT_EQ(slices(plan, 2), (std::vector<Slice>{{1, 0, 5}}));
  EXPECT_EQ(slices(plan, 3), (std::vector<Slice>{{2, 0, 7}}));
}

TEST(LanePlan, EntriesOfOnePopulationShareItsLanes) {
  const LanePlan plan = lanes_of({{20'000, "city"}, {5}, {20'000, "city"}});
  ASSERT_EQ(plan.lanes(), 4);
  EXPECT_EQ(slices(plan, 0), (std::vector<Slice>{{0, 0, 6'666}, {2, 0, 6'666}}));
  EXPECT_EQ(slices(plan, 2), (std::vector<Slice>{{0, 13'333, 6'667}, {2, 13'333, 6'667}}));
  EXPECT_EQ(slices(plan, 3), (std::vector<Slice>{{1, 0, 5}}));
}

TEST(LanePlan, WithLanesGivenAllEntriesAreCutAlike) {
  const LanePlan plan = lanes_of({{10}, {3, "city"}}, 4);
  ASSERT_EQ(plan.lanes(), 4);
  EXPECT_EQ(slices(plan, 0), (std::vector<Slice>{{0, 0, 2}}));  // nothing of the second: left out
  EXPECT_EQ(slices(plan, 1), (std::vector<Slice>{{0, 2, 3}, {1, 0, 1}}));
  EXPECT_EQ(slices(plan, 3), (std::vector<Slice>{{0, 7, 3}, {1, 2, 1}}));
  EXPECT_EQ(lanes_of({{1'000'000}, {1'000'000}}, 1).lanes(), 1);
}

TEST(LanePlan, EachPopulationHasItsEntries) {
  std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>> all;
  lanes_of({{20'000, "city"}, {5}, {40'000}, {20'000, "city"}})
      .each_population([&](std::uint32_t lanes, std::span<const std::uint32_t> entries) {
        all.emplace_back(lanes, std::vector(entries.begin(), entries.end()));
      });
  EXPECT_EQ(all, (decltype(all){{3, {0, 3}}, {1, {1}}, {3, {2}}}));
}

// Every message once, in order, and in the lane that lane_of() names.
void expect_whole(const std::vector<Entry>& entries, std::optional<std::uint32_t> lanes) {
  const LanePlan plan = lanes_of(entries, lanes);
  std::vector<std::uint64_t> first_message{0}, next(entries.size(), 0);
  for (const Entry& entry : entries) first_message.push_back(first_message.back() + entry.messages);
  std::uint64_t most = 0;
  for (std::uint32_t lane = 0; lane < plan.lanes(); ++lane) {
    std::uint64_t in_lane = 0;
    for (const LaneSlice& slice : plan.slices(lane)) {
      EXPECT_GT(slice.count, 0U);
      EXPECT_EQ(slice.first, next[slice.traffic]);
      next[slice.traffic] += slice.count;
      in_lane += slice.count;
      const std::uint64_t begin = first_message[slice.traffic] + slice.first;
      EXPECT_EQ(plan.lane_of(begin), lane);
      EXPECT_EQ(plan.lane_of(begin + slice.count / 2), lane);
      EXPECT_EQ(plan.lane_of(begin + slice.count - 1), lane);
    }
    most = std::max(most, in_lane);
  }
  for (std::size_t i = 0; i < entries.size(); ++i) EXPECT_EQ(next[i], entries[i].messages) << "entry " << i;
  EXPECT_GE(plan.most_messages(), most);
  EXPECT_LE(plan.most_messages(), most + entries.size() + 1);
}

TEST(LanePlan, SlicesAreContiguousAndCompleteAndLaneOfFindsThem) {
  const std::vector<std::vector<Entry>> scenarios{
      {{1}},
      {{100'003}},
      {{16'385}, {16'384}, {1}},
      {{70'001, "a"}, {5, "b"}, {33, "a"}, {90'000, "b"}, {2}},
  };
  for (const std::vector<Entry>& entries : scenarios) {
    for (const std::optional<std::uint32_t> lanes : {std::optional<std::uint32_t>{}, {1U}, {2U}, {7U}, {1'000U}}) {
      SCOPED_TRACE(testing::Message() << entries.size() << " entries, lanes " << (lanes ? *lanes : 0));
      expect_whole(entries, lanes);
    }
  }
}

TEST(LanePlan, TheLargestRunIsCutToItsLastMessage) {
  const LanePlan plan = lanes_of({{100'000'000'000}});
  const std::uint32_t last = plan.lanes() - 1;
  EXPECT_EQ(slices(plan, last), (std::vector<Slice>{{0, 99'999'983'616, 16'384}}));
  EXPECT_EQ(plan.lane_of(99'999'999'999), last);
  EXPECT_EQ(plan.lane_of(99'999'983'616), last);
  EXPECT_EQ(plan.lane_of(99'999'983'615), last - 1);
}

Scenario three_messages(const std::string& lanes) {
  return scenario_from(R"(
profiles: {p: {delivered: {share: 100%, delay: {constant: 1s}}}}
countries: {FR: {profile: p}}
traffic: [{campaign: c, channel: sms, messages: 3, arrivals: {burst: {over: 1s}}, countries: [FR]}]
lanes: )" + lanes + "\n");
}

TEST(LanePlan, ALaneWithoutMessagesComesToNothing) {
  const Scenario scenario = three_messages("24");
  const RunOutcome outcome = run_lanes(scenario, {});
  EXPECT_EQ(outcome.lanes_done, 24);
  EXPECT_EQ(outcome.measurements.counters[reports::Counter::messages_delivered], 3);
  EXPECT_EQ(outcome.measurements.breaches.count(), 0);
}

TEST(LanePlan, AShardWithoutLanesComesToNothing) {
  const Scenario scenario = three_messages("1");
  RunOptions options;
  options.threads = 2;
  options.shard = {2, 3};
  const RunOutcome outcome = run_lanes(scenario, options);
  EXPECT_EQ(outcome.lanes, 0);
  EXPECT_EQ(outcome.lanes_done, 0);
  EXPECT_EQ(outcome.measurements.counters, reports::Counters{});
  EXPECT_EQ(outcome.measurements.invariants_checked, 0);
  options.shard = {1, 3};
  EXPECT_EQ(run_lanes(scenario, options).measurements.counters[reports::Counter::messages_delivered], 3);
}

}  // namespace
}  // namespace dlr::sim
