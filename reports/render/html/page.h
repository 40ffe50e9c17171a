// Results as one HTML page: a single file without any reference to another, well-formed as XML too. It says everything
// where scripts and styles are forbidden, as Jenkins does with its archived files; the style sheet only adds looks and
// the script only sorting and filtering.
#pragma once

#include <span>
#include <string>

#include "reports/render/not_run.h"
#include "reports/result.h"

namespace dlr::reports {

std::string render_html(std::span<const Result> results, std::span<const NotRun> not_run = {});

}  // namespace dlr::reports
