#include "core/infobip/json_out.h"

#include <array>
#include <charconv>
#include <cstddef>

#include "core/utf8.h"

namespace dlr::core::infobip {
namespace {

constexpr bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

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

void JsonOut::string(std::string_view text) {
  out_ += '"';
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && is_plain(text[plain])) ++plain;
    out_ += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const Utf8Front front = utf8_front(text);
    if (!front.whole) {
      out_ += kReplacement;
    } else if (static_cast<unsigned char>(text.front()) < 0x80 && text.front() != '\x7f') {
      append_escape(out_, text.front());
    } else {
      out_ += text.substr(0, front.length);
    }
    text.remove_prefix(front.length);
  }
  out_ += '"';
}

void JsonOut::next(std::string_view name) {
  if (comma_) out_ += ',';
  comma_ = true;
  if (name.empty()) return;
  out_ += '"';
  out_ += name;
  out_ += "\":";
}

void JsonOut::begin(std::string_view name, char bracket) {
  next(name);
  out_ += bracket;
  comma_ = false;
}

void JsonOut::end(char bracket) {
  out_ += bracket;
  comma_ = true;
}

void JsonOut::text(std::string_view name, std::string_view value) {
  next(name);
  string(value);
}

void JsonOut::number(std::string_view name, std::int64_t value) {
  next(name);
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out_.append(digits.data(), end);
}

void JsonOut::truth(std::string_view name, bool value) {
  next(name);
  out_ += value ? "true" : "false";
}

}  // namespace dlr::core::infobip
