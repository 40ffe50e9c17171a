#include "sim/cli/progress.h"

#include <fmt/format.h>

#include <cstdio>

namespace dlr::sim::cli {

Progress::Progress(bool shown, std::string scenario, std::uint64_t messages)
    : shown_(shown), scenario_(std::move(scenario)), messages_(messages) {}

double Progress::seconds() const { return std::chrono::duration<double>(Clock::now() - started_).count(); }

void Progress::update(std::uint64_t done) {
  if (!shown_ || Clock::now() < next_) return;
  next_ = Clock::now() + std::chrono::milliseconds(200);
  const double share = messages_ == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(messages_);
  const double left = share > 0 ? seconds() * (1 - share) / share : 0;
  fmt::print(stderr, "\r\x1b[K{}  {:3.0f} %  {:.1f} M messages/s  {:.0f} s left", scenario_, share * 100,
             static_cast<double>(done) / seconds() / 1e6, left);
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
