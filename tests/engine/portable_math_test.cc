// The figures that portable_math.h gives, against arithmetic of fifty digits.
#include "sim/engine/portable_math.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/expm1.hpp>
#include <boost/math/special_functions/log1p.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <limits>

namespace dlr::engine {
namespace {

using Wide = boost::multiprecision::cpp_bin_float_50;

// The distance in units of the last place of the true value.
double ulps(double got, const Wide& want) {
  const double size = std::abs(static_cast<double>(want));
  const double unit = std::nextafter(size, std::numeric_limits<double>::infinity()) - size;
  return std::abs(static_cast<double>((Wide(got) - want) / unit));
}

constexpr double kMostUlps = 4;

TEST(PortableMath, ExpIsRightToFourUnitsOfTheLastPlace) {
  double most = 0;
  for (double x = -699.9; x < 700; x += 1.37) most = std::max(most, ulps(portable_exp(x), exp(Wide(x))));
  for (double x = -1; x < 1; x += 0.00313) most = std::max(most, ulps(portable_exp(x), exp(Wide(x))));
  EXPECT_LE(most, kMostUlps);
  EXPECT_EQ(portable_exp(0), 1);
  EXPECT_EQ(portable_exp(-701), 0);
  EXPECT_EQ(portable_exp(1e300), portable_exp(700));
}

TEST(PortableMath, Expm1IsRightToFourUnitsOfTheLastPlace) {
  double most = 0;
  const auto look = [&most](double x) { most = std::max(most, ulps(portable_expm1(x), boost::math::expm1(Wide(x)))); };
  for (double x = -40; x < 700; x += 1.37) look(x);
  for (double x = -2; x < 2; x += 0.00313) look(x);
  for (double x = 1e-18; x < 1; x *= 1.37) look(x), look(-x);
  EXPECT_LE(most, kMostUlps);
}

TEST(PortableMath, LogIsRightToFourUnitsOfTheLastPlace) {
  double most = 0;
  const auto look = [&most](double x) { most = std::max(most, ulps(portable_log(x), log(Wide(x)))); };
  for (double x = 1e-300; x < 1e300; x *= 3.7) look(x);
  for (double x = 0.5001; x < 2; x += 0.00313) look(x);
  EXPECT_LE(most, kMostUlps);
  EXPECT_EQ(portable_log(1), 0);
  EXPECT_EQ(portable_log(0), -745);
  EXPECT_EQ(portable_log(-1), -745);
}

TEST(PortableMath, Log1pIsRightToFourUnitsOfTheLastPlace) {
  double most = 0;
  const auto look = [&most](double x) { most = std::max(most, ulps(portable_log1p(x), boost::math::log1p(Wide(x)))); };
  for (double x = -0.9999; x < 2; x += 0.00313) look(x);
  for (double x = 1e-18; x < 1; x *= 1.37) look(x), look(-x);
  for (double x = 1; x < 1e10; x *= 1.37) look(x);
  EXPECT_LE(most, kMostUlps);
}

TEST(PortableMath, SmallerEndOfTheNormalDistributionKeepsItsPrecision) {
  for (double z = -37; z <= 37; z += 0.137) {
    const Level level = normal_level(z);
    const Wide want = erfc(Wide(std::abs(z)) / sqrt(Wide(2))) / 2;
    const double off = static_cast<double>(abs(Wide(z < 0 ? level.below : level.above) / want - 1));
    EXPECT_LE(off, std::abs(z) <= 6 ? 1e-9 : 1e-8) << "at " << z;
    EXPECT_NEAR(level.below + level.above, 1, 1e-15);
  }
}

TEST(PortableMath, NormalQuantileIsRightToThirteenDigits) {
  const Wide root_of_2_pi = sqrt(2 * boost::math::constants::pi<Wide>());
  for (double share = 1e-300; share < 0.5; share *= share < 1e-15 ? 100 : 1.1) {
    const double below = normal_quantile(Level::from_below(share)), above = normal_quantile(Level::from_above(share));
    EXPECT_EQ(below, -above);
    // How far it is off, from how far its share is off.
    const Wide z = above;
    const Wide off = (erfc(z / sqrt(Wide(2))) / 2 - share) * root_of_2_pi * exp(z * z / 2);
    EXPECT_LE(std::abs(static_cast<double>(off)), 1e-13) << "at " << share;
  }
}

}  // namespace
}  // namespace dlr::engine
