// What is sent (`traffic`), and what happens to it on the way (`faults`). Both look up what was read before: countries,
// campaigns.
#pragma once

#include <vector>

#include "sim/scenario/keys.h"

namespace dlr::sim {

struct TrafficKind {
  using Type = std::vector<Traffic>;
  static bool read(Reading& reading, const Node& node, Type& into);
  static Json schema(Definitions& definitions);
};

struct FaultsKind {
  using Type = std::vector<Fault>;
  static bool read(Reading& reading, const Node& node, Type& into);
  static Json schema(Definitions& definitions);
};

}  // namespace dlr::sim
