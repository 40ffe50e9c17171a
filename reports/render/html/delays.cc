#include "reports/render/html/delays.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <vector>

#include "reports/human.h"
#include "reports/json_writer.h"
#include "reports/render/delay_kinds.h"
#include "reports/render/html/figure.h"
#include "reports/render/html/grouped.h"
#include "reports/render/html/html_table.h"
#include "reports/render/html/log_time.h"
#include "reports/render/html/svg.h"
#include "reports/render/markup.h"

namespace dlr::reports {
namespace {

constexpr double kDelaysWidth = 960;
constexpr std::size_t kShown = 15;  // countries; all others are folded away
constexpr std::size_t kMostOperators = 60;

// The longest that the axis must hold.
double longest(const Result& result, const GroupMeasurements& all) {
  double most = static_cast<double>(std::max(result.waiting_period, kWaitingPeriod).count());
  for (const DelayKind& delay : kDelays) {
    most = std::max(most, static_cast<double>((all.*delay.histogram).max().value_or(0)));
  }
  return most;
}

// The share of values up to each bucket's end, as a line; a point only where it has moved by half a pixel.
std::string curve(const Histogram& histogram, const LogTime& axis, double top, double bottom) {
  const auto y_of = [&](std::uint64_t seen) {
    return bottom - (bottom - top) * static_cast<double>(seen) / static_cast<double>(histogram.count());
  };
  std::uint64_t seen = 0;
  std::uint32_t bucket = histogram.first_bucket();
  double last_x = axis.x(static_cast<double>(*histogram.min())), last_y = bottom;
  std::string data = fmt::format("M{} {}", at(last_x), at(last_y));
  for (const std::uint64_t count : histogram.counts()) {
    seen += count;
    const std::uint64_t end = std::min(Histogram::lower_edge(bucket) + Histogram::width(bucket) - 1, *histogram.max());
    ++bucket;
    const double x = axis.x(static_cast<double>(end)), y = y_of(seen);
    if (std::abs(x - last_x) < 0.5 && std::abs(y - last_y) < 0.5 && seen < histogram.count()) continue;
    data += fmt::format("L{} {}", at(x), at(y));
    last_x = x;
    last_y = y;
  }
  return data;
}

struct Line {
  std::size_t delay;
  const char* label;
  Ink ink;
  std::string_view dashes;
};
constexpr Line kLines[] = {{1, "report received", kAccent, ""},
                           {0, "operator's word (doneAt)", kFailed, "7 3"},
                           {2, "rejection received", kRejected, "2 3"}};

// What live.js draws: milliseconds, and hundredths of a percent that had come by then; a point only where it has moved.
std::string live_curves(const Result& result, const GroupMeasurements& all) {
  constexpr double kLeast = 25;  // hundredths of a percent
  JsonWriter json;
  json.begin_array();
  for (const auto& [delay, label, ink, dashes] : kLines) {
    const Histogram& histogram = all.*kDelays[delay].histogram;
    if (histogram.count() == 0) continue;
    std::vector<std::uint64_t> ms{*histogram.min()}, shares{0};
    std::uint64_t seen = 0;
    std::uint32_t bucket = histogram.first_bucket();
    for (const std::uint64_t count : histogram.counts()) {
      seen += count;
      const std::uint64_t end = Histogram::lower_edge(bucket) + Histogram::width(bucket) - 1;
      ++bucket;
      const double share = 10'000 * static_cast<double>(seen) / static_cast<double>(histogram.count());
      if (count == 0 || (share - static_cast<double>(shares.back()) < kLeast && seen < histogram.count())) continue;
      ms.push_back(std::min(end, *histogram.max()));
      shares.push_back(static_cast<std::uint64_t>(share));
    }
    json.begin_object();
    json.key("label").text(fmt::format("{} ({})", label, human_count(histogram.count())));
    json.key("colour").text(ink.name);
    json.key("dash").raw(dashes.empty() ? "[]" : fmt::format("[{}]", std::string(dashes).replace(1, 1, ",")));
    for (const auto& [key, values] : {std::pair("ms", &ms), std::pair("share", &shares)}) {
      json.key(key).begin_array();
      for (const std::uint64_t value : *values) json.value(value);
      json.end_array();
    }
    json.end_object();
  }
  json.end_array();
  return fmt::format(R"( data-curves="{}" data-end="{:.0f}" data-waiting="{}")", xml_text(json.take()),
                     longest(result, all) * 1.3, result.waiting_period.count());
}

std::string curves(const Result& result, const GroupMeasurements& all) {
  constexpr double kLeft = 48, kRight = kDelaysWidth - 16, kTop = 44, kBottom = 268;
  const LogTime axis(kLeft, kRight, longest(result, all));
  Svg svg(kDelaysWidth, 296, "How soon after sending",
          "Share of the messages of each kind that had come so far, by time.");
  axis.draw(svg, kTop, kBottom);
  for (const int percent : {0, 25, 50, 75, 100}) {
    const double y = kBottom - (kBottom - kTop) * percent / 100;
    svg.line(kLeft, y, kRight, y, kRule);
    svg.text(kLeft - 6, y + 4, fmt::format("{} %", percent), kQuiet, Anchor::end);
  }
  axis.mark_waiting_period(svg, kTop - 14, kBottom, result.waiting_period);
  double legend = kLeft;
  for (const auto& [delay, label, ink, dashes] : kLines) {
    const Histogram& histogram = all.*kDelays[delay].histogram;
    if (histogram.count() == 0) continue;
    svg.path(curve(histogram, axis, kTop, kBottom), ink, {2, 1, dashes});
    svg.line(legend, 14, legend + 26, 14, ink, {2, 1, dashes});
    const std::string text = fmt::format("{} ({})", label, human_count(histogram.count()));
    svg.text(legend + 32, 18, text, kInk);
    legend += 60 + 6.4 * static_cast<double>(text.size());
  }
  return svg.take();
}

// One bar per entry: thin from p1 to p99, thick from p25 to p75, a mark at p50.
std::string bars(std::span<const Grouped> entries, const Result& result, const GroupMeasurements& all,
                 bool with_country) {
  constexpr double kRow = 24, kTop = 40;
  const double left = with_country ? 190 : 64;
  constexpr double kRight = kDelaysWidth - 150;
  const double bottom = kTop + kRow * static_cast<double>(entries.size());
  const LogTime axis(left, kRight, longest(result, all));
  Svg svg(kDelaysWidth, bottom + 28, with_country ? "Report delay by operator" : "Report delay by country",
          "From sending to receipt of the final report. Thin line: 1st to 99th percentile; bar: 25th to 75th; mark: "
          "median. The table of outcomes holds the figures.");
  axis.draw(svg, kTop - 6, bottom);
  axis.mark_waiting_period(svg, kTop - 26, bottom, result.waiting_period);
  svg.text(kDelaysWidth - 80, kTop - 12, "p50", kQuiet, Anchor::end);
  svg.text(kDelaysWidth - 8, kTop - 12, "p99", kQuiet, Anchor::end);
  double y = kTop + kRow / 2;
  for (const Grouped& entry : entries) {
    const Histogram& delay = entry.measured.report_delay;
    std::string name = entry.name;
    if (with_country) name = entry.country + "  " + name;
    svg.text(left - 10, y + 4, cut_text(name, with_country ? 26 : 8), kInk, Anchor::end);
    const auto figure = [&](double percent) { return static_cast<double>(delay.percentile(percent).value_or(0)); };
    if (delay.count() == 0) {
      svg.text(left + 8, y + 4, entry.silent() ? "no reports come from there, as expected" : "no final reports",
               kQuiet);
    } else {
      svg.line(axis.x(figure(1)), y, axis.x(figure(99)), y, kAccent, {2});
      const double from = axis.x(figure(25));
      svg.rect(from, y - 5, std::max(axis.x(figure(75)) - from, 1.0), 10, kAccent, {1, 0.55});
      svg.line(axis.x(figure(50)), y - 8, axis.x(figure(50)), y + 8, kInk, {2.5});
      svg.text(kDelaysWidth - 80, y + 4, human_duration(figure(50)), kInk, Anchor::end);
      svg.text(kDelaysWidth - 8, y + 4, human_duration(figure(99)), kInk, Anchor::end);
    }
    y += kRow;
  }
  return svg.take();
}

}  // namespace

std::string html_delays(const Result& result) {
  const GroupMeasurements all = all_of(result.groups).measured;
  if (all.report_delay.count() + all.rejection_delay.count() == 0) return "<p>Nothing was ever reported.</p>\n";
  const std::vector<Grouped> countries = by_country(result.groups);
  const std::vector<Grouped> operators = by_operator(result.groups);
  const std::span<const Grouped> top(countries.data(), std::min(countries.size(), kShown));
  std::string text =
      html_figure(curves(result, all), "All messages: what share had its final word so long after sending",
                  live_curves(result, all));
  text +=
      html_figure(bars(top, result, all, false),
                  "By country: from sending to receipt of the final report. Thin line: 1st to 99th percentile; bar: "
                  "middle half; mark: median");
  if (countries.size() > kShown) {
    const std::span<const Grouped> rest = std::span<const Grouped>(countries).subspan(kShown);
    text += html_details(fmt::format("The other {} countries", rest.size()),
                         html_figure(bars(rest, result, all, false), "The other countries, as above"));
  }
  if (operators.size() > countries.size()) {
    const std::size_t shown = std::min(operators.size(), kMostOperators);
    text +=
        html_details(shown < operators.size() ? fmt::format("The {} largest of {} operators", shown, operators.size())
                                              : fmt::format("All {} operators", operators.size()),
                     html_figure(bars(std::span<const Grouped>(operators).first(shown), result, all, true),
                                 "By operator, as above"));
  }
  return text;
}

}  // namespace dlr::reports
