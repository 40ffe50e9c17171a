// The provider never answers; some of what it was given has got through all the same. It may not answer later either.
#pragma once

#include "sim/engine/random.h"
#include "sim/faults/try_fate.h"
#include "sim/scenario/scenario.h"
#include "sim/world/purpose.h"

namespace dlr::sim {

inline bool strike(const ProviderTimeout& fault, const Words4& draw, TryFate& fate) {
  if (fate.struck || !engine::strikes(draw[purpose::strikes], fault.share)) return false;
  fate.struck = true;
  fate.answered = false;
  fate.gets_through = engine::strikes(draw[purpose::accepted], fault.accepted);
  return true;
}

}  // namespace dlr::sim
