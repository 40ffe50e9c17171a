// From submitted to outcome, as ribbons as wide as there are messages.
#pragma once

#include <string>

#include "reports/result.h"

namespace dlr::reports {

std::string html_flow(const Result& result);

}  // namespace dlr::reports
