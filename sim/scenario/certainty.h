// Expectations that chance has no say in, since the scenario alone decides them: a count of something that its routes
// never make is 0 whatever the seed. Such a value is compared as it is and never not sure. Errs on the other side: what
// is not recognized here gets an interval.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/scenario.h"

namespace dlr::sim {

// Sets Expectation::certain.
void mark_certain(Scenario& scenario);

// Expectations that cannot be met because nothing they are about is ever reported: something delivered or failed, or
// how long that took, where all operators report nothing. A sentence with place and cure for each.
std::vector<std::string> hopeless_expectations(const Scenario& scenario);

}  // namespace dlr::sim
