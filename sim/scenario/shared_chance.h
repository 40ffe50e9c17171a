// What makes the fates of messages hang together. Where nothing does, each message is a sample of its own; else only
// replications are.
#pragma once

#include <string>

#include "sim/scenario/scenario.h"

namespace dlr::sim {

// In words, the first that there is ("the throughput of FR/Free"); empty: nothing. Windows in time and shares of
// messages strike each message by its own draws, so they are none; queues, limits and batches struck as one are.
std::string shared_chance(const Scenario& scenario);

}  // namespace dlr::sim
