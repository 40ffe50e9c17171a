// What a fault does to whom: which traffic between tracker, provider and operators it strikes, which decides when it
// can strike at all and who has to ask it; and whether it moves anybody's end.
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

template <class Kind, class... Kinds>
inline constexpr bool kIsAnyOf = (std::is_same_v<Kind, Kinds> || ...);

inline FaultTarget target_of(const FaultKind& kind) {
  return std::visit(
      [](const auto& fault) {
        using Kind = std::decay_t<decltype(fault)>;
        if constexpr (kIsAnyOf<Kind, ProviderBusy, ProviderTimeout, BadRequest, SlowResponses>) {
          return FaultTarget::tries;
        } else if constexpr (kIsAnyOf<Kind, CallbackDown, CorruptCallbacks>) {
          return FaultTarget::callbacks;
        } else if constexpr (std::is_same_v<Kind, TrackerCrash>) {
          return FaultTarget::tracker;
        } else if constexpr (std::is_same_v<Kind, UnknownReports>) {
          return FaultTarget::strays;
        } else {
          static_assert(kIsAnyOf<Kind, DuplicateReports, DelayReports, ContradictReports, EarlyReports, HoldReports,
                                 OperatorDown, DropReports, UnknownStatuses, SkewedDoneAt>);
          return FaultTarget::reports;
        }
      },
      kind);
}

// Neither ends a message otherwise than its route does nor keeps anybody from hearing of it.
inline bool is_harmless(const Fault& fault) {
  return std::holds_alternative<DuplicateReports>(fault.kind) || std::holds_alternative<UnknownReports>(fault.kind) ||
         std::holds_alternative<SkewedDoneAt>(fault.kind);
}

}  // namespace dlr::sim
