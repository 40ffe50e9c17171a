// The name of a group as members of a JSON object, wherever groups are written: results, lines, outcomes, comparisons.
#pragma once

#include "reports/result.h"

namespace dlr::reports {

class JsonNode;
class JsonWriter;

// Into the object that is open.
void write_group_name(JsonWriter& json, const GroupName& name);
// Throws what JsonNode throws where a member is missing.
GroupName read_group_name(const JsonNode& node);

}  // namespace dlr::reports
