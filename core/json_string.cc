#include "core/json_string.h"

#include "core/utf8.h"

namespace dlr::core {
namespace {

// One ASCII character that may not stand in a string as it is.
void append_escape(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::string_view kHaveLetters = "\"\\\b\f\n\r\t";
  constexpr std::string_view kLetters = "\"\\bfnrt";
  out += '\\';
  if (const auto at = kHaveLetters.find(c); at != std::string_view::npos) {
    out += kLetters[at];
    return;
  }
  const auto byte = static_cast<unsigned char>(c);
  out += "u00";
  out += kHex[byte >> 4];
  out += kHex[byte & 0xF];
}

}  // namespace

void append_json_inside(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const std::size_t plain = plain_json_front(text);
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const Utf8Front front = utf8_front(text);
    if (!front.whole) {
      out += kReplacement;
    } else if (front.length == 1) {
      append_escape(out, text.front());
    } else {
      out += text.substr(0, front.length);
    }
    text.remove_prefix(front.length);
  }
}

}  // namespace dlr::core
