#include "reports/render/html/in_flight.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "reports/json_writer.h"
#include "reports/render/html/figure.h"
#include "reports/render/html/html_table.h"
#include "reports/render/html/svg.h"
#include "reports/render/human.h"
#include "reports/render/markup.h"

namespace dlr::reports {
namespace {

constexpr double kWidth = 960, kLeft = 72, kRight = kWidth - 16, kTop = 16, kBottom = 216;
constexpr double kFaultRow = 22;
constexpr std::size_t kMostFaults = 12;  // in the chart; the table below has all
constexpr std::size_t kTableRows = 24;
constexpr std::size_t kLiveSamples = 8'000;

// 1, 2 or 5 times a power of ten, at least so much.
double nice(double least) {
  const double power = std::pow(10, std::floor(std::log10(std::max(least, 1.0))));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= least) return factor * power;
  }
  return 10 * power;
}

// Minutes between two marks of the time axis, so that there are at most nine.
double time_step(double minutes) {
  for (const double step : {1., 2., 5., 10., 15., 30., 60., 120., 180., 360., 720., 1440., 2880., 7200., 14400.}) {
    if (minutes / step <= 9) return step;
  }
  return 43200;
}

std::string time_label(double minutes) {
  return minutes == 0 ? "start" : "+" + format_duration(Duration{static_cast<std::int64_t>(minutes) * 60'000});
}

class Chart {
 public:
  Chart(const Result& result, double minutes)
      : result_(result),
        minutes_(std::max(minutes, 1.0)),
        step_(nice(highest() / 4)),
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
    Svg svg(kWidth, height, "Messages in flight",
            fmt::format("From the start on for {}; at the peak {}.", format_duration(to_duration(minutes_)),
                        human_count(result_.peak_in_flight().value_or(0))));
    double row = kBottom + 34;
    for (const FaultWindow* window : windows) {
      fault(svg, *window, row);
      row += kFaultRow;
    }
    if (!always.empty()) {
      svg.rect(kLeft, row, kRight - kLeft, 16, kFailed, {1, 0.15});
      svg.text(kLeft + 6, row + 12, cut_text(always, 120), kInk);
    }
    axes(svg);
    area(svg);
    return svg.take();
  }

 private:
  static Duration to_duration(double minutes) { return Duration{static_cast<std::int64_t>(minutes) * 60'000}; }

  double x(double minute) const { return kLeft + (kRight - kLeft) * std::clamp(minute / minutes_, 0.0, 1.0); }

  double highest() const {
    std::uint64_t most = 1;
    const auto& samples = result_.in_flight_by_minute;
    for (std::size_t i = 0; i < samples.size() && static_cast<double>(i) <= minutes_; ++i)
      most = std::max(most, samples[i]);
    return static_cast<double>(most);
  }

  void axes(Svg& svg) const {
    for (double value = 0; value <= top_; value += step_) {
      svg.line(kLeft, y(value), kRight, y(value), kRule);
      svg.text(kLeft - 8, y(value) + 4, human_count(static_cast<std::uint64_t>(value)), kQuiet, Anchor::end);
    }
    const double minutes = time_step(minutes_);
    for (double minute = 0; minute <= minutes_; minute += minutes) {
      svg.line(x(minute), kBottom, x(minute), kBottom + 5, kQuiet);
      const bool is_last = x(minute) > kRight - 20;
      svg.text(x(minute), kBottom + 19, time_label(minute), kQuiet, is_last ? Anchor::end : Anchor::middle);
    }
  }

  double y(double value) const { return kBottom - (kBottom - kTop) * value / top_; }

  // The highest sample of each pixel column, so that no peak is lost.
  void area(Svg& svg) const {
    const auto& samples = result_.in_flight_by_minute;
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
    const double end = std::min(x(static_cast<double>(samples.size())), kRight);
    svg.shape(fmt::format("{}L{} {}L{} {}Z", line, at(end), at(kBottom), at(kLeft), at(kBottom)), kAccent, {1, 0.25});
    svg.path(line, kAccent, {1.5});
  }

  void fault(Svg& svg, const FaultWindow& window, double row) const {
    const double from = static_cast<double>(window.at->count()) / 60'000;
    const double to = window.lasting ? from + static_cast<double>(window.lasting->count()) / 60'000 : minutes_;
    if (from >= minutes_) {
      svg.text(kRight, row + 12, window.id + ": later than shown here", kQuiet, Anchor::end);
      return;
    }
    const double left = x(from), width = std::max(x(to) - left, 2.0);
    const bool is_nearly_always = width > 0.9 * (kRight - kLeft);  // a shade over everything says nothing
    if (!is_nearly_always) svg.rect(left, kTop, width, kBottom - kTop, kFailed, {1, 0.1});
    svg.rect(left, row, width, 16, kFailed, {1, 0.35});
    const std::string label = cut_text(window.id, 40);
    const double text_width = 6.6 * static_cast<double>(columns(label)) + 12;
    if (text_width <= width || left + width + text_width > kRight) {
      const bool from_the_right = text_width > width && left + text_width > kRight;
      svg.text(from_the_right ? left - 6 : left + 6, row + 12, label, kInk,
               from_the_right ? Anchor::end : Anchor::start);
    } else {
      svg.text(left + width + 6, row + 12, label, kInk);
    }
  }

  const Result& result_;
  const double minutes_;
  const double step_, top_;  // of the vertical axis
};

// Where most of what happens happens early: the time by which three quarters of all ups and downs are over, rounded up.
double eventful_minutes(const std::vector<std::uint64_t>& samples, double all) {
  const auto change = [&](std::size_t i) {
    return samples[i] > samples[i - 1] ? samples[i] - samples[i - 1] : samples[i - 1] - samples[i];
  };
  std::uint64_t sum = 0, seen = 0;
  for (std::size_t i = 1; i < samples.size(); ++i) sum += change(i);
  for (std::size_t i = 1; i < samples.size() && sum > 0; ++i) {
    seen += change(i);
    if (static_cast<double>(seen) < 0.75 * static_cast<double>(sum)) continue;
    const double step = time_step(static_cast<double>(i) * 1.5);
    return std::min(all, step * std::ceil(static_cast<double>(i) * 1.5 / step));
  }
  return all;
}

std::string samples_table(const Result& result) {
  const auto& samples = result.in_flight_by_minute;
  std::vector<std::vector<Cell>> rows;
  const std::size_t step = std::max<std::size_t>(1, (samples.size() + kTableRows - 1) / kTableRows);
  for (std::size_t i = 0; i < samples.size(); i += step) {
    rows.push_back({text_cell(time_label(static_cast<double>(i))), count_cell(samples[i])});
  }
  return html_details("The same in figures", html_table({{"after", false}, {"in flight", true}}, rows,
                                                        {"Messages in flight", false, false, true}));
}

std::string faults_table(const Result& result) {
  std::vector<std::vector<Cell>> rows;
  for (const FaultCount& fault : result.faults) {
    const auto window = std::ranges::find(result.fault_windows, fault.id, &FaultWindow::id);
    std::string when = "always";
    if (window == result.fault_windows.end()) {
      when = "not recorded";
    } else if (window->at) {
      when = fmt::format("from +{}, {}", format_duration(*window->at),
                         window->lasting ? "for " + format_duration(*window->lasting) : "for ever");
    }
    rows.push_back({text_cell(fault.id), text_cell(when), count_cell(fault.struck)});
  }
  return html_table({{"fault", false}, {"when", false}, {"struck", true}}, rows,
                    {"Faults, and how many tries, reports or callbacks they struck", true, false, false});
}

// What live.js draws: the samples ("6,4x2": 6, then twice 4), so many minutes apart that they stay few; the highest of
// each.
std::string live_samples(const std::vector<std::uint64_t>& samples, std::size_t step) {
  std::string text;
  std::uint64_t value = 0, times = 0;
  const auto flush = [&] {
    if (times == 0) return;
    text += fmt::format("{}{}", text.empty() ? "" : ",", value);
    if (times > 1) text += fmt::format("x{}", times);
  };
  for (std::size_t i = 0; i < samples.size(); i += step) {
    const auto end = samples.begin() + static_cast<std::ptrdiff_t>(std::min(i + step, samples.size()));
    const std::uint64_t highest = *std::max_element(samples.begin() + static_cast<std::ptrdiff_t>(i), end);
    if (times > 0 && highest != value) {
      flush();
      times = 0;
    }
    value = highest;
    ++times;
  }
  flush();
  return text;
}

std::string live_faults(const Result& result) {
  const auto minutes = [](Duration duration) { return duration.count() / 60'000; };
  JsonWriter json;
  json.begin_array();
  for (const FaultWindow& window : result.fault_windows) {
    const std::int64_t from = window.at ? minutes(*window.at) : 0;
    json.begin_object();
    json.key("id").text(window.id);
    json.key("from").value(from);
    json.key("to").value(window.lasting ? from + std::max<std::int64_t>(1, minutes(*window.lasting))
                                        : minutes(result.simulated) + 1);
    json.end_object();
  }
  json.end_array();
  return xml_text(json.take());
}

}  // namespace

std::string html_in_flight(const Result& result) {
  const auto& samples = result.in_flight_by_minute;
  std::string text;
  if (samples.empty()) {
    text += "<p>Nothing was sampled.</p>\n";
  } else {
    const double all = std::ceil(static_cast<double>(result.simulated.count()) / 60'000);
    const std::size_t step = 1 + samples.size() / kLiveSamples;
    const auto minutes = [](double count) { return fmt::format(R"( data-minutes="{:.0f}")", count); };
    text += fmt::format(R"(<div data-in-flight="{}" data-step="{}" data-faults="{}">)", live_samples(samples, step),
                        step, live_faults(result)) +
            "\n";
    const double early = eventful_minutes(samples, all);
    if (early <= all / 3) {
      text += html_figure(Chart(result, early).render(),
                          fmt::format("The first {}, in which most of it happens",
                                      format_duration(Duration{static_cast<std::int64_t>(early) * 60'000})),
                          minutes(early));
    }
    text +=
        html_figure(Chart(result, all).render(), "The whole time, each minute sampled; faults shaded", minutes(all));
    text += "</div>\n";
    text += samples_table(result);
  }
  if (!result.faults.empty()) text += faults_table(result);
  return text;
}

}  // namespace dlr::reports
