#include "reports/render/points.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/human.h"
#include "reports/render/conclusion.h"
#include "reports/render/expectation_text.h"
#include "reports/render/table.h"
#include "reports/render/terminal_text.h"

namespace dlr::reports {
namespace {

constexpr std::size_t kTableIndent = 2;
constexpr std::size_t kGap = 2;
constexpr std::size_t kWidestTitle = 28;

// What is not as it should be is marked in its cell, so that no colour is needed.
std::string cell_of(const Result& result, const std::string& id) {
  for (const Judgement& judgement : result.expectations) {
    if (judgement.expectation.id != id) continue;
    if (result.partial() || judgement.verdict == Verdict::pass) return value_text(judgement);
    return fmt::format("{} {}", status_of(judgement).word, value_text(judgement));
  }
  return "-";
}

// The columns from `first` on, as many as fit and at least one.
std::vector<Row> rows_of(std::span<const Result> points, std::span<const std::string> ids, bool with_verdict) {
  Row head{{"point"}, Paint::dim};
  if (with_verdict) head.cells.insert(head.cells.end(), {"verdict", "delivered"});
  for (const std::string& id : ids) head.cells.push_back(cut_to(id, kWidestTitle));
  std::vector<Row> rows{head};
  for (const Result& result : points) {
    const Conclusion conclusion = conclusion_of(result);
    Row row{{fmt::format("{:>2}{}", result.point.number, with_verdict ? "  " + result.point.name : "")}, Paint::none};
    if (conclusion.tone != Tone::good) row.paint = paint_of(conclusion.tone);
    if (with_verdict) {
      row.cells.emplace_back(conclusion.word);
      row.cells.push_back(
          human_share(result.counters[Counter::messages_delivered], result.counters[Counter::messages_submitted]));
    }
    for (const std::string& id : ids) row.cells.push_back(cell_of(result, id));
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

std::string render_points(std::span<const Result> points, const TerminalOptions& options) {
  const std::size_t width = std::clamp(options.width, 40U, 100U);
  std::vector<std::string> ids;
  for (const Judgement& judgement : points.front().expectations) ids.push_back(judgement.expectation.id);
  std::string text =
      fmt::format("{}: {} of a sweep\n\n", printable(points.front().scenario), human_number_of(points.size(), "point"));
  std::size_t first = 0;
  do {
    std::size_t count = ids.size() - first;
    std::vector<Row> rows;
    for (;; --count) {
      rows = rows_of(points, std::span(ids).subspan(first, count), first == 0);
      if (count <= (first == 0 ? 0U : 1U) || table_width(rows, kTableIndent, kGap) <= width) break;
    }
    text += (first == 0 ? "" : "\n") + table(rows, kTableIndent, kGap, options.colour);
    first += count;
    if (count == 0 && first < ids.size()) {  // nothing fits beside such a name: each below it
      rows = rows_of(points, std::span(ids).subspan(first, 1), false);
      text += "\n" + table(rows, kTableIndent, kGap, options.colour);
      ++first;
    }
  } while (first < ids.size());
  return text;
}

std::size_t points_from(std::span<const Result> results, std::size_t place) {
  if (place >= results.size() || !results[place].point.is_one()) return 0;
  std::size_t count = 1;
  while (place + count < results.size() && results[place + count].point.is_one() &&
         results[place + count].scenario == results[place].scenario &&
         results[place + count].point.number > results[place + count - 1].point.number) {
    ++count;
  }
  return count;
}

}  // namespace dlr::reports
