// Results as GitHub's workflow commands: an annotation for each thing that is wrong, at the line of the scenario that
// asks for it, and a notice for what is not wrong and still should be known, as a fault that struck nobody. At most ten
// (GitHub shows no more of one step), then one notice about the rest; nothing when all is well.
#pragma once

#include <span>
#include <string>

#include "reports/render/not_run.h"
#include "reports/result.h"

namespace dlr::reports {

std::string render_github(std::span<const Result> results, std::span<const NotRun> not_run = {});

}  // namespace dlr::reports
