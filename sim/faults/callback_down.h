// The tracker's callback address does not work: it answers 503, refuses the connection, answers too late although the
// core has read the body, or something in front of it says 200 and loses it. It may not lose what the provider hears
// refused.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "sim/scenario/scenario.h"

namespace dlr::sim {

// What becomes of one try to hand a callback over.
struct CallbackFate {
  bool core_reads = true;
  bool accepted = true;                              // in the provider's eyes
  CallbackAnswer answer = CallbackAnswer::http_503;  // of one that is not accepted: how it failed
  std::optional<std::uint64_t> broken_after{};       // ms: the connection broke
};

// How long after the try the provider knows that it has failed, in ms.
inline std::uint64_t failed_after(const CallbackFate& fate, const CallbackSettings& settings) {
  if (fate.broken_after) return *fate.broken_after;
  switch (fate.answer) {
    case CallbackAnswer::refuse:
      return 0;
    case CallbackAnswer::timeout:
      return static_cast<std::uint64_t>(settings.timeout.count());
    default:
      return static_cast<std::uint64_t>(std::min(settings.answer, settings.timeout).count());
  }
}

// What the core reads and answers later than the provider waits has failed in the provider's eyes: it comes again. An
// answer that takes exactly as long still counts.
inline void fail_if_too_late(CallbackFate& fate, const CallbackSettings& settings) {
  if (!fate.core_reads || !fate.accepted || settings.answer <= settings.timeout) return;
  fate.accepted = false;
  fate.answer = CallbackAnswer::timeout;
}

inline CallbackFate fate_of(const CallbackDown& fault) {
  switch (fault.answer) {
    case CallbackAnswer::timeout:
      return {true, false, fault.answer, {}};
    case CallbackAnswer::http_200_lost:
      return {false, true, fault.answer, {}};
    default:
      return {false, false, fault.answer, {}};
  }
}

}  // namespace dlr::sim
