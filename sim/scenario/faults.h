// What happens on the way (`faults`). Looks countries and campaigns up, so it is read after them.
#pragma once

#include <vector>

#include "sim/scenario/keys.h"

namespace dlr::sim {

struct FaultsKind {
  using Type = std::vector<Fault>;
  static bool read(Reading& reading, const Node& node, Type& into);
  static Json schema(Definitions& definitions);
};

}  // namespace dlr::sim
