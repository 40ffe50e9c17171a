// What a lane is doing at this moment, for who looks from outside now and then where its time goes. Marking costs a
// store or two of one byte; nothing is read, and no clock.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace dlr::sim {

enum class Phase : std::uint8_t {
  generate,    // send times, and what becomes of each message
  queue,       // the wheel of timers
  provider,    // the world: answers, reports, faults, callbacks
  core,        // the tracker
  codec,       // the provider's bytes, written and read, of both halves
  oracle,      // what must have come, and whether it did
  statistics,  // counters, histograms, fingerprints
};
inline constexpr std::array kPhaseNames{"generate", "queue", "provider", "core", "codec", "oracle", "statistics"};

class PhaseMark {
 public:
  void set(Phase phase) { phase_.store(phase, std::memory_order_relaxed); }
  Phase now() const { return phase_.load(std::memory_order_relaxed); }

 private:
  std::atomic<Phase> phase_{Phase::generate};
};

// Until the end of a block.
class InPhase {
 public:
  InPhase(PhaseMark& mark, Phase phase) : mark_(mark), before_(mark.now()) { mark.set(phase); }
  ~InPhase() { mark_.set(before_); }
  InPhase(const InPhase&) = delete;
  InPhase& operator=(const InPhase&) = delete;

 private:
  PhaseMark& mark_;
  const Phase before_;
};

// The lanes at work.
class PhaseBoard {
 public:
  void add(const PhaseMark& mark) {
    const std::lock_guard lock(mutex_);
    marks_.push_back(&mark);
  }
  void remove(const PhaseMark& mark) {
    const std::lock_guard lock(mutex_);
    std::erase(marks_, &mark);
  }
  // Adds what each of them is doing now to the counts, as so much; says how many there are.
  std::size_t sample(std::array<std::uint64_t, kPhaseNames.size()>& counts, std::uint64_t weight) {
    const std::lock_guard lock(mutex_);
    for (const PhaseMark* mark : marks_) counts[static_cast<std::size_t>(mark->now())] += weight;
    return marks_.size();
  }

 private:
  std::mutex mutex_;
  std::vector<const PhaseMark*> marks_;
};

}  // namespace dlr::sim
