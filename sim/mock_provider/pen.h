// Writes JSON into memory that is known to be large enough: literals, digits, times of day, and the insides of strings.
// For the few places where a body must cost nanoseconds per report; elsewhere json_text.h.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "sim/mock_provider/json_text.h"

namespace dlr::sim::mock {

namespace pen_tables {

constexpr std::array<char, 200> make_pairs() {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}
inline constexpr std::array<char, 200> kPairs = make_pairs();

constexpr std::array<std::uint64_t, 20> make_powers() {
  std::array<std::uint64_t, 20> powers{};
  std::uint64_t power = 1;
  for (std::uint64_t& one : powers) {
    one = power;
    power *= 10;
  }
  return powers;
}
inline constexpr std::array<std::uint64_t, 20> kPowers = make_powers();

}  // namespace pen_tables

// How many digits a number has: bits x log10(2) is at most one off, and a comparison tells.
constexpr std::size_t decimal_digits(std::uint64_t value) {
  const auto bits = static_cast<std::size_t>(std::bit_width(value | 1U));
  const std::size_t guess = bits * 1233 >> 12U;
  return guess + (value >= pen_tables::kPowers[guess] || guess == 0 ? 1 : 0);
}

// True when none of the eight bytes is a quote, a backslash or a control character.
constexpr bool all_plain(std::uint64_t bytes) {
  constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101;
  constexpr std::uint64_t kHighs = 0x8080'8080'8080'8080;
  const std::uint64_t quote = bytes ^ kOnes * '"';
  const std::uint64_t backslash = bytes ^ kOnes * '\\';
  const std::uint64_t hits =
      ((bytes - kOnes * 0x20) & ~bytes) | ((quote - kOnes) & ~quote) | ((backslash - kOnes) & ~backslash);
  return (hits & kHighs) == 0;
}

// Writes without looking at the end: the caller has seen to the room.
class Pen {
 public:
  explicit Pen(char* at) : at_(at) {}

  char* at() const { return at_; }

  template <std::size_t kSize>
  void literal(const char (&text)[kSize]) {
    std::memcpy(at_, text, kSize - 1);
    at_ += kSize - 1;
  }
  void raw(std::string_view text) {
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }

  // The inside of a JSON string: eight bytes at a time while they are plain, the last eight overlapping.
  void escaped(std::string_view text) {
    char* const begin = at_;
    const char* from = text.data();
    std::size_t left = text.size();
    if (left < 8) return escaped_slowly(text);
    for (; left > 8; left -= 8, from += 8, at_ += 8) {
      if (!copy_plain(from, at_)) return restart(begin, text);
    }
    const std::size_t back = 8 - left;
    if (!copy_plain(from - back, at_ - back)) return restart(begin, text);
    at_ += left;
  }

  void digits(std::uint64_t value) {
    char* at = at_ += decimal_digits(value);
    for (; value >= 100; value /= 100) std::memcpy(at -= 2, &pen_tables::kPairs[value % 100 * 2], 2);
    if (value >= 10) {
      std::memcpy(at - 2, &pen_tables::kPairs[value * 2], 2);
    } else {
      at[-1] = static_cast<char>('0' + value);
    }
  }
  void number(std::int32_t value) {
    const std::int64_t wide = value;
    if (wide < 0) literal("-");
    digits(static_cast<std::uint64_t>(wide < 0 ? -wide : wide));
  }

  // Millionths, as short as can be: 1, 0.01, 12.345678.
  void micros(std::uint64_t value) {
    digits(value / 1'000'000);
    std::uint64_t rest = value % 1'000'000;
    if (rest == 0) return;
    literal(".");
    for (std::uint64_t unit = 100'000; rest != 0; unit /= 10) {
      *at_++ = static_cast<char>('0' + rest / unit);
      rest %= unit;
    }
  }

  void two(std::uint32_t value) {
    std::memcpy(at_, &pen_tables::kPairs[value * 2], 2);
    at_ += 2;
  }

  // hh:mm:ss.mmm
  void time_of_day(std::uint32_t ms) {
    two(ms / 3'600'000);
    literal(":");
    two(ms / 60'000 % 60);
    literal(":");
    two(ms / 1000 % 60);
    literal(".");
    *at_++ = static_cast<char>('0' + ms / 100 % 10);
    two(ms % 100);
  }

  // +hhmm, without a colon
  void zone(std::int16_t minutes) {
    *at_++ = minutes < 0 ? '-' : '+';
    const auto size = static_cast<std::uint32_t>(minutes < 0 ? -minutes : minutes);
    two(size / 60 % 24);
    two(size % 60);
  }

 private:
  static bool copy_plain(const char* from, char* to) {
    std::uint64_t bytes;
    std::memcpy(&bytes, from, 8);
    std::memcpy(to, &bytes, 8);
    return all_plain(bytes);
  }
  void restart(char* begin, std::string_view text) {
    at_ = begin;
    escaped_slowly(text);
  }
  void escaped_slowly(std::string_view text) {
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x20 || c == '"' || c == '\\') [[unlikely]] {
        raw(json_escape(c));
      } else {
        *at_++ = c;
      }
    }
  }

  char* at_;
};

}  // namespace dlr::sim::mock
