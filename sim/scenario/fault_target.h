// Which traffic between tracker, provider and operators a fault strikes: what decides when it can strike at all, and
// who has to ask it.
#pragma once

#include <cstdint>
#include <type_traits>
#include <variant>

#include "sim/scenario/scenario.h"

namespace dlr::sim {

enum class FaultTarget : std::uint8_t {
  tries,      // the tracker's, to send
  reports,    // of messages, on their way to the provider
  callbacks,  // the provider's
  tracker,    // itself
  strays,     // nothing: it brings its own reports
};

inline FaultTarget target_of(const FaultKind& kind) {
  return std::visit(
      [](const auto& fault) {
        using Kind = std::decay_t<decltype(fault)>;
        if constexpr (std::is_same_v<Kind, ProviderBusy> || std::is_same_v<Kind, ProviderTimeout> ||
                      std::is_same_v<Kind, BadRequest> || std::is_same_v<Kind, SlowResponses>) {
          return FaultTarget::tries;
        } else if constexpr (std::is_same_v<Kind, CallbackDown> || std::is_same_v<Kind, CorruptCallbacks>) {
          return FaultTarget::callbacks;
        } else if constexpr (std::is_same_v<Kind, TrackerCrash>) {
          return FaultTarget::tracker;
        } else if constexpr (std::is_same_v<Kind, UnknownReports>) {
          return FaultTarget::strays;
        } else {
          return FaultTarget::reports;
        }
      },
      kind);
}

}  // namespace dlr::sim
