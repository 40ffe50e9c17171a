#include "sim/engine/timer_wheel.h"

#include <gtest/gtest.h>

#include "tests/engine/wheel_against_heap.h"

namespace dlr::engine::testing {
namespace {

constexpr std::uint32_t kEnd = ~0U;

class TimerWheelAgainstHeap : public ::testing::TestWithParam<std::uint32_t> {};

TEST_P(TimerWheelAgainstHeap, OpensInOrderOfTimeAndInsertion) {
  WheelAgainstHeap both;
  both.open_next(GetParam());  // start there
  both.run_by_chance(GetParam(), 4'000);
}

// From the start, just before each level's boundary, in the middle of nowhere, and near the clock's end.
INSTANTIATE_TEST_SUITE_P(From, TimerWheelAgainstHeap,
                         ::testing::Values(0U, (1U << 8U) - 3, (1U << 16U) - 3, (1U << 24U) - 3, 0x12345678U,
                                           0x80000000U - 3, kEnd - 70'000, kEnd - 3, kEnd));

TEST(TimerWheel, KeepsTheOrderAcrossEveryLevelBoundary) {
  for (const std::uint32_t boundary : {1U << 8U, 1U << 16U, 1U << 24U, 3U << 24U, 0xffU << 24U}) {
    WheelAgainstHeap both;
    both.open_next(boundary - 250);
    for (std::uint32_t i = 0; i < 2'000; ++i) both.insert(boundary - 100 + i * 7 % 600);  // before and behind, mixed
    EXPECT_FALSE(both.open_next(boundary - 101));
    for (std::uint32_t i = 0; i < 2'000; ++i) both.insert(boundary - 100 + i * 11 % 600);  // now on lower levels
    while (both.open_next(kEnd)) {
    }
    EXPECT_EQ(both.wheel.size(), 0U);
  }
}

TEST(TimerWheel, OpensWhatIsDueAtTheLimitAndNothingBeyond) {
  WheelAgainstHeap both;
  both.insert(300);
  both.insert(301);
  EXPECT_FALSE(both.open_next(299));
  EXPECT_EQ(both.wheel.now(), 299U);
  EXPECT_TRUE(both.open_next(300));
  EXPECT_FALSE(both.open_next(300));
  EXPECT_FALSE(both.open_next(5));  // time does not go back
  EXPECT_EQ(both.wheel.now(), 300U);
  EXPECT_TRUE(both.open_next(301));
}

TEST(TimerWheel, WhatTheHandlerInsertsAtNowComesWithTheNextCall) {
  WheelAgainstHeap both;
  both.insert(500);
  std::uint32_t rounds = 0;
  const auto again = [&](std::uint32_t time_ms, std::uint32_t) {
    if (++rounds < 100) both.insert(time_ms);
  };
  for (std::uint32_t i = 1; i <= 100; ++i) {
    EXPECT_TRUE(both.open_next(500, again));
    EXPECT_EQ(rounds, i);
  }
  EXPECT_FALSE(both.open_next(500));
}

TEST(TimerWheel, ReachesTheLastMillisecondOfItsClock) {
  WheelAgainstHeap both;
  both.insert(kEnd);
  both.insert(0);
  both.insert(kEnd - 1);
  both.insert(kEnd);
  EXPECT_TRUE(both.open_next(kEnd));
  EXPECT_TRUE(both.open_next(kEnd));
  EXPECT_TRUE(both.open_next(kEnd, [&](std::uint32_t time_ms, std::uint32_t payload) {
    if (payload == 0) both.insert(time_ms);
  }));
  EXPECT_TRUE(both.open_next(kEnd));
  EXPECT_FALSE(both.open_next(kEnd));
  EXPECT_EQ(both.wheel.now(), kEnd);
}

TEST(TimerWheel, ResetForgetsTimersAndTime) {
  WheelAgainstHeap first;
  first.run_by_chance(1, 500);
  first.wheel.insert(kEnd, 1);
  first.wheel.reset();
  EXPECT_EQ(first.wheel.now(), 0U);
  EXPECT_EQ(first.wheel.size(), 0U);
  EXPECT_FALSE(first.wheel.open_next(0, [](std::uint32_t, std::span<const Timer>) { FAIL(); }));
  first.run_by_chance(2, 500);  // as if it were new
}

TEST(TimerWheel, UsesItsMemoryAgain) {
  TimerWheel wheel;
  std::size_t after_first = 0;
  for (std::uint32_t round = 0; round < 20; ++round) {
    for (std::uint32_t i = 0; i < 200'000; ++i) wheel.insert(wheel.now() + draw_block(1, i, 0)[0] % 5'000'000, i);
    if (round % 2 == 0) {
      while (wheel.size() > 0) wheel.open_next(kEnd, [](std::uint32_t, std::span<const Timer>) {});
    } else {
      wheel.reset();
    }
    if (round == 0) after_first = wheel.bytes();
    // The slots are others, and so is how full their last chunks are.
    EXPECT_LE(wheel.bytes(), after_first + after_first / 2) << "round " << round;
  }
}

TEST(TimerWheel, NeedsHardlyMoreThanTheTimersThemselves) {
  TimerWheel wheel;
  constexpr std::uint32_t kTimers = 2'000'000;
  for (std::uint32_t i = 0; i < kTimers; ++i) wheel.insert(draw_block(1, i, 0)[0] % 345'600'000, i);
  EXPECT_LE(wheel.bytes(), kTimers * 9) << "8 bytes a timer, and what half-filled chunks leave over";
}

TEST(TimerWheelDeathTest, StopsForATimerInThePast) {
  TimerWheel wheel;
  wheel.open_next(10, [](std::uint32_t, std::span<const Timer>) {});
  wheel.insert(10, 1);
  EXPECT_DEATH(wheel.insert(9, 1), "a timer for 9 ms was set at 10 ms");
}

}  // namespace
}  // namespace dlr::engine::testing
