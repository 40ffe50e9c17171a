// From what the user names to scenarios: files as they are, folders by the scenarios directly inside.
#pragma once

#include <string>
#include <vector>

#include "reports/render/junit.h"
#include "sim/scenario/reader.h"

namespace dlr::sim::cli {

struct Found {
  std::vector<Scenario> scenarios;
  std::vector<reports::NotRun> not_run;
  int exit = 0;  // what could not be read, or was no scenario, was told on stderr and counts here
};

// In the order named, folders by name of file. A folder without scenarios counts as "nothing ran".
Found read_scenarios(const std::vector<std::string>& paths, const ReadOptions& options);

// Over the file and what it includes.
std::string scenario_hash(const Scenario& scenario);

// Nothing, and told on stderr, when it cannot be read.
std::optional<std::string> read_file(const std::string& path);

}  // namespace dlr::sim::cli
