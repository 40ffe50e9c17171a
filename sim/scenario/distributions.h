// How a scenario writes a distribution of delays: one shape, and a least and a longest delay on condition of which it
// is meant. Read, checked, described for the schema, and written back.
#pragma once

#include "sim/engine/distribution.h"
#include "sim/scenario/keys.h"

namespace dlr::sim {

struct DistributionKind {
  using Type = Distribution;
  static bool read(Reading& reading, const Node& node, Distribution& into);
  static Json schema(Definitions& definitions);
};

}  // namespace dlr::sim
