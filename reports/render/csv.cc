#include "reports/render/csv.h"

#include <fmt/format.h>

#include <optional>

#include "reports/decimal.h"
#include "reports/render/delay_kinds.h"

namespace dlr::reports {
namespace {

class Row {
 public:
  // Between quotes only where it must be.
  void text(std::string_view text) {
    if (text.find_first_of("\",\r\n") == std::string_view::npos) return raw(text);
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    raw(quoted + '"');
  }
  void number(std::uint64_t number) { raw(std::to_string(number)); }
  void number(std::optional<std::uint64_t> number) { raw(number ? std::to_string(*number) : ""); }
  void number(std::optional<double> number) { raw(number ? decimal_text(*number, kPlaces) : ""); }

  std::string line() const { return line_ + "\r\n"; }

 private:
  void raw(std::string_view field) {
    if (!is_first_) line_ += ',';
    is_first_ = false;
    line_ += field;
  }

  std::string line_;
  bool is_first_ = true;
};

std::string header() {
  Row row;
  for (const char* name : {"scenario", "seed", "country", "operator", "campaign", "channel"}) row.text(name);
  for (std::size_t i = 0; i < kMessageCounters; ++i) row.text(kCounterInfo[i].name);
  for (const DelayKind& delay : kDelays) {
    for (const char* figure : {"count", "min", "mean"}) row.text(fmt::format("{}_{}", delay.name, figure));
    for (const unsigned percent : kPercentiles) row.text(fmt::format("{}_p{}", delay.name, percent));
    row.text(fmt::format("{}_max", delay.name));
  }
  return row.line();
}

std::string line_of(const Result& result, const Group& group) {
  Row row;
  row.text(result.scenario);
  row.number(result.seed);
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
  return row.line();
}

}  // namespace

std::string render_csv(std::span<const Result> results) {
  std::string text = header();
  for (const Result& result : results) {
    for (const Group& group : result.groups) text += line_of(result, group);
  }
  return text;
}

}  // namespace dlr::reports
