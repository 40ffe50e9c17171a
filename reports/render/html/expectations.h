// What was expected and what came: verdict, value, limit, and both as a picture.
#pragma once

#include <string>

#include "reports/result.h"

namespace dlr::reports {

std::string html_expectations(const Result& result);

}  // namespace dlr::reports
