#include "sim/mock_provider/request_fields.h"

#include <algorithm>

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

std::optional<simdjson::dom::element> RequestFields::search(std::string_view name, Presence presence) const {
  Element value;
  if (object_.at_key(name).get(value) == simdjson::SUCCESS && !value.is_null()) return value;
  if (presence == Presence::required) report(name, "must not be null");
  return std::nullopt;
}

bool RequestFields::has(std::string_view name) const { return find(name, Presence::optional).has_value(); }

std::optional<simdjson::dom::array> RequestFields::find_array(std::string_view name, Presence presence,
                                                              std::size_t elements_max) const {
  const std::optional<Element> value = find(name, presence);
  if (!value.has_value()) return std::nullopt;
  simdjson::dom::array array;
  if (value->get_array().get(array) != simdjson::SUCCESS) {
    report(name, "must be an array");
    return std::nullopt;
  }
  if (array.size() == 0 && presence == Presence::required) report(name, "must not be empty");
  if (array.size() > elements_max) report(name, "must have at most " + std::to_string(elements_max) + " elements");
  return array;
}

std::optional<std::string_view> RequestFields::string(std::string_view name, Presence presence) const {
  const std::optional<Element> value = find(name, presence);
  if (!value.has_value()) return std::nullopt;
  std::string_view text;
  if (value->get_string().get(text) == simdjson::SUCCESS) return text;
  report(name, "must be a string");
  return std::nullopt;
}

std::string_view RequestFields::text(std::string_view name, std::size_t characters_max, Presence presence) const {
  const std::optional<std::string_view> value = string(name, presence);
  if (!value.has_value()) return {};
  if (characters_max != kAnyLength && bytes_of(*value, characters_max) != value->size()) {
    report(name, "size must be between 0 and " + std::to_string(characters_max));
    return {};
  }
  return *value;
}

std::string_view RequestFields::clipped_text(std::string_view name, std::size_t characters_max) const {
  const std::optional<std::string_view> value = string(name, Presence::optional);
  if (!value.has_value()) return {};
  return value->substr(0, bytes_of(*value, characters_max));
}

std::string_view RequestFields::word(std::string_view name, std::span<const std::string_view> words,
                                     Presence presence) const {
  const std::optional<std::string_view> value = string(name, presence);
  if (!value.has_value()) return {};
  if (std::ranges::find(words, *value) == words.end()) {
    report(name, one_of(words));
    return {};
  }
  return *value;
}

bool RequestFields::flag(std::string_view name, bool otherwise) const {
  const std::optional<Element> value = find(name, Presence::optional);
  if (!value.has_value()) return otherwise;
  bool flag = otherwise;
  if (value->get_bool().get(flag) != simdjson::SUCCESS) report(name, "must be true or false");
  return flag;
}

std::optional<std::int64_t> RequestFields::integer(std::string_view name, std::int64_t min, std::int64_t max,
                                                   Presence presence) const {
  const std::optional<Element> value = find(name, presence);
  if (!value.has_value()) return std::nullopt;
  // JSON has only numbers, and 5.0 is no integer here.
  if (value->is_int64()) {
    const std::int64_t number = std::int64_t{*value};
    if (number >= min && number <= max) return number;
  }
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

std::vector<std::string_view> RequestFields::words(std::string_view name, std::span<const std::string_view> words,
                                                   Presence presence) const {
  std::vector<std::string_view> found;
  const std::optional<simdjson::dom::array> array = find_array(name, presence, kAnyLength);
  if (!array.has_value()) return found;
  const FieldPath path{path_, name, std::nullopt};
  std::size_t i = 0;
  for (const Element element : *array) {
    std::string_view word;
    if (element.get_string().get(word) == simdjson::SUCCESS && std::ranges::find(words, word) != words.end()) {
      found.push_back(word);
    } else {
      violations_->push_back({FieldPath{&path, {}, i}.text(), one_of(words)});
    }
    ++i;
  }
  return found;
}

}  // namespace dlr::sim::mock
