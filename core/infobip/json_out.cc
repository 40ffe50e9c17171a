#include "core/infobip/json_out.h"

#include <algorithm>
#include <charconv>

#include "core/utf8.h"

namespace dlr::core::infobip {
namespace {

constexpr bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

// The same of eight at once: a byte's highest bit is set where the byte has it, is below 0x20, or is one of the two.
constexpr bool all_plain(std::uint64_t bytes) {
  constexpr std::uint64_t kEach = 0x0101'0101'0101'0101;
  const std::uint64_t special =
      bytes | (bytes - kEach * 0x20) | ((bytes ^ kEach * '"') - kEach) | ((bytes ^ kEach * '\\') - kEach);
  return (special & kEach * 0x80) == 0;
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

void JsonOut::grow(std::size_t bytes) {
  constexpr std::size_t kAtLeast = 512;
  out_.resize(std::max({used_ + bytes, 2 * out_.size(), kAtLeast}));
}

void JsonOut::string(std::string_view text) {
  char* const at = room(text.size() + 2);
  char* const inside = at + 1;
  *at = '"';
  std::size_t plain = 0;
  for (; plain + 8 <= text.size(); plain += 8) {
    std::uint64_t bytes;
    std::memcpy(&bytes, text.data() + plain, 8);
    if (!all_plain(bytes)) break;
    std::memcpy(inside + plain, &bytes, 8);
  }
  for (; plain < text.size() && is_plain(text[plain]); ++plain) inside[plain] = text[plain];
  used_ += 1 + plain;
  if (plain < text.size()) inside_with_escapes(text.substr(plain));
  *room(1) = '"';
  ++used_;
}

void JsonOut::inside_with_escapes(std::string_view text) {
  out_.resize(used_);
  while (!text.empty()) {
    const Utf8Front front = utf8_front(text);
    if (!front.whole) {
      out_ += kReplacement;
    } else if (static_cast<unsigned char>(text.front()) < 0x80 && !is_plain(text.front())) {
      append_escape(out_, text.front());
    } else {
      out_ += text.substr(0, front.length);
    }
    text.remove_prefix(front.length);
  }
  used_ = out_.size();
}

void JsonOut::number(std::string_view name, std::int64_t value) {
  constexpr std::size_t kLongest = 20;
  next(name);
  char* const at = room(kLongest);
  used_ += static_cast<std::size_t>(std::to_chars(at, at + kLongest, value).ptr - at);
}

}  // namespace dlr::core::infobip
