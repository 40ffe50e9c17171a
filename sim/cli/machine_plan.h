// How long a run of so many messages would take on so many machines, from a short run of it on this one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/scenario/scenario.h"

namespace dlr::sim::cli {

struct MachinePlan {
  std::uint32_t machines = 1;
  std::uint32_t threads = 1;  // on each
  // What was measured here, with all those threads.
  std::uint64_t measured_messages = 0;
  double measured_s = 0;
  double messages_per_s = 0;
  double set_up_s = 0;             // of a run, before its first message
  std::uint64_t result_bytes = 0;  // that each machine hands on in the end

  struct Size {
    std::uint64_t messages = 0;
    double seconds = 0;
    std::uint64_t bytes = 0;  // of memory, on each machine
  };
  std::vector<Size> sizes;  // as it is written, and 1e9 to 1e12 messages
};

// Runs a part of the scenario, at least a second long unless all of it is shorter.
MachinePlan plan_machines(const Scenario& scenario, std::uint32_t machines, std::uint32_t threads);

// What was measured, the table, what was assumed, and what to type.
std::string as_text(const MachinePlan& plan, const Scenario& scenario);
std::string as_json(const MachinePlan& plan, const Scenario& scenario);

}  // namespace dlr::sim::cli
