// The provider refuses the request itself: 400, 401, 403. It may not keep the message, nor say so of a try that another
// fault has struck.
#pragma once

#include "sim/engine/random.h"
#include "sim/faults/try_fate.h"
#include "sim/scenario/scenario.h"
#include "sim/world/purpose.h"

namespace dlr::sim {

inline bool strike(const BadRequest& fault, const Words4& draw, TryFate& fate) {
  if (fate.struck || !engine::strikes(draw[purpose::strikes], fault.share)) return false;
  fate.struck = true;
  fate.gets_through = false;
  fate.http_status = fault.status;
  return true;
}

}  // namespace dlr::sim
