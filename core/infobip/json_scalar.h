// The scalars of JSON, strictly (source: RFC 8259, sections 6 and 7): numbers and the escapes of strings.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace dlr::core::infobip {

bool is_json_number(std::string_view text);

// The value of a JSON number that is whole (26, 26.0, 2.6e1) and within 2^53 on either side, below it where it has a
// point or an exponent; nothing for other texts.
std::optional<std::int64_t> whole_number_of(std::string_view text);

struct Unescaped {
  char* end = nullptr;        // of the text, which begins where it did and is no longer than before
  const char* bad = nullptr;  // the escape that is none; null: all were understood
};

// Undoes the escapes in the inside of a string, in place. A surrogate without its partner becomes U+FFFD.
Unescaped undo_escapes(char* begin, char* end);

}  // namespace dlr::core::infobip
