// How a run is cut into lanes: from the scenario alone, never from the machine. The one place that decides it, and part
// of the outcome version.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/scenario/scenario.h"

namespace dlr::sim {

// A lane's share of one traffic entry: its messages first .. first + count - 1.
struct LaneSlice {
  std::uint32_t traffic = 0;
  std::uint64_t first = 0;  // within the entry
  std::uint32_t count = 0;
};

class LanePlan {
 public:
  // In a lane, unless there would be more than kMostLanes of them: then lanes are larger.
  static constexpr std::uint64_t kMessagesPerLane = 16'384;
  // A lane's tracker bears its number as its partition, in 24 bits.
  static constexpr std::uint64_t kMostLanes = 1U << 24U;
  // More than this takes a day on a hundred machines.
  static constexpr std::uint64_t kMostMessages = 1'000'000'000'000;

  explicit LanePlan(const Scenario& scenario);

  std::uint32_t lanes() const { return lanes_; }

  // The slices of one lane, those without messages left out. Traffic entries of one population share its lanes.
  std::vector<LaneSlice> slices(std::uint32_t lane) const;

  // The lane that sends a message, by the message's index in the scenario.
  std::uint32_t lane_of(std::uint64_t message) const;

  // Calls f(lanes, entries) for each population: so many lanes send these traffic entries, each its part of them.
  template <class F>
  void each_population(F&& f) const {
    for (const Population& population : populations_) f(population.lanes, std::span(population.entries));
  }

  // The largest number of messages in one lane.
  std::uint64_t most_messages() const;

 private:
  struct Population {
    std::vector<std::uint32_t> entries;  // indexes in Scenario::traffic
    std::uint32_t first_lane = 0;
    std::uint32_t lanes = 0;
    std::uint64_t messages = 0;
  };
  const Population& population_of_lane(std::uint32_t lane) const;

  std::vector<std::uint64_t> messages_;  // by traffic entry
  std::vector<Population> populations_;
  std::uint32_t lanes_ = 0;
};

}  // namespace dlr::sim
