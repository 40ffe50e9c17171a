#include "sim/scenario/json.h"

#include <fmt/format.h>

namespace dlr::sim {
namespace {

constexpr std::size_t kLineWidth = 120;

std::string json_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

Json Json::text(std::string_view value) { return Json(json_quoted(value)); }

Json Json::list(std::vector<Json> items) {
  Json json("", '[');
  for (Json& item : items) json.add(std::move(item));
  return json;
}

Json Json::map(std::vector<std::pair<std::string, Json>> members) {
  Json json("", '{');
  json.members_ = std::move(members);
  return json;
}

Json& Json::add(Json item) {
  members_.emplace_back("", std::move(item));
  return *this;
}

Json& Json::add(std::string_view key, Json value) {
  members_.emplace_back(key, std::move(value));
  return *this;
}

std::string Json::on_one_line() const {
  if (bracket_ == 0) return token_;
  std::string out(1, bracket_);
  for (std::size_t i = 0; i < members_.size(); ++i) {
    if (i > 0) out += ", ";
    if (bracket_ == '{') out += json_quoted(members_[i].first) + ": ";
    out += members_[i].second.on_one_line();
  }
  return out + (bracket_ == '{' ? '}' : ']');
}

std::string Json::write(std::size_t indent) const {
  std::string line = on_one_line();
  if (bracket_ == 0 || line.size() + indent <= kLineWidth) return line;
  const std::string inner(indent + 2, ' ');
  std::string out(1, bracket_);
  for (std::size_t i = 0; i < members_.size(); ++i) {
    out += i == 0 ? "\n" : ",\n";
    out += inner;
    if (bracket_ == '{') out += json_quoted(members_[i].first) + ": ";
    out += members_[i].second.write(indent + 2);
  }
  return out + "\n" + std::string(indent, ' ') + (bracket_ == '{' ? '}' : ']');
}

}  // namespace dlr::sim
