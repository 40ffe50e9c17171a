// Messages in flight over the simulated time, with the windows in which faults may strike.
#pragma once

#include <string>

#include "reports/result.h"

namespace dlr::reports {

std::string html_in_flight(const Result& result);

}  // namespace dlr::reports
