// The files that one `run` writes beside its reports: its results (-o), how each message ended (--outcomes), every
// event
// (--events).
#pragma once

#include <span>
#include <string>

#include "sim/cli/outcome_file.h"
#include "sim/cli/output.h"
#include "sim/scenario/scenario.h"

namespace dlr::sim::cli {

// Paths; empty: not asked for.
struct RunPaths {
  std::string output, outcomes, events;
};

struct RunFiles {
  OutputFile output;
  OutcomeFile outcomes;
  OutputFile events;

  // Before anything is read. The exit status: kUsage for what cannot be meant, kCouldNotWrite; told on stderr.
  int open_output(const RunPaths& paths);
  // Once it is known what will run, and all files that are read for it; likewise.
  int open_rest(const RunPaths& paths, std::span<const std::string> inputs, std::span<const Scenario> scenarios);
  // False, and told on stderr: not all of them are.
  bool put_in_place();
};

}  // namespace dlr::sim::cli
