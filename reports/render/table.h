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

}  // namespace dlr::reports
