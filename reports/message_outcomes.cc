#include "reports/message_outcomes.h"

#include <boost/json.hpp>
#include <exception>

#include "reports/json_writer.h"

namespace dlr::reports {
namespace {

constexpr std::string_view kMagic = "dlrsim outcomes\n";
constexpr std::uint64_t kPage = 4096, kLongestHeader = std::uint64_t{1} << 30U;

std::string text_of(const boost::json::object& object, const char* name) {
  return std::string(object.at(name).as_string());
}

}  // namespace

std::string write_outcomes_header(const OutcomesHeader& header) {
  JsonWriter json;
  json.begin_object();
  json.key("scenario").text(header.scenario);
  json.key("scenario_file").text(header.scenario_file);
  json.key("scenario_hash").text(header.scenario_hash);
  json.key("version").text(header.version);
  json.key("seed").value(header.seed);
  json.key("messages").value(header.messages);
  json.key("groups").begin_array();
  for (const GroupName& group : header.groups) {
    json.begin_object();
    json.key("country").text(group.country);
    json.key("operator").text(group.operator_name);
    json.key("campaign").text(group.campaign);
    json.key("channel").text(group.channel);
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
    const boost::json::object& object = value.as_object();
    into.scenario = text_of(object, "scenario");
    into.scenario_file = text_of(object, "scenario_file");
    into.scenario_hash = text_of(object, "scenario_hash");
    into.version = text_of(object, "version");
    into.seed = object.at("seed").to_number<std::uint64_t>();
    into.messages = object.at("messages").to_number<std::uint64_t>();
    for (const boost::json::value& item : object.at("groups").as_array()) {
      const boost::json::object& group = item.as_object();
      into.groups.push_back({text_of(group, "country"), text_of(group, "operator"), text_of(group, "campaign"),
                             text_of(group, "channel")});
    }
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace dlr::reports
