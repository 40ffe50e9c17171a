// Faults that cannot strike anybody: a run would look as if it had come through them.
#pragma once

#include "sim/scenario/clock_limit.h"
#include "sim/scenario/reading.h"

namespace dlr::sim {

// A problem at its place for each fault of which that is certain from the file: its share is 0 % (unless a parameter
// says so), or its window is over before anything happens, or begins after all is over. What only a run can tell, its
// result tells.
void check_faults_strike(Reading& reading, const Node& root, const LatestTimes& latest);

}  // namespace dlr::sim
