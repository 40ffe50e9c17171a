// Results as OpenMetrics text 1.0: counters by the names of counters.h, delays as summaries in seconds, verdicts as
// state sets. One exposition for all results; `scenario` and `seed` are labels.
#pragma once

#include <span>
#include <string>

#include "reports/render/not_run.h"
#include "reports/result.h"

namespace dlr::reports {

std::string render_openmetrics(std::span<const Result> results, std::span<const NotRun> not_run = {});

}  // namespace dlr::reports
