// Strings and numbers as JSON, appended to a text. What is given must be UTF-8; it passes through as it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dlr::sim::mock {

// With its quotes; `"`, `\` and control characters escaped.
void append_json_string(std::string& out, std::string_view text);

void append_json_number(std::string& out, std::int64_t value);

// The escaped form of a character that JSON does not allow as it is, at most 6 bytes; empty for all others.
std::string_view json_escape(char c);

}  // namespace dlr::sim::mock
