// The tracker's process dies and comes back. What was not durable is gone: answers and reports that it had heard, with
// the events that would have come of them. The provider hears of each unanswered callback that it failed, answers to
// tries never arrive, and what is due while it is down is submitted at the restart. It may not lose what was
// acknowledged, and no message that was taken: no try is made before it is durable that it is, no callback is answered
// before what it changed is. It strikes the messages in flight: so many it counts, however they are cut into lanes.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/ground_truth.h"
#include "sim/scenario/scenario.h"

namespace dlr::sim {

// Down from `crash` until before `restart`; both come before all else of their millisecond.
struct Outage {
  LaneTime crash = 0;
  LaneTime restart = 0;
  std::uint32_t fault = 0;  // place in the scenario's list
};

// In order of time; the reader of scenarios sees to it that none begins within another.
std::vector<Outage> outages_of(const Scenario& scenario);

}  // namespace dlr::sim
