// A table of texts in aligned columns, and the few colours of the house. Colour is added around a text, never counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dlr::reports {

enum class Paint : std::uint8_t { none, bold, dim, green, red, yellow };

// The text itself without colour. Control characters in it are replaced.
std::string painted(Paint paint, std::string_view text, bool colour);

// Filled with spaces on the right (left) up to so many columns.
std::string left_aligned(std::string_view text, std::size_t width);
std::string right_aligned(std::string_view text, std::size_t width);

// Not wider than so many columns, at least 2; what is cut ends with "..".
std::string cut_to(std::string_view text, std::size_t width);

struct Row {
  std::vector<std::string> cells;
  Paint paint = Paint::none;
};

// One line per row: the first column aligned left, all others right, `gap` columns between them.
std::string table(const std::vector<Row>& rows, std::size_t indent, std::size_t gap, bool colour);

// How wide the lines of such a table are.
std::size_t table_width(const std::vector<Row>& rows, std::size_t indent, std::size_t gap);

inline constexpr std::size_t kAnyNumber = ~std::size_t{0};

struct FactLook {
  std::string_view label;
  std::size_t indent, label_width, width;  // columns
  std::size_t most_lines = kAnyNumber;     // at least one
};

// "  label        one thing, another thing": broken between things; what is beyond the last line is counted, "3 more".
std::string fact_lines(const FactLook& look, const std::vector<std::string>& things, bool colour);

}  // namespace dlr::reports
