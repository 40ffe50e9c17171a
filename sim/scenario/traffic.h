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

// Of an entry's messages: those that the provider refuses for their length.
Share too_long(const Traffic& entry);

struct FaultsKind {
  using Type = std::vector<Fault>;
  static bool read(Reading& reading, const Node& node, Type& into);
  static Json schema(Definitions& definitions);
};

}  // namespace dlr::sim
