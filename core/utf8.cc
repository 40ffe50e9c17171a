#include "core/utf8.h"

namespace dlr::core {
namespace {

// What may follow a first byte: how many bytes, and the range of the next one; the others are 80..BF.
struct Follow {
  std::size_t count = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
};

constexpr Follow follow_of(unsigned char first) {
  if (first >= 0xC2 && first <= 0xDF) return {1};
  if (first == 0xE0) return {2, 0xA0, 0xBF};  // less is overlong
  if (first == 0xED) return {2, 0x80, 0x9F};  // more is a surrogate
  if (first >= 0xE1 && first <= 0xEF) return {2};
  if (first == 0xF0) return {3, 0x90, 0xBF};  // less is overlong
  if (first == 0xF4) return {3, 0x80, 0x8F};  // more is beyond U+10FFFF
  if (first >= 0xF1 && first <= 0xF3) return {3};
  return {};
}

}  // namespace

Utf8Front utf8_front(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return {1, true};
  Follow follow = follow_of(first);
  if (follow.count == 0) return {1, false};
  for (std::size_t i = 1; i <= follow.count; ++i) {
    if (i == text.size()) return {i, false};
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < follow.low || byte > follow.high) return {i, false};
    follow.low = 0x80;
    follow.high = 0xBF;
  }
  return {follow.count + 1, true};
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const Utf8Front front = utf8_front(text);
    if (!front.whole) return false;
    text.remove_prefix(front.length);
  }
  return true;
}

std::string mended_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Utf8Front front = utf8_front(text);
    out += front.whole ? text.substr(0, front.length) : kReplacement;
    text.remove_prefix(front.length);
  }
  return out;
}

}  // namespace dlr::core
