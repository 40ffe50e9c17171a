#include "reports/render/html/time_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "reports/human.h"
#include "reports/render/html/figure.h"

namespace dlr::reports {
namespace {

constexpr double kChartWidth = 960, kChartLeft = 72, kChartRight = kChartWidth - 16, kChartTop = 16, kBottom = 216;
constexpr double kFaultRow = 22;
constexpr std::size_t kMostFaults = 12;  // in the chart; the table below has all

class Chart {
 public:
  Chart(const Result& result, const TimeSeries& series, double minutes)
      : result_(result),
        series_(series),
        minutes_(std::max(minutes, 1.0)),
        step_(nice_step(std::max(highest() / 4, 1.0))),
        top_(step_ * std::ceil(highest() / step_)) {}

  std::string render() {
    std::vector<const FaultWindow*> windows;
    std::string always;
    for (const FaultWindow& window : result_.fault_windows) {
      if (!window.at) {
        always += (always.empty() ? "always: " : ", ") + window.id;
      } else if (windows.size() < kMostFaults) {
        windows.push_back(&window);
      }
    }
    const std::size_t rows = windows.size() + (always.empty() ? 0 : 1);
    const double height = kBottom + 34 + kFaultRow * static_cast<double>(rows);
    Svg svg(kChartWidth, height, series_.title,
            fmt::format("From the start on for {}; at the peak {}.", format_duration(to_duration(minutes_)),
                        human_count(static_cast<std::uint64_t>(highest()))));
    double row = kBottom + 34;
    for (const FaultWindow* window : windows) {
      fault(svg, *window, row);
      row += kFaultRow;
    }
    if (!always.empty()) {
      svg.rect(kChartLeft, row, kChartRight - kChartLeft, 16, kFailed, {1, 0.15});
      svg.text(kChartLeft + 6, row + 12, cut_text(always, 120), kInk);
    }
    axes(svg);
    area(svg);
    return svg.take();
  }

 private:
  static Duration to_duration(double minutes) { return Duration{static_cast<std::int64_t>(minutes) * 60'000}; }

  double x(double minute) const {
    return kChartLeft + (kChartRight - kChartLeft) * std::clamp(minute / minutes_, 0.0, 1.0);
  }

  double highest() const {
    std::uint64_t most = 1;
    const auto& samples = series_.samples;
    for (std::size_t i = 0; i < samples.size() && static_cast<double>(i) <= minutes_; ++i)
      most = std::max(most, samples[i]);
    return static_cast<double>(most);
  }

  void axes(Svg& svg) const {
    for (double value = 0; value <= top_; value += step_) {
      svg.line(kChartLeft, y(value), kChartRight, y(value), kRule);
      svg.text(kChartLeft - 8, y(value) + 4, human_count(static_cast<std::uint64_t>(value)), kQuiet, Anchor::end);
    }
    const double minutes = time_step(minutes_);
    for (double minute = 0; minute <= minutes_; minute += minutes) {
      svg.line(x(minute), kBottom, x(minute), kBottom + 5, kQuiet);
      const bool is_last = x(minute) > kChartRight - 20;
      svg.text(x(minute), kBottom + 19, time_label(minute), kQuiet, is_last ? Anchor::end : Anchor::middle);
    }
  }

  double y(double value) const { return kBottom - (kBottom - kChartTop) * value / top_; }

  // The highest sample of each pixel column, so that no peak is lost.
  void area(Svg& svg) const {
    const auto& samples = series_.samples;
    std::string line;
    double column = -1, highest = 0;
    const auto flush = [&](double at_x) {
      line += fmt::format("{}{} {}", line.empty() ? "M" : "L", at(at_x), at(y(highest)));
    };
    for (std::size_t i = 0; i < samples.size() && static_cast<double>(i) <= minutes_; ++i) {
      const double place = x(static_cast<double>(i));
      if (column >= 0 && place - column >= 1) {
        flush(column);
        highest = 0;
      }
      if (column < 0 || place - column >= 1) column = place;
      highest = std::max(highest, static_cast<double>(samples[i]));
    }
    if (column < 0) return;
    flush(column);
    const double end = std::min(x(static_cast<double>(samples.size())), kChartRight);
    if (end < kChartRight)
      line += fmt::format("L{0} {1}L{2} {1}", at(end), at(kBottom), at(kChartRight));  // then there is none
    svg.shape(fmt::format("{}L{} {}L{} {}Z", line, at(end), at(kBottom), at(kChartLeft), at(kBottom)), series_.ink,
              {1, 0.25});
    svg.path(line, series_.ink, {1.5});
  }

  void fault(Svg& svg, const FaultWindow& window, double row) const {
    const double from = static_cast<double>(window.at->count()) / 60'000;
    const double to = window.lasting ? from + static_cast<double>(window.lasting->count()) / 60'000 : minutes_;
    if (from >= minutes_) {
      svg.text(kChartRight, row + 12, window.id + ": later than shown here", kQuiet, Anchor::end);
      return;
    }
    const double left = x(from), width = std::max(x(to) - left, 2.0);
    const bool is_nearly_always = width > 0.9 * (kChartRight - kChartLeft);  // a shade over everything says nothing
    if (!is_nearly_always) svg.rect(left, kChartTop, width, kBottom - kChartTop, kFailed, {1, 0.1});
    svg.rect(left, row, width, 16, kFailed, {1, 0.35});
    const std::string label = cut_text(window.id, 40);
    const double text_width = 6.6 * static_cast<double>(columns(label)) + 12;
    if (text_width <= width || left + width + text_width > kChartRight) {
      const bool from_the_right = text_width > width && left + text_width > kChartRight;
      svg.text(from_the_right ? left - 6 : left + 6, row + 12, label, kInk,
               from_the_right ? Anchor::end : Anchor::start);
    } else {
      svg.text(left + width + 6, row + 12, label, kInk);
    }
  }

  const Result& result_;
  const TimeSeries& series_;
  const double minutes_;
  const double step_, top_;  // of the vertical axis
};

}  // namespace

double time_step(double minutes, double most) {
  for (const double step :
       {1., 2., 5., 10., 15., 30., 60., 120., 180., 240., 360., 720., 1440., 2880., 7200., 14400.}) {
    if (minutes / step <= most) return step;
  }
  return 43200;
}

std::string time_label(double minutes) {
  return minutes == 0 ? "start" : "+" + format_duration(Duration{static_cast<std::int64_t>(minutes) * 60'000});
}

std::string time_chart(const Result& result, const TimeSeries& series, double minutes) {
  return Chart(result, series, minutes).render();
}

}  // namespace dlr::reports
