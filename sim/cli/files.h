// From what the user names to scenarios: files as they are, folders by the scenarios directly inside.
#pragma once

#include <string>
#include <vector>

#include "reports/render/not_run.h"
#include "sim/scenario/reader.h"

namespace dlr::sim::cli {

struct Found {
  std::vector<Scenario> scenarios;
  std::vector<reports::NotRun> not_run;
  int exit = 0;  // what could not be read, or was no scenario, was told on stderr and counts here
};

// In the order named, folders by name of file; of a sweep every point, or the one asked for. A folder without scenarios
// counts as "nothing ran".
Found read_scenarios(const std::vector<std::string>& paths, const ReadOptions& options);

// The one scenario, for a command that takes no more; null: none was read, or several (a sweep without `--point`, a
// folder), and then told on stderr.
const Scenario* only_one(const Found& found, std::string_view command);

// Over the file, what it includes and the parameters in force, as the scenario is shown; but --replications has no say.
std::string scenario_hash(const Scenario& scenario);

// `-` is stdin. Nothing, and told on stderr, when it cannot be read.
std::optional<std::string> read_file(const std::string& path);

}  // namespace dlr::sim::cli
