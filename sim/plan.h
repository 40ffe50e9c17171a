// What the expectations of a scenario can find out at all, said before anything is run: how many messages each will see
// and how far the truth must be from a limit to be told from it. Numbers of messages are expected ones; faults may take
// some away.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/decision.h"
#include "reports/judging.h"
#include "reports/power.h"
#include "sim/scenario/scenario.h"

namespace dlr::sim {

struct PlannedCheck {
  const reports::Expectation* expectation = nullptr;  // the scenario's
  reports::Chance chance = reports::Chance::none;
  // Independent messages, of all replications that there may be; of what is judged over replications those of one.
  std::uint64_t messages = 0;
  // Truths at which it fails, or passes, nine times in ten: shares of those messages, also for counts. Of a percentile
  // the share that is within its upper limit (fails_up_to, passes_from) or its lower one (the other two). Nothing: at
  // no truth, or it has no such limit.
  std::optional<double> fails_up_to, fails_from, passes_from, passes_up_to;
  // What the scenario makes of itself, where its routes say so: a share as above.
  std::optional<double> made;
  std::string why_not_made;  // why the routes do not say; empty: they do, or nobody would ask
  // Over replications: by how many standard deviations between them the mean must be off.
  std::optional<double> deviations;
  std::string reason;  // why something cannot be said, or nothing can be found; empty: all is said
};

std::vector<PlannedCheck> plan_of(const Scenario& scenario, const reports::Judging& judging);

}  // namespace dlr::sim
