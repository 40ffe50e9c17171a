// What a run came to, as a result: names put to what was measured, expectations judged, the exit status decided.
#pragma once

#include <vector>

#include "reports/result.h"
#include "sim/run.h"
#include "sim/scenario/scenario.h"

namespace dlr::sim {

// Everything but provenance, speed and argument, which only the program knows.
reports::Result result_of(const Scenario& scenario, RunOutcome outcome, const ShardOf& shard,
                          const reports::Judging& judging = {});

// In the order of the world's groups: by traffic entry, then by route.
std::vector<reports::GroupName> group_names(const Scenario& scenario);

// By what it says: 8 when an invariant broke, 130 when interrupted, 1 or 4 by its expectations, 5 when it differs from
// its baseline, else 0.
int exit_code_of(const reports::Result& result);

}  // namespace dlr::sim
