// A delivery report that will come: when the operator decided, when the provider has it, what it says. Faults of
// reports change the plan of one message, in the order of the scenario's list.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/ground_truth.h"

namespace dlr::sim {

struct PlannedReport {
  std::uint64_t ready = 0;  // ms since the start: the provider has it
  std::uint64_t done_at = 0;
  std::uint16_t status = 0;  // rows of Words
  std::uint16_t error = 0;
  bool alone = false;  // handed over at once and unbatched
  bool held = false;
  bool done_at_missing = false;            // nobody who reads it learns the time
  bool done_at_absurd = false;             // and missing: one of absurd_times.h is written
  bool is_final = true;                    // else the message is under way
  std::int16_t zone_minutes = 0;           // in which doneAt is written
  std::uint16_t dropped_by = kNotDropped;  // the fault, by its place in the scenario's list

  static constexpr std::uint16_t kNotDropped = 0xffff;
  bool is_dropped() const { return dropped_by != kNotDropped; }
};

// The reports of one message so far; the first is the operator's own.
struct ReportPlan {
  LaneTime submitted = 0;
  std::uint64_t answered = 0;  // when the provider answers the try that got through
  bool by_provider = false;    // a rejection: the operator has no part in it
  std::vector<PlannedReport> reports;
};

}  // namespace dlr::sim
