// How often a scenario is run (`replications`): a number, or from a least to a most number, until all is decided.
#pragma once

#include "reports/judging.h"
#include "sim/scenario/keys.h"

namespace dlr::sim {

struct ReplicationsKind {
  using Type = reports::Replications;
  static constexpr std::uint32_t kMost = 100'000;
  static bool read(Reading& reading, const Node& node, Type& into);
  static Json schema(Definitions& definitions);
};

}  // namespace dlr::sim
