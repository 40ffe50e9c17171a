#include "sim/scenario/shared_chance.h"

#include <fmt/format.h>

namespace dlr::sim {

std::string shared_chance(const Scenario& scenario) {
  if (scenario.tracker.max_in_flight) return "tracker.max_in_flight";
  for (const CountryTraffic& country : scenario.countries) {
    for (const Operator& route : country.operators) {
      if (route.throughput) return fmt::format("the throughput of {}/{}", country.country.text(), route.name);
    }
  }
  for (const Fault& fault : scenario.faults) {
    const auto* hold = std::get_if<HoldReports>(&fault.kind);
    const bool is_batch = std::holds_alternative<CorruptCallbacks>(fault.kind) && scenario.provider.callback.batch > 1;
    if (is_batch || (hold != nullptr && hold->release)) return fmt::format("the fault `{}`", fault.id);
  }
  return {};
}

}  // namespace dlr::sim
