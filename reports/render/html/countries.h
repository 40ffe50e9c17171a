// How the messages of each country, operator and campaign ended, and how long their reports took.
#pragma once

#include <string>

#include "reports/result.h"

namespace dlr::reports {

std::string html_countries(const Result& result);

}  // namespace dlr::reports
