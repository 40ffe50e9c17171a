// How often a scenario is run and how many false alarms there may be: what `run` and `plan` have in common.
#pragma once

#include <CLI/CLI.hpp>
#include <span>
#include <string>

#include "reports/false_alarms.h"
#include "sim/scenario/scenario.h"

namespace dlr::sim::cli {

struct JudgingFlags {
  std::string replications;  // "10", "5..50"; empty: as the scenario says
  double false_alarms = reports::FalseAlarmBudget::kDefault;

  void add_to(CLI::App& command);

  // Gives the replications to the scenarios; false, and told on stderr: they are none.
  bool apply(std::span<Scenario> scenarios) const;
};

}  // namespace dlr::sim::cli
