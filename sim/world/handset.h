// The recipient's handset: there at the first attempt, or absent and found again by an alert or by the operator's ladder
// of retries, or not in time. Also the hours of the recipient's clock in which handsets are off.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/engine/quantile_table.h"
#include "sim/scenario/scenario.h"
#include "sim/world/purpose.h"

namespace dlr::sim {

// A mechanism, ready to be sampled.
struct MechanismTables {
  const Mechanism* mechanism = nullptr;
  engine::QuantileTable latency;
  engine::QuantileTable absent_return;
};
MechanismTables tables_of(const Mechanism& mechanism);

// How long after the sending a handset that is off by the hour comes back: to the end of its window, or nothing when it is
// on. `local_ms`: the recipient's clock, ms of the day.
std::optional<std::uint64_t> absent_by_the_hour(const std::vector<AbsentHours>& hours, std::uint32_t local_ms,
                                                std::uint32_t word);

// What came of the operator's attempts: when it knew, in ms from the sending, and whether the handset has it.
struct Attempts {
  std::uint64_t after = 0;
  bool delivered = true;
};

// `absent_for`: the handset is known to be away for so long.
Attempts attempt_delivery(const MechanismTables& tables, const Words4& first, const Words4& second,
                          std::optional<std::uint64_t> absent_for);

}  // namespace dlr::sim
