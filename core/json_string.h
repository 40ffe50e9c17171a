// The inside of JSON strings: whatever a text holds, what is written is strict JSON in UTF-8. Quotes, backslashes and
// control characters are escaped, broken UTF-8 is mended (core/utf8.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace dlr::core {

// One byte that may stand in a JSON string as it is, whatever its neighbours are.
constexpr bool is_plain_json(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

// The same of eight at once: a byte's highest bit is set where the byte has it, is below 0x20, or is one of the two.
constexpr bool all_plain_json(std::uint64_t bytes) {
  constexpr std::uint64_t kEach = 0x0101'0101'0101'0101;
  const std::uint64_t special =
      bytes | (bytes - kEach * 0x20) | ((bytes ^ kEach * '"') - kEach) | ((bytes ^ kEach * '\\') - kEach);
  return (special & kEach * 0x80) == 0;
}

// How many bytes at the front of a text are plain; `each(at, n)` is told of them in turn, eight at once as long as it
// can be.
template <class Each>
[[gnu::always_inline]] inline std::size_t plain_json_front(std::string_view text, Each&& each) {
  std::size_t plain = 0;
  for (; plain + 8 <= text.size(); plain += 8) {
    std::uint64_t bytes;
    std::memcpy(&bytes, text.data() + plain, 8);
    if (!all_plain_json(bytes)) break;
    each(plain, bytes);
  }
  for (; plain < text.size() && is_plain_json(text[plain]); ++plain) each(plain, text[plain]);
  return plain;
}
inline std::size_t plain_json_front(std::string_view text) {
  return plain_json_front(text, [](std::size_t, auto) {});
}
// Copies it too; `to` has room for the whole text.
inline std::size_t copy_plain_json_front(char* to, std::string_view text) {
  return plain_json_front(text, [to](std::size_t at, auto bytes) { std::memcpy(to + at, &bytes, sizeof(bytes)); });
}

void append_json_inside(std::string& out, std::string_view text);

}  // namespace dlr::core
