// Which messages a fault strikes or an expectation is about: by country, operator, campaign, channel. What matches no
// traffic at all is a problem.
#pragma once

#include "sim/scenario/keys.h"

namespace dlr::sim {

struct FaultWhereKind {
  using Type = FaultWhere;
  static bool read(Reading& reading, const Node& node, FaultWhere& into);
  static Json schema(Definitions& definitions);
};

// The same by names, for expectations.
struct ExpectationWhereKind {
  using Type = reports::Where;
  static bool read(Reading& reading, const Node& node, reports::Where& into);
  static Json schema(Definitions& definitions) { return FaultWhereKind::schema(definitions); }
};

}  // namespace dlr::sim
