#include "reports/render/html/countries.h"

#include <fmt/format.h>

#include <array>

#include "reports/decimal.h"
#include "reports/render/delay_kinds.h"
#include "reports/render/html/grouped.h"
#include "reports/render/html/html_table.h"
#include "reports/render/html/map.h"
#include "reports/render/html/svg.h"
#include "reports/render/markup.h"

namespace dlr::reports {
namespace {

struct End {
  Counter counter;
  const char* title;
  Ink ink;
};
constexpr std::array<End, 5> kEndInks{{{Counter::messages_delivered, "delivered", kDelivered},
                                       {Counter::messages_failed, "failed", kFailed},
                                       {Counter::messages_rejected, "rejected", kRejected},
                                       {Counter::messages_enqueue_failed, "enqueue_failed", kEnqueueFailed},
                                       {Counter::messages_unreported, "unreported", kUnreported}}};

constexpr std::size_t kFoldedFrom = 60;  // rows; of more only the largest are shown at once
constexpr std::size_t kLargest = 10;

// The ends of one row as a stacked bar. The cells beside it say the same in words.
std::string bar(const Grouped& entry) {
  constexpr double kWidth = 96, kHeight = 12;
  Svg svg(kWidth, kHeight, entry.name);
  const auto whole = static_cast<double>(entry.total(Counter::messages_submitted));
  double x = 0;
  for (const auto& [counter, title, ink] : kEndInks) {
    const double width = static_cast<double>(entry.total(counter)) / whole * kWidth;
    if (width >= 0.05) svg.rect(x, 0, width, kHeight, ink);
    x += width;
  }
  return svg.take();
}

// What the bars are sorted by.
std::string delivered_share(const Grouped& entry) {
  return decimal_text(static_cast<double>(entry.total(Counter::messages_delivered)) /
                          static_cast<double>(entry.total(Counter::messages_submitted)),
                      6);
}

enum class Shape { country, operator_of_country, campaign };

std::string outcome_table(const std::vector<Grouped>& entries, const Grouped& all, Shape shape, std::string caption) {
  std::vector<Column> columns{{shape == Shape::campaign ? "campaign" : "country", false}};
  if (shape == Shape::operator_of_country) columns.push_back({"operator", false});
  if (shape != Shape::operator_of_country) columns.push_back({"outcomes", false});
  columns.push_back({"messages", true});
  for (const End& end : kEndInks) {
    if (all.total(end.counter) > 0) columns.push_back({end.title, true});
  }
  for (const unsigned percent : kPercentiles) columns.push_back({fmt::format("p{}", percent), true});

  const auto row_of = [&](const Grouped& entry) {
    const std::string mark = entry.silent() ? " *" : "";
    std::vector<Cell> row{text_cell(shape == Shape::operator_of_country ? entry.country : entry.name + mark)};
    if (shape == Shape::operator_of_country) row.push_back(text_cell(entry.name + mark));
    if (shape != Shape::operator_of_country) row.push_back({bar(entry), delivered_share(entry)});
    row.push_back(count_cell(entry.total(Counter::messages_submitted)));
    for (const End& end : kEndInks) {
      if (all.total(end.counter) == 0) continue;
      row.push_back(share_cell(entry.total(end.counter), entry.total(Counter::messages_submitted)));
    }
    for (const unsigned percent : kPercentiles)
      row.push_back(delay_cell(entry.measured.report_delay.percentile(percent)));
    return row;
  };
  std::vector<std::vector<Cell>> rows;
  for (const Grouped& entry : entries) rows.push_back(row_of(entry));
  if (entries.size() > 1) {
    rows.push_back(row_of(all));
    if (shape == Shape::operator_of_country) {
      rows.back()[0] = text_cell("all");
      rows.back()[1] = {};
    }
  }
  return html_table(columns, rows, {std::move(caption), true, entries.size() > 1, true});
}

}  // namespace

std::string html_countries(const Result& result) {
  if (result.groups.empty()) return "<p>No message was sent.</p>\n";
  const Grouped all = all_of(result.groups);
  const std::vector<Grouped> countries = by_country(result.groups);
  const std::vector<Grouped> operators = by_operator(result.groups);
  const std::vector<Grouped> campaigns = by_campaign(result.groups);
  std::string text = html_map(countries) + "<ul class=\"key\">";
  for (const auto& [counter, title, ink] : kEndInks) {
    if (all.total(counter) == 0) continue;
    Svg sample(12, 12, title);
    sample.rect(0, 0, 12, 12, ink);
    text += fmt::format("<li>{} {}</li>", sample.take(), title);
  }
  text += "</ul>\n";
  std::string table = outcome_table(countries, all, Shape::country, "Outcomes by country");
  if (countries.size() > kFoldedFrom) {
    text += outcome_table({countries.begin(), countries.begin() + kLargest}, all, Shape::country,
                          fmt::format("The {} countries with the most messages, and all together", kLargest));
    text += html_details(fmt::format("All {} countries", countries.size()), table);
  } else {
    text += table;
  }
  text += "<p class=\"note\">p50 to p99: from sending to receipt of the final report.";
  if (all.total(Counter::messages_unreported_expected) > 0) text += " *: no reports come from there, as expected.";
  text += "</p>\n";
  if (operators.size() > countries.size()) {
    text += html_details(fmt::format("All {} operators", operators.size()),
                         outcome_table(operators, all, Shape::operator_of_country, "Outcomes by operator"));
  }
  if (campaigns.size() > 1) {
    text += html_details(fmt::format("All {} campaigns", campaigns.size()),
                         outcome_table(campaigns, all, Shape::campaign, "Outcomes by campaign"));
  }
  return text;
}

}  // namespace dlr::reports
