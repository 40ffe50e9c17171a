// Writes JSON: objects, arrays and what is in them, with commas where they belong. Texts are escaped and broken UTF-8
// in them is mended, so that what comes out is strict JSON whatever went in.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace dlr::core::infobip {

class JsonOut {
 public:
  explicit JsonOut(std::string& out) : out_(out) {}

  // A name is written as it is: constants only. Without one: an element of an array, or the outermost object.
  void begin_object(std::string_view name = {}) { begin(name, '{'); }
  void begin_array(std::string_view name) { begin(name, '['); }
  void end_object() { end('}'); }
  void end_array() { end(']'); }

  void text(std::string_view name, std::string_view value);
  void text_unless_empty(std::string_view name, std::string_view value) {
    if (!value.empty()) text(name, value);
  }
  void number(std::string_view name, std::int64_t value);
  void truth(std::string_view name, bool value);

 private:
  void next(std::string_view name);
  void begin(std::string_view name, char bracket);
  void end(char bracket);
  void string(std::string_view text);

  std::string& out_;
  bool comma_ = false;
};

}  // namespace dlr::core::infobip
