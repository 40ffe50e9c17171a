#include "tests/infobip/reference_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <ctime>
#include <nlohmann/json.hpp>
#include <optional>
#include <regex>
#include <set>

#include "core/message_id.h"
#include "core/status.h"
#include "core/utf8.h"

namespace dlr::core::infobip {
namespace {

using Json = nlohmann::json;

// 0xD800 to 0xDFFF at text[at] written as an escape; else 0.
unsigned surrogate_at(const std::string& text, std::size_t at) {
  static const std::regex pattern("\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}.*");
  if (text.size() < at + 6 || !std::regex_match(text.substr(at, 6), pattern)) return 0;
  return static_cast<unsigned>(std::stoul(text.substr(at + 2, 4), nullptr, 16));
}

std::string without_lone_surrogates(std::string text) {
  for (std::size_t at = text.find('\\'); at != std::string::npos && at + 1 < text.size(); at = text.find('\\', at)) {
    const unsigned unit = surrogate_at(text, at);
    if (unit == 0) {
      at += 2;
    } else if (unit < 0xDC00 && surrogate_at(text, at + 6) >= 0xDC00) {
      at += 12;
    } else {
      text.replace(at, 6, "\\ufffd");
      at += 6;
    }
  }
  return text;
}

std::optional<double> number_of(const Json& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  const auto outer = [](char c) { return c == '-' || std::isdigit(static_cast<unsigned char>(c)) != 0; };
  if (text.empty() || !outer(text.front()) || !outer(text.back())) return std::nullopt;
  const Json inner = Json::parse(text, nullptr, false);
  return inner.is_number() ? std::optional(inner.get<double>()) : std::nullopt;
}

int whole(const Json& object, const char* name, double low, double high, int otherwise) {
  const auto at = object.find(name);
  if (at == object.end()) return otherwise;
  const std::optional<double> number = number_of(*at);
  const bool fits = number && *number >= low && *number <= high && std::floor(*number) == *number;
  return fits ? static_cast<int>(*number) : otherwise;
}

std::string text(const Json& object, const char* name) {
  const auto at = object.find(name);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::optional<long long> time_ms(const std::string& text) {
  static const std::regex pattern(
      "(\\d{4})-(\\d\\d)-(\\d\\d)[Tt](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d+))?(?:[Zz]|([+-])(\\d\\d):?(\\d\\d))");
  std::smatch found;
  if (!std::regex_match(text, found, pattern)) return std::nullopt;
  const auto part = [&found](std::size_t i) { return found[i].matched ? std::stoi(found[i].str()) : 0; };
  std::tm tm{};
  tm.tm_year = part(1) - 1900;
  tm.tm_mon = part(2) - 1;
  tm.tm_mday = part(3);
  tm.tm_hour = part(4);
  tm.tm_min = part(5);
  tm.tm_sec = part(6);
  const std::tm before = tm;
  const long long seconds = timegm(&tm);  // puts right what cannot be
  if (tm.tm_mon != before.tm_mon || tm.tm_mday != before.tm_mday || tm.tm_hour != before.tm_hour ||
      tm.tm_min != before.tm_min || tm.tm_sec != before.tm_sec || part(9) > 23 || part(10) > 59) {
    return std::nullopt;
  }
  const long long east = (part(9) * 60LL + part(10)) * (found[8].str() == "-" ? -60 : 60);
  const std::string fraction = (found[7].str() + "000").substr(0, 3);
  const long long ms = (seconds - east) * 1000 + std::stoi(fraction);
  return ms < 86'400'000 ? std::nullopt : std::optional(ms);
}

std::string describe(const std::string& id, const std::string& status, const std::string& error,
                     std::optional<long long> done_at, int parts) {
  return fmt::format("id {} | status {} | error {} | done {} | parts {}", id, status, error,
                     done_at ? std::to_string(*done_at) : "none", parts);
}

std::string describe_row(int group_id, std::string_view group_name, int id, std::string_view name,
                         std::string_view description) {
  return fmt::format("{} '{}' {} '{}' '{}'", group_id, group_name, id, name, description);
}

constexpr const char* kMalformed = "malformed";

std::string row(const Json& report, const char* name, bool with_permanent) {
  const auto at = report.find(name);
  if (at == report.end() || !at->is_object()) return "none";
  const int group_id = whole(*at, "groupId", 0, INT32_MAX, kAbsent);
  int id = whole(*at, "id", 0, INT32_MAX, kAbsent);
  const std::string group_name = text(*at, "groupName");
  const std::string own_name = text(*at, "name");
  if (group_id == kAbsent && id == kAbsent && group_name.empty() && own_name.empty()) return "none";
  if (const ProviderError* known = find_error(own_name); with_permanent && id == kAbsent && known != nullptr)
    id = known->id;
  std::string out = describe_row(group_id, group_name, id, own_name, text(*at, "description"));
  if (with_permanent) {
    const auto permanent = at->find("permanent");
    out += permanent != at->end() && permanent->is_boolean() && permanent->get<bool>() ? " permanent" : "";
  }
  return out;
}

std::string describe_json(const Json& report) {
  if (!report.is_object()) return kMalformed;
  std::string id = text(report, "messageId");
  const std::string status = row(report, "status", false);
  if (id.empty() || id.size() > 200 || status == "none") return kMalformed;
  // One with capitals may be somebody else's: whose it is, the tracker finds out.
  const bool has_capitals = std::ranges::any_of(id, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (const auto minted = parse_message_id(id); minted && !has_capitals) id = "minted " + to_text(*minted);
  int parts = 0;
  for (const char* name : {"messageCount", "smsCount", "mmsCount"}) {
    if (parts == 0) parts = whole(report, name, 1, 255, 0);
  }
  return describe(id, status, row(report, "error", true), time_ms(text(report, "doneAt")), parts);
}

}  // namespace

ReferenceReports reference_reports(std::string_view body) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (body.starts_with(kMark)) body.remove_prefix(kMark.size());
  // nlohmann would pass over a second mark, and take a zero for the end.
  if (body.starts_with(kMark) || body.find('\0') != std::string_view::npos) return {};
  // By depth. An object that is not kept has a start and keys, but nobody tells its end.
  std::vector<std::set<std::string>> names;
  bool too_deep = false;
  const auto first_only = [&](int depth, Json::parse_event_t event, Json& value) {
    const auto inside = static_cast<std::size_t>(depth);
    if (event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start) {
      too_deep = too_deep || depth >= 64;
      names.resize(inside + 1);
      names.emplace_back();
    }
    return event != Json::parse_event_t::key || names.at(inside).insert(value.get<std::string>()).second;
  };
  Json root;
  try {
    root = Json::parse(without_lone_surrogates(mended_utf8(body)), first_only);
  } catch (const Json::out_of_range&) {
    return {ReferenceReports::Opinion::none, {}};
  } catch (const Json::parse_error&) {
    return {};
  }
  if (too_deep || !root.is_object() || !root.contains("results") || !root["results"].is_array()) return {};
  ReferenceReports out{ReferenceReports::Opinion::json, {}};
  for (const Json& report : root["results"]) out.reports.push_back(describe_json(report));
  return out;
}

std::string describe(const DeliveryReport& report) {
  if (report.malformed) return kMalformed;
  const std::string id =
      report.foreign_id.empty() ? "minted " + to_text(report.message) : std::string(report.foreign_id);
  const ProviderStatus& status = *report.status;
  std::string error = "none";
  if (report.error != nullptr) {
    const ProviderError& said = *report.error;
    error = describe_row(said.group_id, said.group_name, said.id, said.name, said.description);
    if (said.permanent) error += " permanent";
  }
  return describe(id, describe_row(status.group_id, status.group_name, status.id, status.name, status.description),
                  error, report.done_at ? std::optional<long long>(to_ms(*report.done_at)) : std::nullopt,
                  report.parts);
}

std::vector<std::string> describe(const ReadReports& read) {
  std::vector<std::string> out;
  for (const DeliveryReport& report : read.reports) out.push_back(describe(report));
  return out;
}

}  // namespace dlr::core::infobip
