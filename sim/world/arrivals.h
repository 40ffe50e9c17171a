// When the messages of a lane are sent.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/ground_truth.h"
#include "sim/lane_plan.h"
#include "sim/world/world.h"

namespace dlr::sim {

// Rising send times of one slice, `slice.count` of them. Even arrivals (constant, burst) give a contiguous stretch;
// random ones (poisson, curve) are drawn over the entry's whole duration, so that every lane sees all of it.
void append_send_times(const World& world, const LaneSlice& slice, std::vector<LaneTime>& times);

// How long an entry's arrivals last, from its `starts`.
Duration arrivals_last(const Traffic& entry);

}  // namespace dlr::sim
