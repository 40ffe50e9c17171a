// Reads a scenario from YAML: includes merged, parameters put in, defaults filled in, names resolved. It gives either a
// scenario that can be run as it stands (one for each point of a sweep) or every problem of the file, each with its
// place; never both.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/diagnostics/diagnostic.h"
#include "sim/scenario/scenario.h"

namespace dlr::sim {

// What somebody else holds against a scenario that is fine in itself: where (keys, "#1" for the second of a list), why,
// and what to do.
struct Objection {
  std::vector<std::string> path;
  std::string message;
  std::string cure;
};

struct ReadOptions {
  std::optional<std::uint64_t> seed;                     // replaces the file's
  std::vector<std::pair<std::string, std::string>> set;  // parameter, value; a later one for the same name wins
  std::string point;                                     // of the sweep, by number or values; empty: all
  // Asked about each scenario that could be read; what it objects to is a problem like any other.
  std::function<std::optional<Objection>(const Scenario&)> object;
};

struct ReadOutcome {
  std::optional<Scenario> scenario;  // of a sweep: with the parameters as they are without it
  std::vector<Scenario> points;      // the sweep's, or the one asked for, in order; empty: there is no sweep
  std::vector<diagnostics::Diagnostic> problems;  // empty if and only if there is a scenario; in order of place
};

// Errors of every kind (no such file, not YAML, not a scenario) are problems. Thrown is std::bad_alloc alone.
ReadOutcome read_scenario(const std::string& path, const ReadOptions& options = {});

}  // namespace dlr::sim
