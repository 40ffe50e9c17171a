// A fault `contradict_reports` must contradict something.
#pragma once

#include <vector>

#include "sim/scenario/reading.h"

namespace dlr::sim {

// A problem where no status of the fault is final and other than what all reports say that it follows. `node` is the
// fault's own map, `before` are the faults listed before it. Does nothing for other faults.
void check_contradiction(Reading& reading, const Node& node, const Fault& fault, const std::vector<Fault>& before);

}  // namespace dlr::sim
