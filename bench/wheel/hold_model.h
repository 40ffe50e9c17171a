// The hold model: N timers pending; open the earliest, set it again after a delay. Delays are lognormal (median 5 s,
// p99 6 h, at most 4 d) and a pure function of timer and time, so all queues must go through the same pairs of (time,
// id), and a digest over them must be equal. The start is drawn from delays not yet over, so the run starts in a steady
// state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "sim/engine/quantile_table.h"
#include "sim/engine/random.h"

namespace dlr::bench {

class HoldModel {
 public:
  HoldModel();

  // What is left of a delay of which any part may be over.
  std::uint32_t first_time(std::uint32_t id) const {
    return engine::scale(word(id, 1), under_way_.sample(word(id, 0)));
  }
  // Not 0, so that no queue needs to say what comes first within a millisecond that is being opened.
  std::uint32_t next_time(std::uint32_t id, std::uint32_t now) const { return now + 1 + delays_.sample(word(id, now)); }

  // Of one timer that came out; order within a millisecond does not count.
  static std::uint64_t trace(std::uint32_t time_ms, std::uint32_t id) {
    return mixed(std::uint64_t{time_ms} << 32U | id);
  }

 private:
  // The finalizer of MurmurHash3: cheap, so that the figures are the queues'.
  static std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ x >> 33U) * 0xff51afd7ed558ccd;
    x = (x ^ x >> 33U) * 0xc4ceb9fe1a85ec53;
    return x ^ x >> 33U;
  }
  static std::uint32_t word(std::uint32_t id, std::uint32_t now) {
    return static_cast<std::uint32_t>(mixed(std::uint64_t{now} << 32U | id) >> 32U);
  }

  engine::QuantileTable delays_;
  engine::QuantileTable under_way_;
};

// A queue of timers that takes part. One virtual call runs many events, so it does not show in the figures.
class WheelContestant {
 public:
  virtual ~WheelContestant() = default;
  virtual void insert(std::uint32_t time_ms, std::uint32_t id) = 0;
  // Opens whole milliseconds until at least `events` timers came out, and returns how many did.
  virtual std::uint64_t hold(const HoldModel& model, std::uint64_t events) = 0;
  virtual std::size_t bytes() const = 0;

  std::uint64_t digest() const { return digest_; }

 protected:
  std::uint64_t digest_ = 0;
};

std::unique_ptr<WheelContestant> make_ours();
std::unique_ptr<WheelContestant> make_std_priority_queue();
std::unique_ptr<WheelContestant> make_std_priority_queue_with_sequence();
std::unique_ptr<WheelContestant> make_boost_d_ary_heap();

}  // namespace dlr::bench
