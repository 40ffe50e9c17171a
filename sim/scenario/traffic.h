// What is sent (`traffic`). Looks countries up, so it is read after them.
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

}  // namespace dlr::sim
