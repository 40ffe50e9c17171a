// Marks that turn the direction of what follows them: in a name they make a line read as another one.
#pragma once

#include <cstddef>
#include <string_view>

namespace dlr::reports {

// The bytes of a mark at the beginning of a UTF-8 text; 0: there is none (UAX 9): U+061C, U+200E and F, U+202A to E,
// U+2066 to 9.
inline std::size_t direction_mark(std::string_view text) {
  if (text.starts_with("\xD8\x9C")) return 2;
  if (text.size() < 3 || text[0] != '\xE2') return 0;
  const auto second = static_cast<unsigned char>(text[1]), third = static_cast<unsigned char>(text[2]);
  const bool is_one = (second == 0x80 && (third == 0x8e || third == 0x8f || (third >= 0xaa && third <= 0xae))) ||
                      (second == 0x81 && third >= 0xa6 && third <= 0xa9);
  return is_one ? 3 : 0;
}

}  // namespace dlr::reports
