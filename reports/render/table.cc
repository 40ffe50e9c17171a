#include "reports/render/table.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/human.h"

namespace dlr::reports {
namespace {

std::vector<std::size_t> column_widths(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(std::max(widths.size(), row.cells.size()));
    for (std::size_t i = 0; i < row.cells.size(); ++i) widths[i] = std::max(widths[i], columns(row.cells[i]));
  }
  return widths;
}

}  // namespace

std::string painted(Paint paint, std::string_view text, bool colour) {
  constexpr const char* codes[] = {"", "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[31m", "\x1b[33m"};
  std::string clean = printable(text);
  if (!colour || paint == Paint::none || clean.empty()) return clean;
  return codes[static_cast<int>(paint)] + clean + "\x1b[0m";
}

std::string left_aligned(std::string_view text, std::size_t width) {
  const std::size_t used = columns(text);
  return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

std::string cut_to(std::string_view text, std::size_t width) {
  if (columns(text) <= width) return std::string(text);
  std::size_t end = 0;
  for (std::size_t column = 0; column + 2 < width; ++column) {
    do ++end;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U);
  }
  return std::string(text.substr(0, end)) + "..";
}

std::string right_aligned(std::string_view text, std::size_t width) {
  const std::size_t used = columns(text);
  return std::string(used < width ? width - used : 0, ' ') + std::string(text);
}

std::string table(const std::vector<Row>& rows, std::size_t indent, std::size_t gap, bool colour) {
  const std::vector<std::size_t> widths = column_widths(rows);
  std::string text;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      line += i == 0 ? left_aligned(row.cells[i], widths[i])
                     : std::string(gap, ' ') + right_aligned(row.cells[i], widths[i]);
    }
    text += std::string(indent, ' ') + painted(row.paint, line, colour) + '\n';
  }
  return text;
}

std::size_t table_width(const std::vector<Row>& rows, std::size_t indent, std::size_t gap) {
  const std::vector<std::size_t> widths = column_widths(rows);
  std::size_t width = indent;
  for (const std::size_t each : widths) width += each;
  return width + (widths.empty() ? 0 : gap * (widths.size() - 1));
}

std::string fact_lines(const FactLook& look, const std::vector<std::string>& things, bool colour) {
  const std::size_t begin = look.indent + look.label_width;
  std::string text =
      std::string(look.indent, ' ') + painted(Paint::dim, left_aligned(look.label, look.label_width), colour);
  std::size_t column = begin, lines = 1;
  for (std::size_t i = 0; i < things.size(); ++i) {
    const std::size_t rest = things.size() - i;
    const std::string thing = things[i] + (rest > 1 ? "," : "");
    const std::string more = fmt::format(" {} more", rest);
    const std::size_t width_of_thing = columns(thing);
    const auto fits = [&] {
      const bool with_more = lines == look.most_lines && rest > 1;
      return column + (column > begin ? 1 : 0) + width_of_thing + (with_more ? more.size() : 0) <= look.width;
    };
    if (column > begin && !fits() && lines < look.most_lines) {
      text += '\n' + std::string(begin, ' ');
      column = begin;
      ++lines;
    }
    if (lines == look.most_lines && !fits()) {
      text += painted(Paint::dim, column > begin ? more : more.substr(1), colour);
      break;
    }
    if (column > begin) {
      text += ' ';
      ++column;
    }
    // Too long for a line of its own: it goes on below.
    const std::string clean = painted(Paint::none, thing, colour);
    const std::string shown = column == begin ? wrapped(clean, look.width, begin) : clean;
    text += shown;
    const std::size_t last_line = shown.rfind('\n');
    column = last_line == std::string::npos ? column + columns(shown) : columns(shown.substr(last_line + 1));
  }
  return text + '\n';
}

}  // namespace dlr::reports
