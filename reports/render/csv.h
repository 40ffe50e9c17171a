// Results as comma-separated values (RFC 4180): a header, then one row per group of messages with all its totals and
// delay figures. A figure without data is an empty field.
#pragma once

#include <span>
#include <string>

#include "reports/render/not_run.h"
#include "reports/result.h"

namespace dlr::reports {

std::string render_csv(std::span<const Result> results, std::span<const NotRun> not_run = {});

}  // namespace dlr::reports
