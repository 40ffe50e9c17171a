#include "reports/group_json.h"

#include "reports/json_node.h"
#include "reports/json_writer.h"

namespace dlr::reports {

void write_group_name(JsonWriter& json, const GroupName& name) {
  json.key("country").text(name.country);
  json.key("operator").text(name.operator_name);
  json.key("campaign").text(name.campaign);
  json.key("channel").text(name.channel);
}

GroupName read_group_name(const JsonNode& node) {
  return {node["country"].text(), node["operator"].text(), node["campaign"].text(), node["channel"].text()};
}

}  // namespace dlr::reports
