#include "sim/mock_provider/pull_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dlr::sim::mock {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Instant at(std::int64_t ms) { return instant_from_ms(ms); }

TEST(PullQueue, EachReportIsReturnedOnce) {
  PullQueue queue;
  queue.add(at(10), 1);
  queue.add(at(20), 2);
  EXPECT_THAT(queue.take(at(30)), ElementsAre(1, 2));
  EXPECT_THAT(queue.take(at(30)), IsEmpty());
}

TEST(PullQueue, AStatusThatChangesAgainIsReturnedOnALaterCall) {
  PullQueue queue;
  queue.add(at(10), 1);
  EXPECT_THAT(queue.take(at(11)), ElementsAre(1));
  queue.add(at(20), 1);
  EXPECT_THAT(queue.take(at(21)), ElementsAre(1));
}

TEST(PullQueue, FiftyUnlessAskedForMore) {
  PullQueue queue;
  for (std::uint64_t i = 0; i < 2000; ++i) queue.add(at(0), i);
  EXPECT_EQ(queue.take(at(1)).size(), 50U);
  EXPECT_EQ(queue.take(at(1), 1000).size(), 1000U);
  EXPECT_EQ(queue.take(at(1), 1000).size(), 950U);
}

TEST(PullQueue, LimitIsWithinOneAndAThousand) {
  EXPECT_EQ(pull_limit(std::nullopt), 50U);
  EXPECT_EQ(pull_limit(1), 1U);
  EXPECT_EQ(pull_limit(1000), 1000U);
  EXPECT_EQ(pull_limit(1001), std::nullopt);
  EXPECT_EQ(pull_limit(0), std::nullopt);
  EXPECT_EQ(pull_limit(-1), std::nullopt);
}

TEST(PullQueue, ReportsOlderThan48HoursAreGone) {
  constexpr std::int64_t kTwoDays = 48 * 3'600'000;
  PullQueue queue;
  queue.add(at(0), 1);
  queue.add(at(1), 2);
  EXPECT_THAT(queue.take(at(kTwoDays + 1)), ElementsAre(2));
  EXPECT_EQ(queue.too_old(), 1U);
  EXPECT_EQ(queue.size(), 0U);
}

TEST(PullQueue, WhatIsNotReadyWaits) {
  PullQueue queue;
  queue.add(at(20), 2);
  queue.add(at(10), 1);
  EXPECT_THAT(queue.take(at(10)), ElementsAre(1));
  EXPECT_THAT(queue.take(at(20)), ElementsAre(2));
}

TEST(PullQueue, AFilterLeavesTheRestForLaterCalls) {
  PullQueue queue;
  for (std::uint64_t i = 0; i < 10; ++i) queue.add(at(0), i);
  const auto odd = [](std::uint64_t report) { return report % 2 == 1; };
  EXPECT_THAT(queue.take(at(1), 3, odd), ElementsAre(1, 3, 5));
  EXPECT_THAT(queue.take(at(1)), ElementsAre(0, 2, 4, 6, 7, 8, 9));
}

}  // namespace
}  // namespace dlr::sim::mock
