// Profiles of operators, and countries with theirs, as a scenario writes them; of the effective form (show.h), the members
// of its maps `profiles` and `countries`.
#pragma once

#include "sim/scenario/yaml_writer.h"

namespace dlr::sim {

void write_profile(YamlWriter& out, const Profile& profile);
void write_country(YamlWriter& out, const Scenario& scenario, const CountryTraffic& country);

}  // namespace dlr::sim
