// The format of scenario files as a JSON schema (draft 7), for editors and for tests; written from the same tables that
// the reader reads by.
#pragma once

#include <string>

namespace dlr::sim {

// With a line feed at its end: scenarios/scenario.schema.json, byte for byte.
std::string scenario_schema();

}  // namespace dlr::sim
