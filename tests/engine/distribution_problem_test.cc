// What a distribution may not be, each with the sentence that the user reads.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "sim/engine/distribution.h"

namespace dlr::engine {
namespace {

using namespace std::chrono_literals;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

template <class Shape>
std::string problem(const Shape& shape, std::optional<Duration> min = {}, std::optional<Duration> max = {}) {
  return problem_of(Distribution{shape, min, max}).value_or("none");
}

TEST(DistributionProblem, ConstantMustBeADelay) {
  EXPECT_EQ(problem(Constant{0ms}), "none");
  EXPECT_EQ(problem(Constant{49 * 24h}), "none");
  EXPECT_EQ(problem(Constant{-1ms}), "constant must not be negative");
  EXPECT_EQ(problem(Constant{49 * 24h + 1ms}), "constant is 49d1ms, but delays end at 49d");
}

TEST(DistributionProblem, UniformMustHaveItsLimitsInOrder) {
  EXPECT_EQ(problem(Uniform{5s, 5s}), "none");
  EXPECT_EQ(problem(Uniform{6s, 5s}), "min (6s) is above max (5s)");
  EXPECT_EQ(problem(Uniform{0s, 50 * 24h}), "max is 50d, but delays end at 49d");
}

TEST(DistributionProblem, ScalesMustBeAboveZero) {
  EXPECT_EQ(problem(Exponential{0ms}), "mean must be above 0ms");
  EXPECT_EQ(problem(Lognormal{0ms, 1.0, 0, {}}), "median must be above 0ms");
  EXPECT_EQ(problem(Weibull{1, 0ms}), "scale must be above 0ms");
  EXPECT_EQ(problem(Gamma{1, -5ms}), "scale must not be negative");
}

TEST(DistributionProblem, ShapesMustBeNumbersThatTablesCanHold) {
  for (const double shape : {0.0, -1.0, 1e-9, 1e9, kNan, kInfinity}) {
    EXPECT_NE(problem(Weibull{shape, 1s}), "none") << shape;
    EXPECT_NE(problem(Gamma{shape, 1s}), "none") << shape;
    EXPECT_NE(problem(Lognormal{1s, shape, 0, {}}), "none") << shape;
  }
  EXPECT_EQ(problem(Gamma{0, 1s}), "shape is 0, but must lie between 0.01 and 1000");
}

TEST(DistributionProblem, UpperQuantileMustBeAboveTheMedian) {
  EXPECT_EQ(problem(Lognormal{6s, {}, 0.99, 3min}), "none");
  EXPECT_EQ(problem(Lognormal{6s, {}, 0.99, 6s}), "p99 (6s) must be above the median (6s)");
  EXPECT_EQ(problem(Lognormal{6s, {}, 0.5, 7s}), "p50 must be a quantile above the median and below p100");
  EXPECT_EQ(problem(Lognormal{6s, {}, 1, 7s}), "p100 must be a quantile above the median and below p100");
  EXPECT_EQ(problem(Lognormal{6s, {}, kNan, 7s}).substr(0, 1), "p");
  EXPECT_EQ(problem(Lognormal{1ms, {}, 0.51, 49 * 24h}),
            "p51 (49d) and the median (1ms) are too far apart: sigma is 884.216, but must lie between 0 and 20");
}

TEST(DistributionProblem, EmpiricalMustRiseFromP0ToP100) {
  EXPECT_EQ(problem(Empirical{{{0, 1s}, {1, 1s}}}), "none");
  EXPECT_EQ(problem(Empirical{}), "quantiles must go from p0 to p100");
  EXPECT_EQ(problem(Empirical{{{0, 1s}}}), "quantiles must go from p0 to p100");
  EXPECT_EQ(problem(Empirical{{{0.1, 1s}, {1, 2s}}}), "quantiles must go from p0 to p100");
  EXPECT_EQ(problem(Empirical{{{0, 1s}, {0.5, 2s}, {0.5, 3s}, {1, 4s}}}), "p50 is given twice or out of order");
  EXPECT_EQ(problem(Empirical{{{0, 1s}, {kNan, 2s}, {1, 4s}}}).find("out of order") != std::string::npos, true);
  EXPECT_EQ(problem(Empirical{{{0, 1s}, {0.5, 3s}, {1, 2s}}}), "p100 (2s) is below p50 (3s)");
  EXPECT_EQ(problem(Empirical{{{0, 1s}, {1, 50 * 24h}}}), "p100 is 50d, but delays end at 49d");
}

TEST(DistributionProblem, WeightsOfAMixtureMustAddUp) {
  const MixturePart half{Share{500'000}, {Constant{1s}, {}, {}}}, none{Share{0}, {Constant{1s}, {}, {}}};
  const MixturePart wrong{Share{500'000}, {Exponential{0s}, {}, {}}};
  EXPECT_EQ(problem(Mixture{{half, half, none}}), "none");
  EXPECT_EQ(problem(Mixture{}), "a mixture needs at least one part");
  EXPECT_EQ(problem(Mixture{{half}}), "the weights of the mixture add up to 50 %, not 100 %");
  EXPECT_EQ(problem(Mixture{{half, half, half}}), "the weights of the mixture add up to 150 %, not 100 %");
  EXPECT_EQ(problem(Mixture{{half, wrong}}), "part 2 of the mixture: mean must be above 0ms");
}

TEST(DistributionProblem, LimitsMustLeaveSomething) {
  EXPECT_EQ(problem(Exponential{10s}, 1s, 2s), "none");
  EXPECT_EQ(problem(Exponential{10s}, 2s, 1s), "min (2s) is above max (1s)");
  EXPECT_EQ(problem(Exponential{10s}, -1s), "min must not be negative");
  EXPECT_EQ(problem(Exponential{10s}, {}, 50 * 24h), "max is 50d, but delays end at 49d");
  EXPECT_EQ(problem(Exponential{10s}, 1h), "hardly anything of the distribution lies between min and max");
  EXPECT_EQ(problem(Exponential{10s}, 5s, 5s), "hardly anything of the distribution lies between min and max");
  EXPECT_EQ(problem(Constant{5s}, 5s, 5s), "none");
  EXPECT_EQ(problem(Constant{5s}, 6s), "hardly anything of the distribution lies between min and max");
}

TEST(DistributionProblem, TailsMustEndBeforeTheClockDoes) {
  EXPECT_EQ(problem(Exponential{11 * 24h}), "more than 1 % lies beyond 49d, where delays end; give it a max");
  EXPECT_EQ(problem(Exponential{11 * 24h}, {}, 49 * 24h), "none");
  EXPECT_EQ(problem(Exponential{10 * 24h}), "none");  // 0.7 %
  EXPECT_EQ(problem(Gamma{1000, 24h}), "more than 1 % lies beyond 49d, where delays end; give it a max");
}

}  // namespace
}  // namespace dlr::engine
