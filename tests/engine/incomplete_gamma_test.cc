#include "sim/engine/incomplete_gamma.h"

#include <gtest/gtest.h>

#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

namespace dlr::engine {
namespace {

constexpr double kShapes[] = {0.01, 0.03, 0.1, 0.25, 0.3, 0.31, 0.5, 0.9, 1, 1.5, 2, 5, 16.2, 50, 100, 333, 1000};
constexpr double kShares[] = {1.2e-10, 1e-9, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.49, 0.5};
constexpr double kPrecision = 1e-10;

TEST(IncompleteGamma, LogarithmOfGammaIsRight) {
  for (double a = 0.01; a < 1001; a *= 1.07) {
    const double want = boost::math::lgamma(a);
    EXPECT_NEAR(log_gamma(a), want, 1e-13 * std::abs(want) + 1e-14) << "at " << a;
  }
}

TEST(IncompleteGamma, QuantilesAreRightFromBothEnds) {
  for (const double shape : kShapes) {
    for (const double share : kShares) {
      const double lower = boost::math::gamma_p_inv(shape, share), upper = boost::math::gamma_q_inv(shape, share);
      if (lower > 1e-280) {  // below, there is no delay
        EXPECT_NEAR(gamma_quantile(shape, Level::from_below(share)), lower, kPrecision * lower)
            << shape << ", " << share;
      }
      if (upper > 1e-280) {
        EXPECT_NEAR(gamma_quantile(shape, Level::from_above(share)), upper, kPrecision * upper)
            << shape << ", " << share;
      }
    }
  }
}

TEST(IncompleteGamma, SmallerEndKeepsItsPrecision) {
  for (const double shape : kShapes) {
    for (double x = 1e-12 * shape; x < 30 + 2 * shape; x *= 1.3) {
      const double below = boost::math::gamma_p(shape, x), above = boost::math::gamma_q(shape, x);
      if (std::min(below, above) < 1e-250) continue;
      const Level level = gamma_level(shape, x);
      EXPECT_NEAR(below < above ? level.below : level.above, std::min(below, above),
                  kPrecision * std::min(below, above))
          << shape << ", " << x;
    }
    EXPECT_EQ(gamma_level(shape, 0).below, 0);
  }
}

}  // namespace
}  // namespace dlr::engine
