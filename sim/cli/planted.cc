#include "sim/cli/planted.h"

#include <fmt/format.h>

#include <vector>

#include "core/diagnostics/nearest.h"
#include "sim/cli/output.h"
#include "sim/cli/program_name.h"

namespace dlr::sim::cli {

std::string near_defect(const std::string& name) {
  std::vector<std::string> names;
  for (const Defect* defect : defects()) names.emplace_back(defect->name);
  const std::string nearest = diagnostics::nearest(name, names);
  return nearest.empty() ? std::string() : fmt::format("; did you mean '{}'?", nearest);
}

std::optional<const Defect*> defect_named(const std::string& name) {
  if (name.empty()) return nullptr;
  if (const Defect* defect = find_defect(name)) return defect;
  const std::string near = near_defect(name);
  tell(fmt::format("dlrsim: --plant: there is no defect '{}'{} All of them: {} run --plant list", name,
                   near.empty() ? "." : near, program_name()));
  return std::nullopt;
}

std::string list_of_defects() {
  std::string text = "Mistakes that can be planted in the core, to see the oracle catch them:\n";
  for (const Defect* defect : defects()) text += fmt::format("  {:<28} {}\n", defect->name, defect->summary);
  return text;
}

}  // namespace dlr::sim::cli
