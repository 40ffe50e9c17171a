#include "reports/render/html/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/human.h"
#include "reports/render/html/figure.h"
#include "reports/render/html/frame.h"
#include "reports/render/html/html_table.h"
#include "reports/render/html/svg.h"
#include "reports/render/markup.h"

namespace dlr::reports {
namespace {

constexpr double kHistoryWidth = 960, kHistoryLeft = 88, kHistoryRight = kHistoryWidth - 24, kHistoryTop = 16,
                 kHistoryBottom = 196;
constexpr std::size_t kMostLabels = 8;

// From 0 on: a curve that is cut off below shows mountains where there are hills.
class HistoryChart {
 public:
  explicit HistoryChart(const FigureHistory& history) : history_(history) {
    for (const HistoryPoint& point : history.points) highest_ = std::max({highest_, point.high, point.median});
    step_ = nice_step(highest_ / 4);
    highest_ = step_ * std::ceil(highest_ / step_);
  }

  std::string render() const {
    const std::vector<HistoryPoint>& points = history_.points;
    Svg svg(kHistoryWidth, kHistoryBottom + 28, history_.name,
            fmt::format("{} a second at first, {} at last, over {}.", human_short(points.front().median),
                        human_short(points.back().median), human_number_of(points.size(), "measurement")));
    for (double value = 0; value <= highest_ * 1.001; value += step_) {
      svg.line(kHistoryLeft, y(value), kHistoryRight, y(value), kRule);
      svg.text(kHistoryLeft - 8, y(value) + 4, human_short(value), kQuiet, Anchor::end);
    }
    const std::size_t step = (points.size() + kMostLabels - 1) / kMostLabels;
    std::string line;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const bool another_machine = i > 0 && points[i].machine != points[i - 1].machine;
      if (another_machine) {
        const double between = (x(i - 1) + x(i)) / 2;
        svg.line(between, kHistoryTop, between, kHistoryBottom, kQuiet, {1, 1, "4 3"});
      }
      line += fmt::format("{}{} {}", i == 0 || another_machine ? "M" : "L", at(x(i)), at(y(points[i].median)));
    }
    svg.path(line, kAccent, {1.5});
    for (std::size_t i = 0; i < points.size(); ++i) {
      svg.line(x(i), y(points[i].low), x(i), y(points[i].high), kAccent);
      svg.circle(x(i), y(points[i].median), 3, kAccent);
      if (i % step == 0) {
        const bool is_last = x(i) > kHistoryRight - 60, is_first = x(i) < kHistoryLeft + 40;
        svg.text(x(i), kHistoryBottom + 19, points[i].when.substr(0, 10), kQuiet,
                 is_last    ? Anchor::end
                 : is_first ? Anchor::start
                            : Anchor::middle);
      }
    }
    return svg.take();
  }

 private:
  double x(std::size_t i) const {
    const std::size_t last = history_.points.size() - 1;
    const double part = last == 0 ? 0.5 : static_cast<double>(i) / static_cast<double>(last);
    return kHistoryLeft + (kHistoryRight - kHistoryLeft) * part;
  }
  double y(double value) const { return kHistoryBottom - (kHistoryBottom - kHistoryTop) * value / highest_; }

  const FigureHistory& history_;
  double highest_ = 1e-9, step_ = 0;
};

std::string measurements(const FigureHistory& history) {
  std::vector<std::vector<Cell>> rows;
  for (std::size_t i = 0; i < history.points.size(); ++i) {
    const HistoryPoint& point = history.points[i];
    const HistoryPoint* const before = i > 0 ? &history.points[i - 1] : nullptr;
    const std::string change = before == nullptr ? "-"
                               : before->machine != point.machine
                                   ? "another machine"
                                   : fmt::format("{:+.1f} %", (point.median / before->median - 1) * 100);
    rows.push_back({text_cell(point.when),
                    text_cell(point.program),
                    text_cell(point.machine),
                    {human_short(point.median), fmt::format("{:.0f}", point.median)},
                    text_cell(fmt::format("{} to {}", human_short(point.low), human_short(point.high))),
                    text_cell(change)});
  }
  return html_table({{"when", false},
                     {"program", false},
                     {"machine", false},
                     {"a second", true},
                     {"quartiles", true},
                     {"since the one before", true}},
                    rows, {fmt::format("Measurements of {}", history.name), true, false, true, false});
}

std::string change_since(const FigureHistory& history, std::size_t earlier) {
  const HistoryPoint& then = history.points[earlier];
  const HistoryPoint& now = history.points.back();
  if (then.machine != now.machine) return "another machine";
  return fmt::format("{:+.1f} %", (now.median / then.median - 1) * 100);
}

std::string overview_of(std::span<const FigureHistory> all) {
  std::vector<std::vector<Cell>> rows;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const FigureHistory& history = all[i];
    const bool has_earlier = history.points.size() > 1;
    rows.push_back({{fmt::format("<a href=\"#b{}\">{}</a>", i + 1, xml_text(history.name)), {}},
                    {human_short(history.points.back().median), fmt::format("{:.0f}", history.points.back().median)},
                    text_cell(has_earlier ? change_since(history, history.points.size() - 2) : "-"),
                    text_cell(has_earlier ? change_since(history, 0) : "-"),
                    count_cell(history.points.size())});
  }
  return html_table({{"benchmark", false},
                     {"a second, at last", true},
                     {"since the one before", true},
                     {"since the first", true},
                     {"measurements", true}},
                    rows, {"All benchmarks", true, false, false, false});
}

}  // namespace

std::string render_history(const std::string& title, std::span<const FigureHistory> all) {
  std::string text =
      html_head(title) + fmt::format(
                             "<header>\n<p class=\"brand\">dlrsim bench</p>\n<h1>{}</h1>\n<p>Items a second, each "
                             "median with the quartiles of its rounds. A dashed line parts two machines, whose "
                             "figures are not compared. Machines have moods: what one measurement shows, "
                             "<code>dlrsim bench --compare</code> should confirm in turns.</p>\n</header>\n",
                             xml_text(title));
  text += "<main id=\"content\">\n" + overview_of(all);
  for (std::size_t i = 0; i < all.size(); ++i) {
    text += fmt::format("<section aria-labelledby=\"b{0}\">\n<h2 id=\"b{0}\">{1}</h2>\n{2}{3}</section>\n", i + 1,
                        xml_text(all[i].name),
                        html_figure(HistoryChart(all[i]).render(), "Items a second, by measurement; more is better."),
                        html_details("All measurements", measurements(all[i])));
  }
  return text + "</main>\n" + html_end("Made by dlrsim from the files alone.", false);
}

}  // namespace dlr::reports
