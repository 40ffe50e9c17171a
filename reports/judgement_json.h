// What was expected and what came of it, as JSON, both ways: the members `expectations` and `judging` of a result.
#pragma once

#include <optional>

#include "reports/json_node.h"
#include "reports/json_writer.h"
#include "reports/result.h"

namespace dlr::reports {

// A number of so many places, or null.
void write_optional(JsonWriter& json, std::optional<double> value, unsigned places);

void write_judgement(JsonWriter& json, const Judgement& judgement);
Judgement read_judgement(const JsonNode& node);

void write_judging(JsonWriter& json, const Judging& judging);
Judging read_judging(const JsonNode& node);

}  // namespace dlr::reports
