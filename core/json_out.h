// Writes JSON: objects, arrays and what is in them, with commas where they belong. Texts are escaped and broken UTF-8
// in them is mended, so that what comes out is strict JSON whatever went in. While it lives, the text that it appends
// to is its own; it is cut to what was written at the end. Pieces lie side by side in room that was made for many.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "core/vocabulary/message.h"
#include "core/vocabulary/time.h"

namespace dlr::core {

class JsonOut {
 public:
  explicit JsonOut(std::string& out) : out_(out), began_(out.size()), used_(began_) {}
  ~JsonOut() { out_.resize(used_); }
  JsonOut(const JsonOut&) = delete;
  JsonOut& operator=(const JsonOut&) = delete;

  // A name is written as it is: constants only.
  void begin_object(std::string_view name) {
    next(name);
    begin('{');
  }
  void begin_array(std::string_view name) {
    next(name);
    begin('[');
  }
  // An element of an array, or the outermost object.
  void begin_object() {
    *room(1) = ',';
    used_ += comma_ ? 1 : 0;
    begin('{');
  }
  void end_object() { end('}'); }
  void end_array() { end(']'); }

  void text(std::string_view name, std::string_view value) {
    next(name);
    string(value);
  }
  void text_unless_empty(std::string_view name, std::string_view value) {
    if (!value.empty()) text(name, value);
  }
  // A name that may be anything.
  void any_text(std::string_view name, std::string_view value);
  // In quotes, with `suffix` behind it.
  void id(std::string_view name, const MessageId& value, std::string_view suffix = "") {
    next(name);
    put_id(value, suffix);
  }
  void digits(std::string_view name, std::uint64_t value);  // in quotes
  void number(std::string_view name, std::int64_t value);
  // UNIX seconds, to the millisecond, as a number: 1795800000.25, -0.001, 7.
  void seconds(std::string_view name, Instant value);
  void truth(std::string_view name, bool value) {
    next(name);
    raw(value ? std::string_view("true") : std::string_view("false"));
  }

 private:
  // So many bytes, to be written and then counted as used.
  char* room(std::size_t bytes) {
    if (out_.size() - used_ < bytes) grow(bytes);
    return out_.data() + used_;
  }
  void grow(std::size_t bytes);
  void raw(std::string_view text) {
    std::memcpy(room(text.size()), text.data(), text.size());
    used_ += text.size();
  }

  // Inline, as names are constants: then a name is a move or two.
  [[gnu::always_inline]] void next(std::string_view name) {
    char* const begin = room(name.size() + 4);
    char* at = begin;
    if (comma_) *at++ = ',';
    comma_ = true;
    *at++ = '"';
    std::memcpy(at, name.data(), name.size());
    at += name.size();
    *at++ = '"';
    *at++ = ':';
    used_ += static_cast<std::size_t>(at - begin);
  }
  void begin(char bracket) {
    *room(1) = bracket;
    ++used_;
    comma_ = false;
  }
  void end(char bracket) {
    *room(1) = bracket;
    ++used_;
    comma_ = true;
  }
  void string(std::string_view text);
  void put_id(const MessageId& id, std::string_view suffix);
  void integer(std::uint64_t value);
  void inside_with_escapes(std::string_view text);

  std::string& out_;
  const std::size_t began_;  // so much was there before
  std::size_t used_;         // of out_; what is behind is room
  bool comma_ = false;
};

}  // namespace dlr::core
