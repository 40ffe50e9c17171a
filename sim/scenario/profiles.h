// How routes behave (`profiles`): outcomes with their shares, delays, statuses and errors.
#pragma once

#include <vector>

#include "sim/scenario/keys.h"

namespace dlr::sim {

struct ProfilesKind {
  using Type = std::vector<Profile>;
  static bool read(Reading& reading, const Node& node, Type& into);
  static Json schema(Definitions& definitions);
};

// {NAME: SHARE, ...} of the core's table of statuses, adding up to the whole.
struct StatusSharesKind {
  using Type = std::vector<StatusShare>;
  static bool read(Reading& reading, const Node& node, Type& into);
  static Json schema(Definitions& definitions);
};

}  // namespace dlr::sim
