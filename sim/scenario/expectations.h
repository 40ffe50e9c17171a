// What a scenario expects of its result (`expect`): a metric, where, and a limit in the metric's own unit. Looks up
// faults, countries and campaigns, so it is read last.
#pragma once

#include <vector>

#include "sim/scenario/keys.h"

namespace dlr::sim {

struct ExpectationsKind {
  using Type = std::vector<reports::Expectation>;
  static bool read(Reading& reading, const Node& node, Type& into);
  static Json schema(Definitions& definitions);
};

// The metric's key and value as they are written: {"ratio", "delivered"}, {"count", "faults.outage"}.
std::pair<std::string, std::string> written_metric(const reports::Metric& metric);

}  // namespace dlr::sim
