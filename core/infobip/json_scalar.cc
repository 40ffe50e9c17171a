#include "core/infobip/json_scalar.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <system_error>

namespace dlr::core::infobip {
namespace {

constexpr std::int64_t kExact = 9007199254740992;  // 2^53

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Passes over digits; whether there was one.
bool pass_digits(const char*& at, const char* end) {
  const char* const begin = at;
  while (at != end && is_digit(*at)) ++at;
  return at != begin;
}

// What a letter after the backslash stands for; 0: none of these.
constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> escapes{};
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  escapes['/'] = '/';
  escapes['b'] = '\b';
  escapes['f'] = '\f';
  escapes['n'] = '\n';
  escapes['r'] = '\r';
  escapes['t'] = '\t';
  return escapes;
}();

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The UTF-16 unit of "\u20ac" at the front; nothing when there is no such thing.
std::optional<std::uint32_t> utf16_unit(const char* at, const char* end) {
  if (end - at < 6 || at[0] != '\\' || at[1] != 'u') return std::nullopt;
  std::uint32_t unit = 0;
  for (int i = 2; i < 6; ++i) {
    const int digit = hex_digit(at[i]);
    if (digit < 0) return std::nullopt;
    unit = unit << 4 | static_cast<std::uint32_t>(digit);
  }
  return unit;
}

constexpr bool is_high(std::uint32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
constexpr bool is_low(std::uint32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

char* put_utf8(char* out, std::uint32_t code) {
  const auto put = [&out](std::uint32_t byte) { *out++ = static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
  return out;
}

}  // namespace

bool is_json_number(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto next_is = [&](char one, char other) { return at != end && (*at == one || *at == other); };
  if (next_is('-', '-')) ++at;
  if (next_is('0', '0')) {
    ++at;  // no digit may follow a leading zero
  } else if (!pass_digits(at, end)) {
    return false;
  }
  if (next_is('.', '.') && !pass_digits(++at, end)) return false;
  if (next_is('e', 'E')) {
    ++at;
    if (next_is('+', '-')) ++at;
    if (!pass_digits(at, end)) return false;
  }
  return at == end;
}

std::optional<std::int64_t> whole_number_of(std::string_view text) {
  if (!is_json_number(text)) return std::nullopt;
  const char* const end = text.data() + text.size();
  std::int64_t whole = 0;
  const auto [whole_end, whole_error] = std::from_chars(text.data(), end, whole);
  if (whole_end == end && whole_error == std::errc{}) {
    return whole >= -kExact && whole <= kExact ? std::optional(whole) : std::nullopt;
  }
  double value = 0;
  const auto [value_end, value_error] = std::from_chars(text.data(), end, value);
  // What is written like this and comes to 2^53 may have been more.
  if (value_error != std::errc{} || std::fabs(value) >= double{kExact} || value != std::trunc(value))
    return std::nullopt;
  return static_cast<std::int64_t>(value);
}

Unescaped undo_escapes(char* begin, char* end) {
  char* out = begin;
  for (const char* at = begin; at != end;) {
    const auto* escape = static_cast<const char*>(std::memchr(at, '\\', static_cast<std::size_t>(end - at)));
    const char* const until = escape == nullptr ? end : escape;
    const auto length = static_cast<std::size_t>(until - at);
    if (out != at) std::memmove(out, at, length);
    out += length;
    at = until;
    if (escape == nullptr) break;
    if (end - at < 2) return {out, escape};
    if (const char c = kEscapes[static_cast<unsigned char>(at[1])]; c != 0) {
      *out++ = c;
      at += 2;
      continue;
    }
    const std::optional<std::uint32_t> unit = utf16_unit(at, end);
    if (!unit) return {out, escape};
    at += 6;
    std::uint32_t code = *unit;
    if (is_high(code) || is_low(code)) {
      const std::optional<std::uint32_t> partner = is_high(code) ? utf16_unit(at, end) : std::nullopt;
      const bool pair = partner && is_low(*partner);
      code = pair ? 0x10000 + ((code - 0xD800) << 10) + (*partner - 0xDC00) : 0xFFFD;
      if (pair) at += 6;
    }
    out = put_utf8(out, code);
  }
  return {out, nullptr};
}

}  // namespace dlr::core::infobip
