// The provider takes longer to answer. It may not change what it answers, nor hold back a report: that may overtake.
#pragma once

#include "sim/faults/try_fate.h"
#include "sim/world/purpose.h"
#include "sim/world/world.h"

namespace dlr::sim {

inline bool strike(const SlowResponses&, const FaultTables& tables, const Words4& draw, TryFate& fate) {
  fate.slower += tables.delay.sample(draw[purpose::slower]);
  return true;
}

}  // namespace dlr::sim
