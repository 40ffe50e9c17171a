// Results as JUnit XML, as Jenkins and GitLab read it: a suite per scenario, a case per expectation and one for the
// invariants. Names hold no values, so that a test keeps its history; file and line lead into the scenario.
// failure: not met; error: broken off, or no data; skipped: advisory and not met, or not sure.
#pragma once

#include <span>
#include <string>

#include "reports/render/not_run.h"
#include "reports/result.h"

namespace dlr::reports {

// An error per file that was not run.
std::string render_junit(std::span<const Result> results, std::span<const NotRun> not_run = {});

}  // namespace dlr::reports
