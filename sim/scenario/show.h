// The effective scenario: everything that a run goes by, as one file without includes and parameters. It reads back to
// the same scenario and is then shown as the same text.
#pragma once

#include <string>

#include "sim/scenario/scenario.h"

namespace dlr::sim {

std::string effective_yaml(const Scenario& scenario);

}  // namespace dlr::sim
