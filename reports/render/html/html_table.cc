#include "reports/render/html/html_table.h"

#include <fmt/format.h>

#include "reports/decimal.h"
#include "reports/human.h"
#include "reports/render/markup.h"

namespace dlr::reports {
namespace {

std::string row_of(const std::vector<Column>& columns, const std::vector<Cell>& cells, bool cards) {
  std::string text = "<tr>";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const char* tag = i == 0 ? "th" : "td";
    text += fmt::format("<{}{}", tag, i == 0 ? R"( scope="row" align="left")" : "");
    if (columns[i].is_number) text += R"( class="num")";
    if (cards && i > 0) text += fmt::format(R"( data-title="{}")", xml_text(columns[i].title));
    if (!cells[i].sort_by.empty()) text += fmt::format(R"( data-v="{}")", xml_text(cells[i].sort_by));
    text += fmt::format(">{}</{}>", cells[i].html, tag);
  }
  return text + "</tr>\n";
}

}  // namespace

Cell text_cell(std::string_view text) { return {xml_text(text), {}}; }

Cell count_cell(std::uint64_t count) { return {human_count(count), std::to_string(count)}; }

Cell share_cell(std::uint64_t part, std::uint64_t whole) {
  const double ratio = whole == 0 ? -1 : static_cast<double>(part) / static_cast<double>(whole);
  return {xml_text(human_share(part, whole)), decimal_text(ratio, 6)};
}

Cell delay_cell(std::optional<std::uint64_t> ms) {
  if (!ms) return {"-", "-1"};
  return {human_duration(static_cast<double>(*ms)), std::to_string(*ms)};
}

std::string html_table(const std::vector<Column>& columns, const std::vector<std::vector<Cell>>& rows,
                       const TableLook& look) {
  // Border, padding and alignment are for readers that forbid styles; page.css takes them away again.
  std::string text = fmt::format(
      R"(<div class="wide" role="group" tabindex="0" aria-label="{0}">)"
      "\n<table border=\"1\" cellspacing=\"0\" cellpadding=\"6\"{1}{3}>\n<caption{2}>{0}</caption>\n<thead><tr>",
      xml_text(look.caption), look.sortable ? R"( data-sortable="")" : "", look.says_heading ? " class=\"unseen\"" : "",
      look.cards ? " class=\"cards\"" : "");
  for (const Column& column : columns) {
    text +=
        fmt::format(R"(<th scope="col"{}>{}</th>)", column.is_number ? R"( class="num")" : "", xml_text(column.title));
  }
  text += "</tr></thead>\n<tbody>\n";
  const std::size_t body = rows.size() - (look.last_is_sum && !rows.empty() ? 1 : 0);
  for (std::size_t i = 0; i < body; ++i) text += row_of(columns, rows[i], look.cards);
  text += "</tbody>\n";
  if (body < rows.size()) text += "<tfoot>\n" + row_of(columns, rows[body], look.cards) + "</tfoot>\n";
  return text + "</table>\n</div>\n";
}

std::string html_details(std::string_view summary, std::string_view content) {
  return fmt::format("<details>\n<summary>{}</summary>\n{}</details>\n", xml_text(summary), content);
}

}  // namespace dlr::reports
