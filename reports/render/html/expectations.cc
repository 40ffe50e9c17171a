#include "reports/render/html/expectations.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "reports/human.h"
#include "reports/render/again.h"
#include "reports/render/conclusion.h"
#include "reports/render/expectation_text.h"
#include "reports/render/html/badge.h"
#include "reports/render/html/html_table.h"
#include "reports/render/html/svg.h"
#include "reports/render/markup.h"

namespace dlr::reports {
namespace {

// The stretch of values that a picture shows: all that matters, and some room. From 0 on unless that hides the rest;
// where the values differ by more than a hundredfold, in powers.
class Scale {
 public:
  Scale(const Judgement& judgement, double left, double right) : left_(left), right_(right) {
    const Expectation& expectation = judgement.expectation;
    std::vector<double> points;
    for (const auto& point :
         {judgement.value, judgement.low, judgement.high, expectation.limit.at_least, expectation.limit.at_most}) {
      if (point) points.push_back(*point);
    }
    const auto [least, most] = std::ranges::minmax(points);
    const bool is_ratio = std::holds_alternative<RatioMetric>(expectation.metric);
    is_log_ = !is_ratio && least > 0 && most > 100 * least;
    begin_ = transformed(least);
    end_ = transformed(most);
    const double room = std::max((end_ - begin_) * 0.25, std::max(std::abs(end_) * 0.02, is_ratio ? 1e-6 : 0.5));
    end_ += room;
    begin_ = !is_log_ && begin_ <= 0.5 * end_ ? std::min(begin_, 0.0) : begin_ - room;
    if (is_ratio) {
      begin_ = std::max(begin_, 0.0);
      end_ = std::min(end_, 1.0);
    }
  }

  double x(double value) const {
    const double place = (transformed(value) - begin_) / (end_ - begin_);
    return left_ + (right_ - left_) * std::clamp(place, 0.0, 1.0);
  }

 private:
  double transformed(double value) const { return is_log_ ? std::log10(std::max(value, 1e-9)) : value; }

  double left_, right_, begin_, end_;
  bool is_log_ = false;
};

// A track; on it, wide, what the limit allows; the interval as a line; the value as a dot, or a cross where it misses
// it.
std::string picture(const Judgement& judgement) {
  constexpr double kWidth = 220, kHeight = 30, kMiddle = 15, kLeft = 9, kRight = kWidth - 9;
  const Limit& limit = judgement.expectation.limit;
  if (!judgement.value) return "-";
  const Scale scale(judgement, kLeft, kRight);
  Svg svg(kWidth, kHeight, fmt::format("{}, expected {}", value_text(judgement), limit.text));
  svg.line(kLeft, kMiddle, kRight, kMiddle, kRule, {2});
  const double from = limit.at_least ? scale.x(*limit.at_least) : kLeft;
  const double to = limit.at_most ? scale.x(*limit.at_most) : kRight;
  svg.rect(from, kMiddle - 6, std::max(to - from, 2.0), 12, kAllowed);
  if (limit.at_least) svg.line(from, kMiddle - 9, from, kMiddle + 9, kAccent, {2});
  if (limit.at_most) svg.line(to, kMiddle - 9, to, kMiddle + 9, kAccent, {2});
  const double value = scale.x(*judgement.value);
  const auto [word, tone] = status_of(judgement);
  const Ink& ink = ink_of(tone);
  if (judgement.low && judgement.high) {
    svg.line(scale.x(*judgement.low), kMiddle, scale.x(*judgement.high), kMiddle, ink, {3});
  }
  const bool is_missed =
      (limit.at_least && *judgement.value < *limit.at_least) || (limit.at_most && *judgement.value > *limit.at_most);
  if (judgement.verdict == Verdict::fail || is_missed) {
    svg.path(
        fmt::format("M{0} {2}L{1} {3}M{0} {3}L{1} {2}", at(value - 5), at(value + 5), at(kMiddle - 5), at(kMiddle + 5)),
        ink, {3});
  } else {
    svg.circle(value, kMiddle, 5, ink);
  }
  return svg.take();
}

std::string interval(const Judgement& judgement) {
  const std::string text = interval_text(judgement);
  return text.empty() ? text : fmt::format("<br/><small>{}</small>", xml_text(text));
}

// What the scenario need not say.
std::vector<Cell> invariants_row(const Result& result) {
  const std::uint64_t broken = result.breaches.count();
  const std::string checked = human_count(result.invariants_checked);
  return {{"<strong>invariants</strong><br/><small>what must hold in every run</small>", {}},
          {broken > 0 ? html_badge("FAIL", Tone::bad) : html_badge("PASS", Tone::good), {}},
          text_cell(broken > 0 ? fmt::format("{} of {} broken", human_count(broken), checked) : checked + " hold"),
          text_cell("all hold"),
          text_cell("-")};
}

}  // namespace

std::string html_expectations(const Result& result) {
  std::vector<std::vector<Cell>> rows{invariants_row(result)};
  for (const std::size_t place : failures_first(result.expectations)) {
    const Judgement& judgement = result.expectations[place];
    const Expectation& expectation = judgement.expectation;
    const auto [word, tone] = status_of(judgement);
    std::string what =
        fmt::format("<strong>{}</strong><br/><small>{}", xml_text(expectation.id), xml_text(metric_text(expectation)));
    if (const std::string part = part_of_whole(result, judgement); !part.empty()) what += ": " + part;
    if (!expectation.required) what += ", advisory";
    if (const std::string basis = basis_text(judgement); !basis.empty()) what += "<br/>" + xml_text(basis);
    if (judgement.value && !judgement.reason.empty()) what += "<br/>" + xml_text(judgement.reason);
    if (!expectation.file.empty()) what += fmt::format("<br/>{}:{}", xml_text(expectation.file), expectation.line);
    if (const std::string find = command_to_find(result, judgement); !find.empty())
      what += "<br/>some of them: <code>" + xml_text(find) + "</code>";
    rows.push_back({{what + "</small>", {}},
                    {html_badge(word, tone), {}},
                    {xml_text(value_text(judgement)) + interval(judgement), {}},
                    text_cell(limit_text(judgement)),
                    {picture(judgement), {}}});
  }
  return html_table({{"expectation", false},
                     {"verdict", false},
                     {"value", true},
                     {"limit", false},
                     {"value against limit", false}},
                    rows, {"Expectations, those that are not met first", false, false, true, true}) +
         "<p class=\"note\">In the pictures the wide band is what the limit allows. A dot is a value that keeps it, a "
         "cross one that does not.</p>\n";
}

}  // namespace dlr::reports
