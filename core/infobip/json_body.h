// One body of JSON from outside, walked whole: every value is looked at, wanted or not, so that a body is JSON from its
// first byte to its last or is refused. It stands on simdjson's on-demand parser, which checks quotes, UTF-8 and
// control characters of the whole body, and believes what it skips; so nothing is skipped here but what was read
// before, byte by byte the same. For the readers of this room.
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

#include "core/infobip/not_json.h"

namespace dlr::core::infobip {

class JsonBody {
 public:
  using Value = simdjson::ondemand::value;

  static constexpr int kDeepest = 64;  // objects and arrays within each other

  // The name of a field. The text ends at `end`, or where there is none at the first quote.
  class Key {
   public:
    Key(const char* text, const char* end) : text_(text), end_(end) {}
    char first() const { return *text_; }
    bool operator==(std::string_view name) const {
      if (std::memcmp(text_, name.data(), name.size()) != 0) return false;  // the body is padded
      return end_ == nullptr ? text_[name.size()] == '"' : text_ + name.size() == end_;
    }

   private:
    const char* text_;
    const char* end_;
  };

  // Reads a body that is an object: on_field(key, value) for each of its fields. That call, and those that it makes in
  // turn, hand each value to exactly one of the readers below and return false as soon as one of them does; or to none,
  // when all_from() begins with an object that was read before, at this depth. A leading byte order mark is passed
  // over, broken UTF-8 is mended first. Nothing: all of the body was read.
  template <class OnField>
  std::optional<NotJson> read(std::string_view body, OnField&& on_field);

  // The readers. Each takes the whole value, and returns false when the body turns out to be no JSON. What is asked for
  // and is not there, null or another type among it, is left as it was.
  bool skip(Value& value) { return skip(value, token(value)); }
  bool text(Value& value, std::string_view& out);  // valid until the next body; lone surrogates are mended
  bool whole_number(Value& value, std::optional<std::int64_t>& out);  // also one that is written as a text
  bool truth(Value& value, bool& out);
  template <class OnField>
  bool object(Value& value, OnField&& on_field);
  template <class OnElement>
  bool array(Value& value, OnElement&& on_element);

  // All that is left of the body from the value on.
  std::string_view all_from(Value& value) const {
    const char* const at = token_start(value);
    return {at, length_ - static_cast<std::size_t>(at - buffer_.data())};
  }
  // Of an object that was read to its end just now, and began here: its bytes, valid until the next body. Empty where
  // escapes were undone in the body.
  std::string_view bytes_of_object(const char* begin);

  static bool is_object(Value& value) { return *token_start(value) == '{'; }
  static bool is_array(Value& value) { return *token_start(value) == '['; }

 private:
  static constexpr std::string_view kEarlyEnd = "the body ends too early";
  static constexpr std::string_view kStrange = "unexpected character";
  static constexpr std::string_view kAfterEnd = "something after the end";
  static constexpr std::string_view kTooDeep = "nested deeper than 64";

  static const char* token_start(Value& value) { return value.raw_json_token().data(); }
  static constexpr bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
  // The value's first token: all of a scalar, without the white space behind it. It is not empty: a body ends in a
  // brace.
  static std::string_view token(Value& value) {
    std::string_view token = value.raw_json_token();
    while (token.size() > 1 && is_space(token.back())) token.remove_suffix(1);
    return token;
  }
  // Most numbers are a few digits: no more is to be known about those.
  static bool is_short_number(std::string_view token);

  bool open(std::string_view body);
  void load(std::string_view text);
  void refuse_root();
  void refuse_what_stage_one_found(simdjson::error_code error);

  bool fail(std::string_view reason, const char* at);
  bool fail_here();  // where the parser stands
  std::size_t offset_in_body(std::size_t offset_in_buffer) const;

  bool string(Value& value, std::string_view token, std::string_view& out);
  bool skip(Value& value, std::string_view token);
  bool skip_container(Value& value);
  bool other_scalar(std::string_view token);  // no string, no short number
  bool other_number(Value& value, std::string_view token, std::optional<std::int64_t>& out);
  bool undo_escapes(std::string_view& text);
  bool key_with_escape(const char* begin, const char*& end);

  template <class Fields, class OnField>
  bool fields(Fields& object, OnField&& on_field);

