// A sweep at a glance: for every point a line with its verdict and the value of each expectation. Depends on the
// results alone.
#pragma once

#include <span>
#include <string>

#include "reports/render/terminal.h"
#include "reports/result.h"

namespace dlr::reports {

// Of the points of one scenario, in order: a table, or several below each other where one would be too wide. Ends with
// a line feed.
std::string render_points(std::span<const Result> points, const TerminalOptions& options);

// From a place on, how many results are points of one sweep; 0: it is none.
std::size_t points_from(std::span<const Result> results, std::size_t place);

}  // namespace dlr::reports
