#include "reports/two_shares.h"

#include <gtest/gtest.h>

#include "dice.h"

namespace dlr::reports {
namespace {

TEST(TwoShares, AreTestedAsFisherDid) {
  // The lady who tasted tea: 3 of 4 and 1 of 4; the tail is 17 of 70.
  EXPECT_NEAR(chance_of_same_share({3, 4}, {1, 4}), 2 * 17.0 / 70, 1e-12);
  EXPECT_NEAR(chance_of_same_share({0, 4}, {4, 4}), 2 * 1.0 / 70, 1e-12);
  EXPECT_DOUBLE_EQ(chance_of_same_share({2, 4}, {2, 4}), 1);
}

TEST(TwoShares, OfNothingOrAllTellNothing) {
  EXPECT_EQ(chance_of_same_share({0, 0}, {3, 10}), 1);
  EXPECT_EQ(chance_of_same_share({0, 10}, {0, 20}), 1);
  EXPECT_EQ(chance_of_same_share({10, 10}, {20, 20}), 1);
}

TEST(TwoShares, AreTheSameWhicheverIsFirst) {
  for (const auto& [a, b] : {std::pair{PartOf{30, 1000}, PartOf{60, 1100}}, {PartOf{999, 1000}, PartOf{970, 1000}}}) {
    EXPECT_NEAR(chance_of_same_share(a, b) / chance_of_same_share(b, a), 1, 1e-9);
  }
}

TEST(TwoShares, OfTenMillionMessagesTakeNoTime) {
  const double chance = chance_of_same_share({9'600'000, 10'000'000}, {9'603'000, 10'000'000});
  EXPECT_LT(chance, 0.001);  // 3.4 standard deviations
  EXPECT_GT(chance, 0.0002);
}

TEST(TwoShares, OfOneThingSeldomDiffer) {
  Dice dice(5);
  std::uint64_t wrong = 0;
  constexpr std::uint64_t kPairs = 4000;
  for (std::uint64_t i = 0; i < kPairs; ++i) {
    const PartOf a{dice.successes(300, 0.93), 300}, b{dice.successes(500, 0.93), 500};
    wrong += chance_of_same_share(a, b) <= 0.01 ? 1U : 0U;
  }
  EXPECT_FALSE(breaks_promise(wrong, kPairs, 0.01)) << wrong;
}

TEST(TwoShares, HaveNewcombesInterval) {
  // Newcombe 1998, table II: 56 of 70 against 48 of 80.
  const Interval interval = difference_interval({48, 80}, {56, 70}, 0.05);
  EXPECT_NEAR(*interval.low, 0.0524, 0.00005);
  EXPECT_NEAR(*interval.high, 0.3339, 0.00005);
}

TEST(TwoShares, AChangeOfThatSizeIsFoundNineTimesInTen) {
  Dice dice(6);
  constexpr double kError = 0.001;
  constexpr std::uint64_t kMessages = 2000;
  const double change = difference_found({1800, kMessages}, {1800, kMessages}, kError);
  int found = 0;
  for (int i = 0; i < 600; ++i) {
    const PartOf a{dice.successes(kMessages, 0.9 + change / 2), kMessages};
    const PartOf b{dice.successes(kMessages, 0.9 - change / 2), kMessages};
    found += chance_of_same_share(a, b) <= kError ? 1 : 0;
  }
  EXPECT_GE(found, 600 * 84 / 100);
  EXPECT_LE(found, 600 * 96 / 100);
}

}  // namespace
}  // namespace dlr::reports
