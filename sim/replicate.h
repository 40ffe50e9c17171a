// A scenario as often as it takes: with the seeds that follow its own, one replication after the other, each as
// parallel as a run is, until everything is decided. What comes out depends on the scenario and the budget alone.
#pragma once

#include <functional>
#include <span>

#include "reports/result.h"
#include "sim/run.h"
#include "sim/scenario/scenario.h"

namespace dlr::sim {

// How the expectations of each of these scenarios are judged when they share `false_alarms`; in the same order.
std::vector<reports::Judging> judging_of(std::span<const Scenario> scenarios, double false_alarms);

// The result of the first replication, its expectations judged over all of them. `run` computes one: run_lanes(), and
// what else the caller likes to do about it. An interrupted one ends it and does not count. Of a shard there is one.
reports::Result replicate(const Scenario& scenario, const reports::Judging& judging, const reports::Shard& shard,
                          const std::function<RunOutcome(const Scenario&)>& run);

}  // namespace dlr::sim
