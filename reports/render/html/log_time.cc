#include "reports/render/html/log_time.h"

#include <fmt/format.h>

namespace dlr::reports {
namespace {

struct Tick {
  double ms;
  const char* label;
};
constexpr Tick kTicks[] = {{10, "\xE2\x89\xA4 10 ms"},
                           {100, "100 ms"},
                           {1e3, "1 s"},
                           {1e4, "10 s"},
                           {6e4, "1 min"},
                           {6e5, "10 min"},
                           {3.6e6, "1 h"},
                           {2.16e7, "6 h"},
                           {8.64e7, "1 d"},
                           {3.456e8, "4 d"},
                           {1.2096e9, "14 d"},
                           {2.592e9, "30 d"}};

}  // namespace

void LogTime::draw(Svg& svg, double top, double bottom) const {
  for (const auto& [ms, label] : kTicks) {
    if (std::log10(ms) > end_) break;
    svg.line(x(ms), top, x(ms), bottom, kRule);
    svg.text(x(ms), bottom + 16, label, kQuiet, Anchor::middle);
  }
}

void LogTime::mark_waiting_period(Svg& svg, double top, double bottom, Duration waiting_period) const {
  const double place = x(static_cast<double>(waiting_period.count()));
  svg.line(place, top, place, bottom, kInk, {1.5, 1, "5 3"});
  svg.text(place - 6, top + 10, fmt::format("waiting period {}", format_duration(waiting_period)), kInk, Anchor::end);
}

}  // namespace dlr::reports
