// The wheel beside a heap that carries sequence numbers: whatever both are told, they say the same.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <queue>
#include <tuple>
#include <vector>

#include "sim/engine/random.h"
#include "sim/engine/timer_wheel.h"

namespace dlr::engine::testing {

class WheelAgainstHeap {
 public:
  void insert(std::uint32_t time_ms) {
    const auto payload = static_cast<std::uint32_t>(sequence_);
    wheel.insert(time_ms, payload);
    heap_.emplace(time_ms, sequence_++, payload);
  }

  // Opens both and compares. `follow_up(time_ms, payload)` is called for each timer, from the wheel's handler, and may
  // insert.
  template <class FollowUp>
  bool open_next(std::uint32_t limit_ms, FollowUp&& follow_up) {
    const std::uint32_t now = wheel.now();
    std::vector<Timer> want;
    if (!heap_.empty() && std::get<0>(heap_.top()) <= limit_ms) {
      const std::uint32_t time_ms = std::get<0>(heap_.top());
      for (; !heap_.empty() && std::get<0>(heap_.top()) == time_ms; heap_.pop()) {
        want.push_back({time_ms, std::get<2>(heap_.top())});
      }
    }
    std::vector<Timer> came;
    const bool opened = wheel.open_next(limit_ms, [&](std::uint32_t time_ms, std::span<const Timer> batch) {
      EXPECT_EQ(wheel.now(), time_ms);
      EXPECT_GE(batch.size(), 1U);
      EXPECT_LE(batch.size(), 31U);
      for (const Timer& timer : batch) {
        EXPECT_EQ(timer.time_ms, time_ms);
        came.push_back(timer);
        follow_up(time_ms, timer.payload);
      }
    });
    EXPECT_EQ(opened, !want.empty());
    EXPECT_TRUE(came == want) << "at " << wheel.now() << " ms: " << came.size() << " timers came, " << want.size()
                              << " had to, in the order of their insertion";
    EXPECT_EQ(wheel.now(), want.empty() ? std::max(now, limit_ms) : want.front().time_ms);
    EXPECT_EQ(wheel.size(), heap_.size());
    return opened;
  }
  bool open_next(std::uint32_t limit_ms) {
    return open_next(limit_ms, [](std::uint32_t, std::uint32_t) {});
  }

  // Inserts, opens, limits and follow-ups by chance, at all distances from none to the clock's end; then all that is
  // left.
  void run_by_chance(std::uint64_t seed, std::uint32_t steps) {
    const auto later = [this](std::uint32_t word, std::uint32_t bits) {
      const std::uint32_t distance = word >> bits;
      return wheel.now() + std::min(distance, ~0U - wheel.now());
    };
    for (std::uint32_t step = 0; step < steps && !::testing::Test::HasFailure(); ++step) {
      const auto draw = draw_block(seed, step, 0);
      if (draw[0] % 8 < 5) {
        const std::uint32_t copies = draw[0] >> 8U & 1U ? 1 : 1 + (draw[0] >> 9U) % 70;
        for (std::uint32_t i = 0; i < copies; ++i) insert(later(draw[1], 6 + draw[2] % 26));
        continue;
      }
      const std::uint32_t limit = draw[0] % 8 == 7 ? ~0U : later(draw[1], 10 + draw[2] % 22);
      open_next(limit, [&](std::uint32_t time_ms, std::uint32_t payload) {
        const auto follow = draw_block(seed, payload, 1);
        if (follow[0] % 4 == 0) insert(time_ms);
        if (follow[0] % 4 == 1) insert(later(follow[1], 8 + follow[2] % 24));
      });
    }
    while (!::testing::Test::HasFailure() && open_next(~0U)) {
    }
    EXPECT_EQ(wheel.size(), 0U);
  }

  TimerWheel wheel;

 private:
  using Entry = std::tuple<std::uint32_t, std::uint64_t, std::uint32_t>;  // time, sequence, payload

  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> heap_;
  std::uint64_t sequence_ = 0;
};

}  // namespace dlr::engine::testing
