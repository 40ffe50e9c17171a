// One message's timeline, written while its lane runs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/ground_truth.h"

namespace dlr::sim {

struct TraceLine {
  LaneTime at = 0;
  std::string who;  // "core", "provider", "operator", "event", "oracle"
  std::string what;
};

struct Trace {
  std::uint64_t message = 0;  // its index in the scenario
  std::vector<TraceLine> lines;
  std::vector<std::string> expected;  // the events that had to come, by the oracle
  std::vector<std::string> came;      // the events that came
  std::string verdict;                // empty: the oracle agrees
};

}  // namespace dlr::sim
