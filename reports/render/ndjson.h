// Results as one JSON object per line, for tools that load lines into a table. Each line has a `type` (run,
// expectation, fault, group, histogram, series), the scenario's name and the seed; names are those of result.json.
#pragma once

#include <span>
#include <string>

#include "reports/render/not_run.h"
#include "reports/result.h"

namespace dlr::reports {

std::string render_ndjson(std::span<const Result> results, std::span<const NotRun> not_run = {});

}  // namespace dlr::reports