  std::vector<char> buffer_;  // the body, mended, and padding of zeros
  std::size_t length_ = 0;
  simdjson::ondemand::parser parser_;
  simdjson::ondemand::document document_;
  bool plain_ = true;  // no backslash anywhere
  int depth_ = 0;
  std::string_view body_;  // as it came in, for the place of a refusal
  std::size_t mark_ = 0;   // length of the byte order mark
  std::optional<NotJson> refusal_;
};

template <class OnField>
std::optional<NotJson> JsonBody::read(std::string_view body, OnField&& on_field) {
  if (!open(body)) return refusal_;
  simdjson::ondemand::object root;
  if (document_.get_object().get(root) != simdjson::SUCCESS) {
    refuse_root();
    return refusal_;
  }
  depth_ = 1;
  if (!fields(root, on_field)) return refusal_;
  // The parser has no place left when all was read.
  const char* rest = nullptr;
  if (document_.current_location().get(rest) == simdjson::SUCCESS) fail(kAfterEnd, rest);
  return refusal_;
}

template <class Fields, class OnField>
bool JsonBody::fields(Fields& object, OnField&& on_field) {
  for (simdjson::simdjson_result<simdjson::ondemand::field> result : object) {
    if (result.error() != simdjson::SUCCESS) return fail_here();
    // In place: copied, its words would be waited for.
    simdjson::ondemand::field&& field = std::move(result).value_unsafe();
    const char* const name = field.key().raw();
    const char* end = nullptr;
    if (!plain_) {
      const auto before_value = static_cast<std::size_t>(token_start(field.value()) - name);
      if (std::memchr(name, '\\', before_value) != nullptr && !key_with_escape(name, end)) return false;
    }
    if (!on_field(Key(name, end), field.value())) return false;
  }
  return true;
}

inline bool JsonBody::is_short_number(std::string_view token) {
  if (token.size() > 9 || (token[0] == '0' && token.size() > 1)) return false;
  for (const char c : token) {
    if (c < '0' || c > '9') return false;
  }
  return true;
}

inline bool JsonBody::string(Value& value, std::string_view token, std::string_view& out) {
  // Taken from the parser, which would pass over `"a":"b":` otherwise. It begins with a quote, so nothing goes wrong;
  // and the parser has paired the quotes and begins a token behind each pair, so it ends in one.
  [[maybe_unused]] const auto taken = value.get_raw_json_string();
  out = token.substr(1, token.size() - 2);
  return plain_ || undo_escapes(out);
}

inline bool JsonBody::skip(Value& value, std::string_view token) {
  std::string_view unwanted;
  switch (token.front()) {
    case '"':
      return string(value, token, unwanted);
    case '{':
    case '[':
      return skip_container(value);
    default:
      return is_short_number(token) || other_scalar(token);
  }
}

inline bool JsonBody::text(Value& value, std::string_view& out) {
  const std::string_view token = JsonBody::token(value);
  return token.starts_with('"') ? string(value, token, out) : skip(value, token);
}

inline bool JsonBody::whole_number(Value& value, std::optional<std::int64_t>& out) {
  const std::string_view token = JsonBody::token(value);
  if (!is_short_number(token)) return other_number(value, token, out);
  std::int64_t number = 0;
  for (const char c : token) number = number * 10 + (c - '0');
  out = number;
  return true;
}

inline bool JsonBody::truth(Value& value, bool& out) {
  const std::string_view token = JsonBody::token(value);
  if (token != "true" && token != "false") return skip(value, token);
  out = token == "true";
  return true;
}

template <class OnField>
bool JsonBody::object(Value& value, OnField&& on_field) {
  if (!is_object(value)) return skip(value);
  if (depth_ == kDeepest) return fail(kTooDeep, token_start(value));
  simdjson::ondemand::object object = value.get_object().value_unsafe();  // it begins as one
  ++depth_;
  if (!fields(object, on_field)) return false;
  --depth_;
  return true;
}

template <class OnElement>
bool JsonBody::array(Value& value, OnElement&& on_element) {
  if (!is_array(value)) return skip(value);
  if (depth_ == kDeepest) return fail(kTooDeep, token_start(value));
  simdjson::ondemand::array array = value.get_array().value_unsafe();  // it begins as one
  ++depth_;
  for (simdjson::simdjson_result<Value> result : array) {
    if (result.error() != simdjson::SUCCESS) return fail_here();
    Value&& element = std::move(result).value_unsafe();
    if (!on_element(element)) return false;
  }
  --depth_;
  return true;
}

}  // namespace dlr::core::infobip
