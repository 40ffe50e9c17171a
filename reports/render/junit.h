// Results as JUnit XML, as Jenkins and GitLab read it: a suite per scenario, a case per expectation and one for the
// invariants. Names hold no values, so that a test keeps its history; file and line lead into the scenario.
// failure: not met; error: broken off, or no data; skipped: advisory and not met, or not sure.
#pragma once

#include <span>
#include <string>

#include "reports/result.h"

namespace dlr::reports {

// What was asked for and came to no result.
struct NotRun {
  std::string file;
  std::string why;  // "it is no valid scenario"
};

// An error per file that was not run: a green report must not hide it.
std::string render_junit(std::span<const Result> results, std::span<const NotRun> not_run);
inline std::string render_junit(std::span<const Result> results) { return render_junit(results, {}); }

}  // namespace dlr::reports
