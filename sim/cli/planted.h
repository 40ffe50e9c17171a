// The mistake that `--plant` names.
#pragma once

#include <optional>
#include <string>

#include "sim/defects/defect.h"

namespace dlr::sim::cli {

// Null for no name. Nothing, and told on stderr, for a name that there is not.
std::optional<const Defect*> defect_named(const std::string& name);

// The name most likely meant, as "; did you mean 'x'?"; empty: none is near.
std::string near_defect(const std::string& name);

// `--plant list`: all of them, a line each.
std::string list_of_defects();

}  // namespace dlr::sim::cli
