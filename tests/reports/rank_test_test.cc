#include "reports/rank_test.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace dlr::reports {
namespace {

// Source of the p values: R's wilcox.test(a, b, exact = TRUE).
TEST(RankTest, CountsArrangementsExactly) {
  const std::vector<double> low{1, 2, 3, 4, 5}, high{6, 7, 8, 9, 10};
  EXPECT_NEAR(rank_test(low, high).p, 2.0 / 252, 1e-12);
  EXPECT_EQ(rank_test(low, high).effect, 1);
  EXPECT_EQ(rank_test(high, low).effect, -1);
  const std::vector<double> mixed{1, 3, 5, 7, 9}, other{2, 4, 6, 8, 10};
  EXPECT_NEAR(rank_test(mixed, other).p, 0.6904762, 1e-6);
  EXPECT_NEAR(rank_test(mixed, other).effect, 0.2, 1e-12);
}

// The share of all arrangements, one by one.
TEST(RankTest, AgreesWithCountingByHand) {
  for (const std::size_t a : {1U, 2U, 4U, 5U}) {
    for (const std::size_t b : {1U, 3U, 5U}) {
      std::vector<bool> is_b(a + b, false);
      std::fill(is_b.begin() + static_cast<std::ptrdiff_t>(a), is_b.end(), true);
      struct Arrangement {
        double u, p;
      };
      std::vector<Arrangement> all;
      do {
        std::vector<double> first, second;
        double u = 0;
        for (std::size_t i = 0; i < is_b.size(); ++i) {
          (is_b[i] ? second : first).push_back(static_cast<double>(i));
          if (is_b[i]) u += static_cast<double>(first.size());
        }
        all.push_back({u, rank_test(first, second).p});
      } while (std::next_permutation(is_b.begin(), is_b.end()));
      const double pairs = static_cast<double>(a * b);
      for (const Arrangement& one : all) {
        const double smaller = std::min(one.u, pairs - one.u);
        const auto extreme = std::count_if(all.begin(), all.end(), [&](const Arrangement& other) {
          return std::min(other.u, pairs - other.u) <= smaller;
        });
        EXPECT_NEAR(one.p, std::min(1.0, static_cast<double>(extreme) / static_cast<double>(all.size())), 1e-9)
            << a << " " << b << " " << one.u;
      }
    }
  }
}

TEST(RankTest, ApproximatesLargeSamplesAndTies) {
  std::vector<double> a, b;
  for (int i = 0; i < 60; ++i) {
    a.push_back(i);
    b.push_back(i + 0.5);
  }
  EXPECT_GT(rank_test(a, b).p, 0.7);
  for (double& figure : b) figure += 40;
  EXPECT_LT(rank_test(a, b).p, 1e-9);
  const std::vector<double> same(6, 1.0);
  EXPECT_EQ(rank_test(same, same).p, 1);
  EXPECT_EQ(rank_test(same, same).effect, 0);
}

TEST(RankTest, SmallestFactorIsWhatTheTestBeginsToTell) {
  const std::vector<double> a{100, 101, 99, 102, 98}, b{100.5, 101.5, 99.5, 102.5, 98.5};
  const double factor = smallest_factor(a, b, 0.01);
  EXPECT_GT(factor, 1.02);
  EXPECT_LT(factor, 1.06);
  std::vector<double> moved = b;
  for (double& figure : moved) figure *= factor * 1.001;
  EXPECT_LE(rank_test(a, moved).p, 0.01);
  const std::vector<double> few{1, 2}, other{1.5, 2.5};
  EXPECT_TRUE(std::isinf(smallest_factor(few, other, 0.01)));
}

TEST(RankTest, MedianAndSpread) {
  const std::vector<double> figures{4, 1, 3, 2, 5};
  EXPECT_EQ(median(figures), 3);
  EXPECT_NEAR(spread(figures), 1.0 / 3, 1e-12);
  const std::vector<double> one{7};
  EXPECT_EQ(spread(one), 0);
}

}  // namespace
}  // namespace dlr::reports
