#include "reports/render/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "reports/decimal.h"
#include "reports/render/copies.h"
#include "reports/render/delay_kinds.h"

namespace dlr::reports {
namespace {

class CsvRow {
 public:
  // Between quotes only where it must be. What a spreadsheet would take for a formula gets an apostrophe in front,
  // which makes it a text there (OWASP, CSV Injection).
  void text(std::string_view text) {
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
      return field("'" + std::string(text));
    }
    field(text);
  }
  void number(std::uint64_t number) { raw(std::to_string(number)); }
  void number(std::optional<std::uint64_t> number) { raw(number ? std::to_string(*number) : ""); }
  void number(std::optional<double> number) { raw(number ? decimal_text(*number, kPlaces) : ""); }
  void nothing() { raw({}); }

  std::size_t fields() const { return fields_; }
  std::string line() const { return line_ + "\r\n"; }

 private:
  void field(std::string_view text) {
    if (text.find_first_of("\",\r\n") == std::string_view::npos) return raw(text);
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    raw(quoted + '"');
  }
  void raw(std::string_view field) {
    if (fields_++ > 0) line_ += ',';
    line_ += field;
  }

  std::string line_;
  std::size_t fields_ = 0;
};

constexpr std::array kOfRun{"scenario", "seed", "point", "copy"};
constexpr std::array kOfGroup{"country", "operator", "campaign", "channel"};

// A result, and which of its scenario and seed it is.
struct Run {
  const Result& result;
  std::uint64_t copy;
};

std::vector<Run> numbered(std::span<const Result> results) {
  const std::vector<std::uint64_t> copies = copies_of(results);
  std::vector<Run> runs;
  for (std::size_t i = 0; i < results.size(); ++i) runs.push_back({results[i], copies[i]});
  return runs;
}

CsvRow begin(const Run& run) {
  CsvRow row;
  row.text(run.result.scenario);
  row.number(run.result.seed);
  row.text(run.result.point.name);
  row.number(run.copy);
  return row;
}

CsvRow begin(const Run& run, const GroupName& name) {
  CsvRow row = begin(run);
  for (const std::string& part : {name.country, name.operator_name, name.campaign, name.channel}) row.text(part);
  return row;
}

// After the rows of what was run: a row of nothing but the file and why, for each that was not.
std::string table(const CsvRow& head, std::string rows, std::span<const NotRun> not_run) {
  for (const NotRun& one : not_run) {
    CsvRow row;
    row.text(one.file);
    for (std::size_t i = 0; i + 2 < head.fields(); ++i) row.nothing();
    row.text(one.why);
    rows += row.line();
  }
  return head.line() + rows;
}

CsvRow header(std::span<const char* const> names) {
  CsvRow row;
  for (const char* name : kOfRun) row.text(name);
  for (const char* name : names) row.text(name);
  return row;
}

CsvRow header_of_groups() {
  CsvRow row = header(kOfGroup);
  for (std::size_t i = 0; i < kMessageCounters; ++i) row.text(kCounterInfo[i].name);
  for (const DelayKind& delay : kDelays) {
    for (const char* figure : {"count", "min", "mean"}) row.text(fmt::format("{}_{}", delay.name, figure));
    for (const unsigned percent : kPercentiles) row.text(fmt::format("{}_p{}", delay.name, percent));
    row.text(fmt::format("{}_max", delay.name));
  }
  row.text("not_run");
  return row;
}

std::string line_of(const Run& run, const Group& group) {
  CsvRow row = begin(run, group.name);
  for (const std::uint64_t total : group.measured.totals) row.number(total);
  for (const DelayKind& delay : kDelays) {
    const Histogram& histogram = group.measured.*delay.histogram;
    row.number(histogram.count());
    row.number(histogram.min());
    row.number(histogram.mean());
    for (const unsigned percent : kPercentiles) row.number(histogram.percentile(percent));
    row.number(histogram.max());
  }
  row.nothing();
  return row.line();
}

// The buckets that are not empty, from the shortest delay on.
std::string lines_of(const Run& run, const Group& group, const DelayKind& delay) {
  std::string text;
  (group.measured.*delay.histogram).each_bucket([&](std::uint64_t from, std::uint64_t below, std::uint64_t count) {
    CsvRow row = begin(run, group.name);
    row.text(delay.name);
    row.number(from);
    row.number(below);
    row.number(count);
    row.nothing();
    text += row.line();
  });
  return text;
}

}  // namespace

std::string render_csv(std::span<const Result> results, std::span<const NotRun> not_run) {
  std::string rows;
  for (const Run& run : numbered(results)) {
    for (const Group& group : run.result.groups) rows += line_of(run, group);
  }
  return table(header_of_groups(), std::move(rows), not_run);
}

std::string render_csv_histograms(std::span<const Result> results, std::span<const NotRun> not_run) {
  CsvRow head = header(kOfGroup);
  for (const char* name : {"delay", "from_ms", "below_ms", "messages", "not_run"}) head.text(name);
  std::string rows;
  for (const Run& run : numbered(results)) {
    for (const Group& group : run.result.groups) {
      for (const DelayKind& delay : kDelays) rows += lines_of(run, group, delay);
    }
  }
  return table(head, std::move(rows), not_run);
}

std::string render_csv_series(std::span<const Result> results, std::span<const NotRun> not_run) {
  constexpr std::array kOfMinute{"minute", "in_flight", "reports", "not_run"};
  std::string rows;
  for (const Run& run : numbered(results)) {
    const auto& in_flight = run.result.in_flight_by_minute;
    const auto& reports = run.result.reports_by_minute;
    for (std::size_t minute = 0; minute < std::max(in_flight.size(), reports.size()); ++minute) {
      CsvRow row = begin(run);
      row.number(std::uint64_t{minute});
      row.number(minute < in_flight.size() ? in_flight[minute] : 0);
      row.number(minute < reports.size() ? reports[minute] : 0);
      row.nothing();
      rows += row.line();
    }
  }
  return table(header(kOfMinute), std::move(rows), not_run);
}

}  // namespace dlr::reports
