// A result's JSON as it is read, with the place of whatever is not as it should be.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "reports/decimal.h"
#include "reports/result.h"

namespace dlr::reports {

// A value and where it stands: below a parent, which must outlive it. Whatever is not as it should be is thrown as a
// ResultProblem, without a place where it is the whole that is wrong, and caught by whoever reads.
class JsonNode {
 public:
  explicit JsonNode(const boost::json::value& value) : value_(value) {}
  JsonNode(const boost::json::value& value, const JsonNode& parent, std::string_view name)
      : value_(value), parent_(&parent), name_(name) {}
  JsonNode(const boost::json::value& value, const JsonNode& parent, std::size_t index)
      : value_(value), parent_(&parent), index_(index) {}

  [[noreturn]] void wrong(std::string text) const { throw ResultProblem{path(), std::move(text)}; }

  JsonNode operator[](std::string_view name) const {
    const boost::json::value* member = find(name);
    if (member == nullptr) wrong(fmt::format("the member `{}` is missing", name));
    return {*member, *this, name};
  }
  bool has(std::string_view name) const { return find(name) != nullptr; }
  bool is_null() const { return value_.is_null(); }

  const boost::json::object& object() const {
    if (!value_.is_object()) wrong("must be an object");
    return value_.get_object();
  }
  template <class Use>
  void each(Use&& use) const {
    if (!value_.is_array()) wrong("must be a list");
    std::size_t index = 0;
    for (const boost::json::value& item : value_.get_array()) use(JsonNode(item, *this, index++));
  }

  template <class Integer = std::uint64_t>
  Integer number() const {
    boost::system::error_code error;
    const auto number = value_.to_number<Integer>(error);
    if (error || value_.is_double()) wrong("must be a whole number in its range");
    return number;
  }
  std::optional<std::uint64_t> optional_number() const { return is_null() ? std::nullopt : std::optional(number()); }
  std::optional<double> optional_decimal(unsigned places) const {
    if (is_null()) return std::nullopt;
    if (!value_.is_number()) wrong("must be a number");
    return rounded(value_.to_number<double>(), places);
  }
  bool yes() const {
    if (!value_.is_bool()) wrong("must be true or false");
    return value_.get_bool();
  }
  std::string text() const {
    if (!value_.is_string()) wrong("must be a text");
    return std::string(std::string_view(value_.get_string()));
  }
  std::string optional_text() const { return is_null() ? std::string() : text(); }

  // The place of this text in a list of texts.
  std::size_t choice(std::initializer_list<const char*> texts) const {
    const std::string is = text();
    const auto at = std::find(texts.begin(), texts.end(), is);
    if (at == texts.end()) wrong(fmt::format("must be one of `{}`", fmt::join(texts, "`, `")));
    return static_cast<std::size_t>(at - texts.begin());
  }

 private:
  const boost::json::value* find(std::string_view name) const {
    return object().if_contains({name.data(), name.size()});
  }

  std::string path() const {
    if (parent_ == nullptr) return {};
    const std::string above = parent_->path();
    if (name_.empty()) return fmt::format("{}[{}]", above, index_);
    return above.empty() ? std::string(name_) : fmt::format("{}.{}", above, name_);
  }

  const boost::json::value& value_;
  const JsonNode* parent_ = nullptr;
  std::string_view name_;  // of a member; empty: an item
  std::size_t index_ = 0;
};

}  // namespace dlr::reports
