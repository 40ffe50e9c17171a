#include "sim/mock_provider/request_fields.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/string.hpp>
#include <limits>

namespace dlr::sim::mock {
namespace {

std::string one_of(std::span<const std::string_view> words) {
  std::string text = "must be one of";
  for (const std::string_view word : words) {
    text += ' ';
    text += word;
  }
  return text;
}

// An integer in any form that fits: JSON has only numbers, and 5.0 is none here.
std::optional<std::int64_t> as_integer(const boost::json::value& value) {
  if (value.is_int64()) return value.get_int64();
  return std::nullopt;  // a uint64 is beyond every limit there is
}

// RFC 3339 wants a colon in the zone, the provider wants none.
std::optional<Instant> read_timestamp(std::string_view text) {
  std::string rfc(text);
  if (rfc.size() > 5 && (rfc[rfc.size() - 5] == '+' || rfc[rfc.size() - 5] == '-')) {
    rfc.resize(rfc.size() - 2);
    rfc += ':';
    rfc += text.substr(text.size() - 2);
  }
  return parse_instant(rfc);
}

}  // namespace

std::string FieldPath::text() const {
  std::string path = parent == nullptr ? std::string() : parent->text();
  if (index.has_value()) return path + '[' + std::to_string(*index) + ']';
  if (!path.empty()) path += '.';
  path += name;
  return path;
}

std::size_t bytes_of(std::string_view text, std::size_t characters_max) {
  if (text.size() <= characters_max) return text.size();
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80;
    if (begins && characters++ == characters_max) return i;
  }
  return text.size();
}

void RequestFields::report(std::string_view name, std::string_view violation) const {
  const FieldPath member{path_, name, std::nullopt};
  violations_->push_back(
      {name.empty() ? (path_ == nullptr ? std::string() : path_->text()) : member.text(), std::string(violation)});
}

const boost::json::value* RequestFields::find(std::string_view name, Presence presence) const {
  const boost::json::value* value = object_->if_contains(name);
  if (value != nullptr && !value->is_null()) return value;
  if (presence == Presence::required) report(name, "must not be null");
  return nullptr;
}

bool RequestFields::has(std::string_view name) const { return find(name, Presence::optional) != nullptr; }

const boost::json::array* RequestFields::find_array(std::string_view name, Presence presence,
                                                    std::size_t elements_max) const {
  const boost::json::value* value = find(name, presence);
  if (value == nullptr) return nullptr;
  if (!value->is_array()) {
    report(name, "must be an array");
    return nullptr;
  }
  const boost::json::array& array = value->get_array();
  if (array.empty() && presence == Presence::required) report(name, "must not be empty");
  if (array.size() > elements_max) report(name, "must have at most " + std::to_string(elements_max) + " elements");
  return &array;
}

std::optional<std::string_view> RequestFields::string(std::string_view name, Presence presence) const {
  const boost::json::value* value = find(name, presence);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    report(name, "must be a string");
    return std::nullopt;
  }
  return std::string_view(value->get_string().data(), value->get_string().size());
}

std::string RequestFields::text(std::string_view name, std::size_t characters_max, Presence presence) const {
  const std::optional<std::string_view> value = string(name, presence);
  if (!value.has_value()) return {};
  if (characters_max != kAnyLength && bytes_of(*value, characters_max) != value->size()) {
    report(name, "size must be between 0 and " + std::to_string(characters_max));
    return {};
  }
  return std::string(*value);
}

std::string RequestFields::clipped_text(std::string_view name, std::size_t characters_max) const {
  const std::optional<std::string_view> value = string(name, Presence::optional);
  if (!value.has_value()) return {};
  return std::string(value->substr(0, bytes_of(*value, characters_max)));
}

std::string RequestFields::word(std::string_view name, std::span<const std::string_view> words,
                                Presence presence) const {
  const std::optional<std::string_view> value = string(name, presence);
  if (!value.has_value()) return {};
  if (std::ranges::find(words, *value) == words.end()) {
    report(name, one_of(words));
    return {};
  }
  return std::string(*value);
}

bool RequestFields::flag(std::string_view name, bool otherwise) const {
  const boost::json::value* value = find(name, Presence::optional);
  if (value == nullptr) return otherwise;
  if (value->is_bool()) return value->get_bool();
  report(name, "must be true or false");
  return otherwise;
}

std::optional<std::int64_t> RequestFields::integer(std::string_view name, std::int64_t min, std::int64_t max,
                                                   Presence presence) const {
  const boost::json::value* value = find(name, presence);
  if (value == nullptr) return std::nullopt;
  const std::optional<std::int64_t> number = as_integer(*value);
  if (number.has_value() && *number >= min && *number <= max) return number;
  report(name, "must be an integer between " + std::to_string(min) + " and " + std::to_string(max));
  return std::nullopt;
}

std::optional<Instant> RequestFields::timestamp(std::string_view name) const {
  const std::optional<std::string_view> value = string(name, Presence::optional);
  if (!value.has_value()) return std::nullopt;
  const std::optional<Instant> instant = read_timestamp(*value);
  if (!instant.has_value()) report(name, "must have the format yyyy-MM-dd'T'HH:mm:ss.SSSZ");
  return instant;
}

std::vector<std::string> RequestFields::words(std::string_view name, std::span<const std::string_view> words,
                                              Presence presence) const {
  std::vector<std::string> found;
  const boost::json::array* array = find_array(name, presence, kAnyLength);
  if (array == nullptr) return found;
  const FieldPath path{path_, name, std::nullopt};
  for (std::size_t i = 0; i < array->size(); ++i) {
    const boost::json::string* value = (*array)[i].if_string();
    if (value != nullptr && std::ranges::find(words, std::string_view(value->data(), value->size())) != words.end()) {
      found.emplace_back(value->data(), value->size());
    } else {
      violations_->push_back({FieldPath{&path, {}, i}.text(), one_of(words)});
    }
  }
  return found;
}

}  // namespace dlr::sim::mock
