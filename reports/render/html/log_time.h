// A logarithmic axis of time, from 10 ms on: what takes a moment and what takes four days in one picture.
#pragma once

#include <algorithm>
#include <cmath>

#include "core/vocabulary/time.h"
#include "reports/render/html/svg.h"

namespace dlr::reports {

class LogTime {
 public:
  // Drawn between the columns `left` and `right`; holds everything up to `most` milliseconds, and some room.
  LogTime(double left, double right, double most) : left_(left), right_(right), end_(std::log10(most * 1.3)) {}

  double x(double ms) const {
    const double place = (std::log10(std::max(ms, kBegin)) - kBeginLog) / (end_ - kBeginLog);
    return left_ + (right_ - left_) * std::clamp(place, 0.0, 1.0);
  }

  // Grid lines from `top` to `bottom`, and their labels below.
  void draw(Svg& svg, double top, double bottom) const;

  // The line at which reports are waited for no longer, with its name beside its upper end.
  void mark_waiting_period(Svg& svg, double top, double bottom, Duration waiting_period) const;

 private:
  static constexpr double kBegin = 10, kBeginLog = 1;

  double left_, right_, end_;
};

}  // namespace dlr::reports
