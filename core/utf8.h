// Text that claims to be UTF-8: what of it is, and the mending of what is not. Broken bytes become U+FFFD, one for each
// longest start of a sequence that was broken off (source: Unicode, section 3.9, "U+FFFD Substitution of Maximal
// Subparts"; WHATWG Encoding does the same). Overlong forms, surrogates and what lies beyond U+10FFFF are broken.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dlr::core {

inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// The front of a text that is not empty: one whole character, or the bytes that one U+FFFD stands for.
struct Utf8Front {
  std::size_t length = 1;  // in bytes
  bool whole = true;
};
Utf8Front utf8_front(std::string_view text);

bool is_utf8(std::string_view text);

// The text itself where it is UTF-8.
std::string mended_utf8(std::string_view text);

}  // namespace dlr::core
