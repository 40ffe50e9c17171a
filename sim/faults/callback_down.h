// The tracker's callback address does not work: it answers 503, refuses the connection, answers too late although the
// core has read the body, or something in front of it says 200 and loses it. It may not lose what the provider hears
// refused.
#pragma once

#include "sim/scenario/scenario.h"

namespace dlr::sim {

// What becomes of one try to hand a callback over.
struct CallbackFate {
  bool core_reads = true;
  bool accepted = true;  // in the provider's eyes
};

inline CallbackFate fate_of(const CallbackDown& fault) {
  switch (fault.answer) {
    case CallbackAnswer::timeout:
      return {true, false};
    case CallbackAnswer::http_200_lost:
      return {false, true};
    default:
      return {false, false};
  }
}

}  // namespace dlr::sim
