// Which of a route's outcomes a counter counts the messages of.
#pragma once

#include <optional>

#include "reports/counters.h"
#include "sim/scenario/scenario.h"

namespace dlr::sim {

// None: a counter of something else.
constexpr std::optional<Outcome> outcome_of(reports::Counter counter) {
  using reports::Counter;
  switch (counter) {
    case Counter::messages_delivered:
    case Counter::events_delivered:
      return Outcome::delivered;
    case Counter::messages_rejected:
    case Counter::events_rejected:
      return Outcome::rejected;
    case Counter::messages_failed:
    case Counter::events_failed:
      return Outcome::failed;
    case Counter::messages_unreported:
      return Outcome::unreported;
    default:
      return std::nullopt;
  }
}

}  // namespace dlr::sim
