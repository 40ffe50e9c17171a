#include "sim/cli/engine_profile.h"

#include <fmt/format.h>

#include <chrono>
#include <numeric>

#include "reports/human.h"

namespace dlr::sim::cli {

EngineProfile::EngineProfile() {
  sampler_ = std::jthread([this](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      const std::lock_guard lock(mutex_);
      board_.sample(counts_);
    }
  });
}

std::string EngineProfile::text() const {
  const std::lock_guard lock(mutex_);
  const std::uint64_t all = std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
  if (all == 0) return "where the time went: the run was too short to look at (a millisecond at least)";
  std::string text;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", kPhaseNames[i], reports::human_share(counts_[i], all));
  }
  return fmt::format("where the time went: {} ({})", text, reports::human_number_of(all, "sample"));
}

}  // namespace dlr::sim::cli
