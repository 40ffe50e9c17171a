// A table in HTML. It is whole without script; where scripts run, page.js lets the reader sort and filter it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dlr::reports {

struct Column {
  std::string title;
  bool is_number = false;  // aligned right
};

struct Cell {
  std::string html;     // content, already escaped
  std::string sort_by;  // a number, where the content is none that reads as one; empty: the content itself
};

// A text as it is; a count, a share and a delay as people read them, with their exact value to sort by.
Cell text_cell(std::string_view text);
Cell count_cell(std::uint64_t count);
Cell share_cell(std::uint64_t part, std::uint64_t whole);
Cell delay_cell(std::optional<std::uint64_t> ms);

struct TableLook {
  std::string caption;        // plain text
  bool sortable = false;      // and, when it is long, filterable
  bool last_is_sum = false;   // the last row stays the last
  bool says_heading = false;  // the caption only repeats the heading above: not for eyes
  bool cards = false;         // where the page is narrow, a card per row: few rows with much in each
};

// The first cell of each row is its heading. Wide tables scroll by themselves.
std::string html_table(const std::vector<Column>& columns, const std::vector<std::vector<Cell>>& rows,
                       const TableLook& look);

// Content that is folded away until it is asked for; `summary` is plain text.
std::string html_details(std::string_view summary, std::string_view content);

}  // namespace dlr::reports
