// JSON from a text, in our own words where it is none.
#pragma once

#include <boost/json/value.hpp>
#include <string_view>

namespace dlr::reports {

// One value with nothing behind it; else throws a ResultProblem: "line 3, column 14", "the JSON ends too early".
boost::json::value parse_json(std::string_view text);

}  // namespace dlr::reports
