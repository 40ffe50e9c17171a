#include "sim/cli/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "reports/human.h"

namespace dlr::sim::cli {

Progress::Progress(bool shown, std::string scenario, std::uint64_t messages)
    : shown_(shown), scenario_(std::move(scenario)), messages_(messages) {}

double Progress::seconds() const { return std::chrono::duration<double>(Clock::now() - started_).count(); }

void Progress::update(std::uint64_t done) {
  if (!shown_ || Clock::now() < next_) return;
  next_ = Clock::now() + std::chrono::milliseconds(200);
  const double share = messages_ == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(messages_);
  const double left = share > 0 ? seconds() * (1 - share) / share : 0;
  const auto per_second = static_cast<std::uint64_t>(static_cast<double>(done) / seconds());
  fmt::print(stderr, "\r\x1b[K{}  {:3.0f} %  {} messages/s  {} left", scenario_, share * 100,
             reports::human_count(per_second),
             share > 0 ? reports::human_duration(std::max(1.0, std::round(left)) * 1e3) : std::string("?"));
  std::fflush(stderr);
  visible_ = true;
}

void Progress::clear() {
  if (!visible_) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  visible_ = false;
}

}  // namespace dlr::sim::cli
