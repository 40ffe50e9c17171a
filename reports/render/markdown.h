// Results as Markdown, for the summary of a CI job: the verdict, then what failed, then the rest. At most 60 kB; a last
// sentence says what was left out for that.
#pragma once

#include <span>
#include <string>

#include "reports/render/not_run.h"
#include "reports/result.h"

namespace dlr::reports {

std::string render_markdown(std::span<const Result> results, std::span<const NotRun> not_run = {});

}  // namespace dlr::reports
