#include "sim/cli/engine_profile.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <numeric>

#include "reports/human.h"

namespace dlr::sim::cli {

EngineProfile::EngineProfile() {
  sampler_ = std::jthread([this](const std::stop_token& stop) {
    // No multiple of a lane's own pace, which is some milliseconds.
    constexpr std::array<std::uint64_t, 3> kLater{7, 10, 13};
    constexpr std::uint64_t kFirst = 1'000;
    for (std::uint64_t turn = 0; !stop.stop_requested(); ++turn) {
      const std::uint64_t ms = turn < kFirst ? 1 : kLater[turn % kLater.size()];
      std::this_thread::sleep_for(std::chrono::milliseconds(ms));
      const std::lock_guard lock(mutex_);
      samples_ += board_.sample(lane_ms_, ms);
    }
  });
}

std::string EngineProfile::text() const {
  const std::lock_guard lock(mutex_);
  const std::uint64_t all = std::accumulate(lane_ms_.begin(), lane_ms_.end(), std::uint64_t{0});
  if (all == 0) return "where the time went: the run was too short to look at (a millisecond at least)";
  std::string text;
  for (std::size_t i = 0; i < lane_ms_.size(); ++i) {
    if (lane_ms_[i] == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", kPhaseNames[i], reports::human_share(lane_ms_[i], all));
  }
  return fmt::format("where the time went: {} ({})", text, reports::human_number_of(samples_, "sample"));
}

}  // namespace dlr::sim::cli
