// Expectations that chance has no say in, since the scenario alone decides them: a count of something that its routes
// never make is 0 whatever the seed. Such a value is compared as it is and never not sure. Errs on the other side: what
// is not recognized here gets an interval.
#pragma once

#include "sim/scenario/scenario.h"

namespace dlr::sim {

// Sets Expectation::certain.
void mark_certain(Scenario& scenario);

}  // namespace dlr::sim
