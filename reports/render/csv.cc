#include "reports/render/csv.h"

#include <fmt/format.h>

#include <optional>

#include "reports/decimal.h"
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

CsvRow header() {
  CsvRow row;
  for (const char* name : {"scenario", "seed", "point", "country", "operator", "campaign", "channel"}) row.text(name);
  for (std::size_t i = 0; i < kMessageCounters; ++i) row.text(kCounterInfo[i].name);
  for (const DelayKind& delay : kDelays) {
    for (const char* figure : {"count", "min", "mean"}) row.text(fmt::format("{}_{}", delay.name, figure));
    for (const unsigned percent : kPercentiles) row.text(fmt::format("{}_p{}", delay.name, percent));
    row.text(fmt::format("{}_max", delay.name));
  }
  row.text("not_run");
  return row;
}

std::string line_of(const Result& result, const Group& group) {
  CsvRow row;
  row.text(result.scenario);
  row.number(result.seed);
  row.text(result.point.name);
  for (const std::string& name :
       {group.name.country, group.name.operator_name, group.name.campaign, group.name.channel}) {
    row.text(name);
  }
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

}  // namespace

std::string render_csv(std::span<const Result> results, std::span<const NotRun> not_run) {
  const CsvRow head = header();
  std::string text = head.line();
  for (const Result& result : results) {
    for (const Group& group : result.groups) text += line_of(result, group);
  }
  // A row of nothing but the file and why.
  for (const NotRun& one : not_run) {
    CsvRow row;
    row.text(one.file);
    for (std::size_t i = 0; i + 2 < head.fields(); ++i) row.nothing();
    row.text(one.why);
    text += row.line();
  }
  return text;
}

}  // namespace dlr::reports
