#include "reports/render/html/over_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "reports/human.h"
#include "reports/json_writer.h"
#include "reports/notices.h"
#include "reports/render/html/figure.h"
#include "reports/render/html/html_table.h"
#include "reports/render/html/time_chart.h"
#include "reports/render/markup.h"

namespace dlr::reports {
namespace {

constexpr double kTableRows = 25;
constexpr std::size_t kLiveSamples = 8'000;

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

// The highest of each row's minutes.
std::string samples_table(const Result& result) {
  const std::size_t minutes = std::max(result.in_flight_by_minute.size(), result.reports_by_minute.size());
  const auto step = static_cast<std::size_t>(time_step(static_cast<double>(minutes), kTableRows));
  const auto highest = [&](const std::vector<std::uint64_t>& samples, std::size_t from) {
    std::uint64_t most = 0;
    for (std::size_t i = from; i < std::min(from + step, samples.size()); ++i) most = std::max(most, samples[i]);
    return count_cell(most);
  };
  std::vector<std::vector<Cell>> rows;
  for (std::size_t i = 0; i < minutes; i += step) {
    rows.push_back({text_cell(time_label(static_cast<double>(i))), highest(result.in_flight_by_minute, i),
                    highest(result.reports_by_minute, i)});
  }
  const std::string what = step == 1 ? std::string("Minute by minute")
                                     : fmt::format("The most of each {}",
                                                   format_duration(Duration{static_cast<std::int64_t>(step) * 60'000}));
  return html_details("The same in figures",
                      html_table({{"from", false}, {"in flight", true}, {"reports a minute", true}}, rows,
                                 {what, false, false, false}));
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

// Its beginning, where most of it happens there, and all of it.
std::string series_figures(const Result& result, const TimeSeries& series, double early, double all) {
  const std::size_t step = 1 + series.samples.size() / kLiveSamples;
  const auto figure = [&](double minutes, std::string_view when) {
    return html_figure(time_chart(result, series, minutes), fmt::format("{}: {}", series.title, when),
                       fmt::format(R"( data-minutes="{:.0f}")", minutes));
  };
  std::string text =
      fmt::format(R"(<div data-series="{}" data-label="{}" data-colour="{}" data-step="{}" data-faults="{}">)",
                  live_samples(series.samples, step), series.label, series.ink.name, step, live_faults(result)) +
      "\n";
  if (early <= all / 3) {
    text += figure(early, fmt::format("the first {}, in which most of it happens",
                                      format_duration(Duration{static_cast<std::int64_t>(early) * 60'000})));
  }
  return text + figure(all, "the whole time, each minute sampled; faults shaded") + "</div>\n";
}

}  // namespace

std::string html_over_time(const Result& result) {
  std::string text;
  if (result.in_flight_by_minute.empty()) {
    text += "<p>Nothing was sampled.</p>\n";
  } else {
    const double all = std::ceil(static_cast<double>(result.simulated.count()) / 60'000);
    const double early = eventful_minutes(result.in_flight_by_minute, all);
    text +=
        series_figures(result, {"Messages in flight", "in flight", result.in_flight_by_minute, kAccent}, early, all);
    if (!result.reports_by_minute.empty()) {
      text += series_figures(
          result, {"Reports received in each minute", "reports a minute", result.reports_by_minute, kGood}, early, all);
    }
    text += samples_table(result);
  }
  if (!result.faults.empty()) text += faults_table(result);
  for (const std::string& sentence : notice_sentences(result)) text += "<p>" + xml_text(sentence) + "</p>\n";
  return text;
}

}  // namespace dlr::reports
