#include "reports/render/country_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "reports/human.h"

namespace dlr::reports {
namespace {

constexpr std::size_t kMostInName = 24, kLeastInName = 8;  // columns

std::uint64_t total(const GroupMeasurements& group, Counter counter) {
  return group.totals[static_cast<std::size_t>(counter)];
}

// The columns after name and messages: the share of an end among the submitted messages, or a percentile of the report
// delay. Where it gets narrow, the first to go has the highest rank.
struct FigureColumn {
  const char* title;
  int rank;
  Counter end = Counter::messages_submitted;  // not a share
  double percent = 0;
};
constexpr std::array<FigureColumn, 7> kFigureColumns{{{"delivered", 0, Counter::messages_delivered},
                                                      {"failed", 4, Counter::messages_failed},
                                                      {"unreported", 5, Counter::messages_unreported},
                                                      {"rejected", 6, Counter::messages_rejected},
                                                      {"p50", 1, Counter::messages_submitted, 50},
                                                      {"p95", 3, Counter::messages_submitted, 95},
                                                      {"p99", 2, Counter::messages_submitted, 99}}};

// A name and what was measured under it; what belongs below it.
struct Entry {
  std::string name;
  GroupMeasurements measured;
  Paint paint = Paint::none;
};

void most_messages_first(std::vector<Entry>& entries) {
  std::ranges::stable_sort(entries, std::ranges::greater{},
                           [](const Entry& entry) { return total(entry.measured, Counter::messages_submitted); });
}

// In order of their names, then by size: countries of one size stand in order of their names.
std::vector<Entry> entries_of(const std::map<std::string, GroupMeasurements>& by_name, const char* prefix,
                              Paint paint) {
  std::vector<Entry> entries;
  for (const auto& [name, measured] : by_name) entries.push_back({prefix + name, measured, paint});
  most_messages_first(entries);
  return entries;
}

std::vector<Entry> entries_of(const std::vector<Group>& groups, bool by_operator, std::size_t largest) {
  std::map<std::string, GroupMeasurements> countries;
  std::map<std::string, std::map<std::string, GroupMeasurements>> operators;
  GroupMeasurements all, rest;
  for (const auto& [name, measured] : groups) {
    countries[name.country] += measured;
    if (by_operator) operators[name.country][name.operator_name] += measured;
    all += measured;
  }
  std::vector<Entry> in_order = entries_of(countries, "", Paint::none);
  const std::size_t shown = by_operator || in_order.size() <= largest + 1 ? in_order.size() : largest;

  std::vector<Entry> entries;
  for (std::size_t i = 0; i < in_order.size(); ++i) {
    if (i >= shown) {
      rest += in_order[i].measured;
      continue;
    }
    entries.push_back(in_order[i]);
    if (!by_operator) continue;
    for (Entry& entry : entries_of(operators[in_order[i].name], "  ", Paint::dim)) entries.push_back(std::move(entry));
  }
  if (shown < in_order.size()) entries.push_back({fmt::format("{} more", in_order.size() - shown), rest, Paint::dim});
  if (in_order.size() > 1) entries.push_back({"all", all, Paint::bold});
  return entries;
}

std::vector<Row> rows_of(const std::vector<Entry>& entries, int figures, std::size_t most_in_name) {
  Row header{{"country", "messages"}, Paint::dim};
  for (const FigureColumn& column : kFigureColumns) {
    if (column.rank < figures) header.cells.emplace_back(column.title);
  }
  std::vector<Row> rows{std::move(header)};
  for (const auto& [name, measured, paint] : entries) {
    const std::uint64_t submitted = total(measured, Counter::messages_submitted);
    // Where silence is expected, and nothing else came.
    const bool silent = total(measured, Counter::messages_unreported_expected) > 0 &&
                        total(measured, Counter::messages_delivered) + total(measured, Counter::messages_failed) == 0;
    Row row{{cut_to(name, most_in_name) + (silent ? " *" : ""), human_count(submitted)}, paint};
    for (const FigureColumn& column : kFigureColumns) {
      if (column.rank >= figures) continue;
      if (column.end != Counter::messages_submitted) {
        row.cells.push_back(human_share(total(measured, column.end), submitted));
        continue;
      }
      const auto delay = measured.report_delay.percentile(column.percent);
      row.cells.push_back(delay ? human_duration(static_cast<double>(*delay)) : "-");
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

std::vector<Row> country_table(const std::vector<Group>& groups, const CountryTableOptions& options) {
  if (groups.empty()) return {};
  const std::vector<Entry> entries = entries_of(groups, options.by_operator, options.largest);
  int figures = static_cast<int>(kFigureColumns.size());
  std::size_t most_in_name = kMostInName;
  std::vector<Row> rows;
  for (;;) {
    rows = rows_of(entries, figures, most_in_name);
    if (table_width(rows, options.indent, options.gap) <= options.width) break;
    if (figures > 1) {
      --figures;
    } else if (most_in_name > kLeastInName) {
      --most_in_name;
    } else {
      break;
    }
  }
  return rows;
}

std::vector<std::string> columns_left_out(const std::vector<Row>& table) {
  std::vector<std::string> titles;
  for (const FigureColumn& column : kFigureColumns) {
    const bool is_there =
        table.empty() || std::ranges::find(table.front().cells, column.title) != table.front().cells.end();
    if (!is_there) titles.emplace_back(column.title);
  }
  return titles;
}

}  // namespace dlr::reports
