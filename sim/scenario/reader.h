// Reads a scenario from YAML: includes merged, parameters put in, defaults filled in, names resolved. It gives either a
// scenario that can be run as it stands or every problem of the file, each with its place; never both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/diagnostics/diagnostic.h"
#include "sim/scenario/scenario.h"

namespace dlr::sim {

struct ReadOptions {
  std::optional<std::uint64_t> seed;                     // replaces the file's
  std::vector<std::pair<std::string, std::string>> set;  // parameter, value; a later one for the same name wins
};

struct ReadOutcome {
  std::optional<Scenario> scenario;
  std::vector<diagnostics::Diagnostic> problems;  // empty if and only if there is a scenario; in order of place
};

// Errors of every kind (no such file, not YAML, not a scenario) are problems; nothing is thrown.
ReadOutcome read_scenario(const std::string& path, const ReadOptions& options = {});

}  // namespace dlr::sim
