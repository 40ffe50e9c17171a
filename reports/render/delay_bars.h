// A histogram of delays as text: a line per stretch of time, from under a second to over the waiting period, with a
// bar.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/histogram.h"

namespace dlr::reports {

// Lines without a line feed, none wider; empty without a delay. A bucket counts where it begins.
std::vector<std::string> delay_bars(const Histogram& delays, std::size_t width);

}  // namespace dlr::reports
