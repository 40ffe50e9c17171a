// Messages in flight and reports received over the simulated time, with the windows in which faults may strike.
#pragma once

#include <string>

#include "reports/result.h"

namespace dlr::reports {

std::string html_over_time(const Result& result);

}  // namespace dlr::reports
