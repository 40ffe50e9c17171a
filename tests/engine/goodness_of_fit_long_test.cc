#include <gtest/gtest.h>

#include "tests/engine/cases.h"
#include "tests/engine/goodness_of_fit.h"

namespace dlr::engine::testing {
namespace {

class GoodnessOfFitLong : public ::testing::TestWithParam<Case> {};

TEST_P(GoodnessOfFitLong, MillionsOfDrawsFit) {
  const Distribution& distribution = GetParam().distribution;
  // Where most delays are a few milliseconds, ten million draws would see the table's grid of 1/64 ms.
  const std::uint32_t draws = GetParam().mean_ms < 1'000 ? 2'000'000 : 10'000'000;
  EXPECT_GT(probability_of_fit(make_quantile_table(distribution), distribution, draws, 4), kLeastProbability);
}

INSTANTIATE_TEST_SUITE_P(Every, GoodnessOfFitLong, ::testing::ValuesIn(cases()),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace dlr::engine::testing
