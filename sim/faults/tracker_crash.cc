#include "sim/faults/tracker_crash.h"

#include <algorithm>

namespace dlr::sim {

std::vector<Outage> outages_of(const Scenario& scenario) {
  std::vector<Outage> outages;
  for (std::uint32_t i = 0; i < scenario.faults.size(); ++i) {
    const auto* crash = std::get_if<TrackerCrash>(&scenario.faults[i].kind);
    if (crash == nullptr) continue;
    const Duration at = scenario.faults[i].at.value_or(Duration{});
    outages.push_back(
        {static_cast<LaneTime>(at.count()), static_cast<LaneTime>((at + crash->restart_after).count()), i});
  }
  std::sort(outages.begin(), outages.end(), [](const Outage& a, const Outage& b) { return a.crash < b.crash; });
  return outages;
}

}  // namespace dlr::sim
