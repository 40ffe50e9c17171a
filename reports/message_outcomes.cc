#include "reports/message_outcomes.h"

#include <exception>

#include "reports/group_json.h"
#include "reports/json_node.h"
#include "reports/json_writer.h"

namespace dlr::reports {
namespace {

constexpr std::string_view kMagic = "dlrsim outcomes\n";
constexpr std::uint64_t kPage = 4096, kLongestHeader = std::uint64_t{1} << 30U;

}  // namespace

std::string write_outcomes_header(const OutcomesHeader& header) {
  JsonWriter json;
  json.begin_object();
  json.key("scenario").text(header.scenario);
  json.key("point").text(header.point);
  json.key("set").begin_object();
  for (const auto& [name, value] : header.set) json.key(name).text(value);
  json.end_object();
  json.key("scenario_file").text(header.scenario_file);
  json.key("scenario_hash").text(header.scenario_hash);
  json.key("version").text(header.version);
  json.key("seed").value(header.seed);
  json.key("messages").value(header.messages);
  json.key("groups").begin_array();
  for (const GroupName& group : header.groups) {
    json.begin_object();
    write_group_name(json, group);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  const std::string text = json.take();
  const std::uint64_t size = (kHeaderPrefix + text.size() + 1 + kPage - 1) / kPage * kPage;
  std::string bytes(kMagic);
  for (unsigned shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(size >> shift & 0xffU);
  bytes += text;
  bytes.resize(size - 1, ' ');
  return bytes + "\n";
}

std::uint64_t outcomes_header_size(std::string_view prefix) {
  if (prefix.size() < kHeaderPrefix || prefix.substr(0, kMagic.size()) != kMagic) return 0;
  std::uint64_t size = 0;
  for (unsigned i = 0; i < 8; ++i) {
    size |= std::uint64_t{static_cast<unsigned char>(prefix[kMagic.size() + i])} << (8 * i);
  }
  return size % kPage == 0 && size <= kLongestHeader ? size : 0;
}

bool read_outcomes_header(std::string_view bytes, OutcomesHeader& into) {
  if (outcomes_header_size(bytes) != bytes.size() || bytes.empty()) return false;
  try {
    const std::string_view text = bytes.substr(kHeaderPrefix);
    const boost::json::value value = boost::json::parse({text.data(), text.size()});
    const JsonNode node(value);
    into.scenario = node["scenario"].text();
    if (node.has("point")) into.point = node["point"].text();
    if (node.has("set")) {
      const JsonNode set = node["set"];
      for (const auto& [name, given] : set.object()) {
        into.set.push_back({std::string(name), std::string(JsonNode(given, set, name).text())});
      }
    }
    into.scenario_file = node["scenario_file"].text();
    into.scenario_hash = node["scenario_hash"].text();
    into.version = node["version"].text();
    into.seed = node["seed"].number();
    into.messages = node["messages"].number();
    node["groups"].each([&](const JsonNode& group) { into.groups.push_back(read_group_name(group)); });
    return true;
  } catch (const ResultProblem&) {
    return false;
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace dlr::reports
