// A fault as a scenario writes it; of the effective form (show.h), the item of its list `faults`.
#pragma once

#include "sim/scenario/yaml_writer.h"

namespace dlr::sim {

void write_fault(YamlWriter& out, const Scenario& scenario, const Fault& fault);

}  // namespace dlr::sim
