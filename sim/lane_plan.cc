#include "sim/lane_plan.h"

#include <algorithm>
#include <string>

namespace dlr::sim {
namespace {

// Where the k-th of n nearly equal parts of `messages` begins, without overflow.
std::uint64_t part_begins(std::uint64_t messages, std::uint64_t k, std::uint64_t n) {
  return messages / n * k + messages % n * k / n;
}

}  // namespace

LanePlan::LanePlan(const Scenario& scenario) {
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < scenario.traffic.size(); ++i) {
    const Traffic& entry = scenario.traffic[i];
    messages_.push_back(entry.messages);
    // With `lanes` given, rates are shared by everybody: all entries are cut alike.
    const std::string name = scenario.lanes             ? "all"
                             : entry.population.empty() ? "#" + std::to_string(i)
                                                        : entry.population;
    const auto place = static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    if (place == names.size()) {
      names.push_back(name);
      populations_.emplace_back();
    }
    Population& population = populations_[place];
    population.entries.push_back(i);
    population.messages += entry.messages;
  }
  // Each population may leave a lane that is not full.
  const std::uint64_t most = kMostLanes - std::min<std::uint64_t>(populations_.size(), kMostLanes / 2);
  const std::uint64_t in_lane = std::max(kMessagesPerLane, scenario.messages() / most + 1);
  for (Population& population : populations_) {
    const std::uint64_t enough = (population.messages + in_lane - 1) / in_lane;
    population.first_lane = lanes_;
    population.lanes =
        scenario.lanes ? *scenario.lanes : static_cast<std::uint32_t>(std::max<std::uint64_t>(enough, 1));
    lanes_ += population.lanes;
  }
}

const LanePlan::Population& LanePlan::population_of_lane(std::uint32_t lane) const {
  auto at = populations_.begin();
  while (lane >= at->first_lane + at->lanes) ++at;
  return *at;
}

std::vector<LaneSlice> LanePlan::slices(std::uint32_t lane) const {
  const Population& population = population_of_lane(lane);
  const std::uint32_t k = lane - population.first_lane;
  std::vector<LaneSlice> slices;
  for (const std::uint32_t entry : population.entries) {
    const std::uint64_t first = part_begins(messages_[entry], k, population.lanes);
    const std::uint64_t end = part_begins(messages_[entry], k + 1, population.lanes);
    if (end > first) slices.push_back({entry, first, static_cast<std::uint32_t>(end - first)});
  }
  return slices;
}

std::uint32_t LanePlan::lane_of(std::uint64_t message) const {
  std::uint32_t entry = 0;
  while (message >= messages_[entry]) message -= messages_[entry++];
  for (const Population& population : populations_) {
    if (std::find(population.entries.begin(), population.entries.end(), entry) == population.entries.end()) continue;
    std::uint32_t low = 0, high = population.lanes;  // the last lane that begins at or before the message
    while (high - low > 1) {
      const std::uint32_t middle = low + (high - low) / 2;
      (part_begins(messages_[entry], middle, population.lanes) <= message ? low : high) = middle;
    }
    return population.first_lane + low;
  }
  return 0;
}

std::uint64_t LanePlan::most_messages() const {
  std::uint64_t most = 0;
  for (const Population& population : populations_) {
    most = std::max(most, (population.messages + population.lanes - 1) / population.lanes + population.entries.size());
  }
  return most;
}

}  // namespace dlr::sim
