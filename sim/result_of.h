// What a run came to, as a result: names put to what was measured, expectations judged, the exit status decided.
#pragma once

#include <vector>

#include "reports/result.h"
#include "sim/run.h"
#include "sim/scenario/scenario.h"

namespace dlr::sim {

// Everything but provenance, speed and argument, which only the program knows.
reports::Result result_of(const Scenario& scenario, RunOutcome outcome, const reports::Shard& shard,
                          const reports::Judging& judging = {});

// In the order of the world's groups: by traffic entry, then by route.
std::vector<reports::GroupName> group_names(const Scenario& scenario);

}  // namespace dlr::sim
