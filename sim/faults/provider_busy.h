// The provider is busy: it answers 429 or 5xx. It may not keep the message, nor stay silent.
#pragma once

#include "sim/engine/random.h"
#include "sim/faults/try_fate.h"
#include "sim/scenario/scenario.h"
#include "sim/world/purpose.h"

namespace dlr::sim {

inline bool strike(const ProviderBusy& fault, const Words4& draw, TryFate& fate) {
  if (fate.struck || !engine::strikes(draw[purpose::strikes], fault.share)) return false;
  fate.struck = true;
  fate.gets_through = false;
  fate.http_status = fault.status;
  // The header has whole seconds.
  if (fault.retry_after)
    fate.retry_after = static_cast<std::uint32_t>((fault.retry_after->count() + 999) / 1000 * 1000);
  return true;
}

}  // namespace dlr::sim
