// Results as comma-separated values (RFC 4180), three tables of one kind of row each, as spreadsheets and data frames
// want them. A figure without data is an empty field; a file that was not run is a row of its own, with why in
// `not_run`.
#pragma once

#include <span>
#include <string>

#include "reports/render/not_run.h"
#include "reports/result.h"

namespace dlr::reports {

// A row per group of messages, with all its totals and delay figures.
std::string render_csv(std::span<const Result> results, std::span<const NotRun> not_run = {});
// A row per bucket of a group's delays that is not empty: so many messages in [from_ms, below_ms).
std::string render_csv_histograms(std::span<const Result> results, std::span<const NotRun> not_run = {});
// A row per minute since the start: messages in flight at its beginning, reports received in it.
std::string render_csv_series(std::span<const Result> results, std::span<const NotRun> not_run = {});

}  // namespace dlr::reports
