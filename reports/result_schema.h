// The JSON Schema (draft 7) of result.json, made from the list of counters. Strict: a member it does not know is an
// error.
#pragma once

#include <string>

namespace dlr::reports {

// Indented, with a line feed at the end.
std::string result_schema();

}  // namespace dlr::reports
