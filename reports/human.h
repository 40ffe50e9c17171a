// Numbers as people read them. Plain characters only; the same text everywhere, whatever the locale.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/vocabulary/time.h"

namespace dlr::reports {

// "10 000 000"
std::string human_count(std::uint64_t count);

// Of milliseconds, in three digits or two units: "340ms", "6.12s", "23.4s", "1m 23s", "2h 05m", "4d 00h".
std::string human_duration(double ms);
inline std::string human_duration(Duration duration) { return human_duration(static_cast<double>(duration.count())); }

// "96.51 %". "0 %" and "100 %" only for none and all, else "<0.01 %" and ">99.99 %"; "-" of nothing.
std::string human_share(std::uint64_t part, std::uint64_t whole);
// The same of a ratio, 0 to 1, with as many decimals.
std::string human_ratio(double ratio, unsigned decimals = 2);

// "512 B", "48.2 MB": in powers of 1000.
std::string human_bytes(std::uint64_t bytes);

// Three digits that count: "47.1 M", "328 k".
std::string human_short(double number);

// "1 lane", "2 lanes": the noun with an s unless there is one.
std::string human_number_of(std::uint64_t count, std::string_view noun, std::string_view plural = {});

// Columns that a UTF-8 text takes, as long as no glyph is wide.
std::size_t columns(std::string_view text);

// Without control characters and marks of direction: nothing in a name can move the cursor, change a colour or turn the
// line around. Line feeds stay.
std::string printable(std::string_view text);

// Broken between words so that no line takes more columns (but for longer words); without a line feed at the end.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent = 0);

}  // namespace dlr::reports
