// Coverage of situations: which cells of the lifecycle, statuses, errors and faults a run reached, and which never.
#pragma once

#include <string>

#include "reports/result.h"

namespace dlr::reports {

std::string html_situations(const Result& result);

}  // namespace dlr::reports
