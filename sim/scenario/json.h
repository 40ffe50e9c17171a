// A JSON value to be written, members in the order in which they were added. Enough for schemas; reads nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dlr::sim {

class Json {
 public:
  static Json text(std::string_view value);
  static Json number(std::int64_t value) { return Json(std::to_string(value)); }
  static Json boolean(bool value) { return Json(value ? "true" : "false"); }
  static Json list(std::vector<Json> items = {});
  static Json map(std::vector<std::pair<std::string, Json>> members = {});

  Json& add(Json item);                         // to a list
  Json& add(std::string_view key, Json value);  // to a map

  bool empty() const { return members_.empty(); }  // of a list or map

  // Two spaces per level; what fits on a line of 120 characters stands on one. Without a line feed at its end.
  std::string write(std::size_t indent = 0) const;

 private:
  explicit Json(std::string token, char bracket = 0) : token_(std::move(token)), bracket_(bracket) {}
  std::string on_one_line() const;

  std::string token_;  // of a scalar, as it is written
  char bracket_;       // '[' or '{', else 0
  std::vector<std::pair<std::string, Json>> members_;
};

}  // namespace dlr::sim
