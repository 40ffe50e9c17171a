// How long things took, on a logarithmic axis of time: all messages as curves, countries and operators as bars.
#pragma once

#include <string>

#include "reports/result.h"

namespace dlr::reports {

std::string html_delays(const Result& result);

}  // namespace dlr::reports
