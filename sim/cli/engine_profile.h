// Where the time of a run goes: a thread looks at its lanes a thousand times in the first second, which a short run
// does not last, and then a hundred times, so that a run on all cores is hardly held up.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "sim/phase.h"

namespace dlr::sim::cli {

class EngineProfile {
 public:
  EngineProfile();
  EngineProfile(const EngineProfile&) = delete;
  EngineProfile& operator=(const EngineProfile&) = delete;

  // For the run to enter its lanes.
  PhaseBoard& board() { return board_; }

  // What was seen so far: "where the time went: core 31 %, oracle 24 %, ... (1 204 samples)".
  std::string text() const;

 private:
  PhaseBoard board_;
  mutable std::mutex mutex_;                                 // guards the counts
  std::array<std::uint64_t, kPhaseNames.size()> lane_ms_{};  // by phase
  std::uint64_t samples_ = 0;
  std::jthread sampler_;  // the last: it must not outlive the rest
};

}  // namespace dlr::sim::cli
