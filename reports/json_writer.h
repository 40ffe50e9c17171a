// Writes one JSON text, member by member, into a string. Whatever a text holds, what is written is valid UTF-8.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace dlr::reports {

class JsonWriter {
 public:
  JsonWriter& key(std::string_view name);

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }

  void null() { raw("null"); }
  void value(bool yes) { raw(yes ? "true" : "false"); }
  template <std::integral Integer>
  requires(!std::same_as<Integer, bool>) void value(Integer number) { raw(std::to_string(number)); }
  void text(std::string_view text);
  // A number already written.
  void raw(std::string_view json) {
    separate();
    text_ += json;
  }

  // A text, or null for an empty one.
  void text_or_null(std::string_view text) { text.empty() ? null() : this->text(text); }

  std::string take() { return std::move(text_); }

 private:
  void separate() {
    if (needs_comma_) text_ += ',';
    needs_comma_ = true;
  }
  void open(char bracket) {
    separate();
    text_ += bracket;
    needs_comma_ = false;
  }
  void close(char bracket) {
    text_ += bracket;
    needs_comma_ = true;
  }

  std::string text_;
  bool needs_comma_ = false;
};

}  // namespace dlr::reports
