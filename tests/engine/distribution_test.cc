#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/engine/cases.h"
#include "tests/engine/reference.h"

namespace dlr::engine::testing {
namespace {

class DistributionTables : public ::testing::TestWithParam<Case> {};

// Both tails, by the words that stand for them: 1e-6 ... 0.3, and the same from above.
constexpr double kShares[] = {1e-6, 1e-5, 1e-4, 1e-2, 0.1, 0.3};

TEST_P(DistributionTables, GiveTheQuantilesOfTheClosedForm) {
  const Distribution& distribution = GetParam().distribution;
  ASSERT_EQ(problem_of(distribution), std::nullopt);
  const QuantileTable table = make_quantile_table(distribution);
  for (const double share : kShares) {
    const auto distance = static_cast<std::uint32_t>(share * 4294967296.0);
    for (const std::uint32_t word : {distance, ~distance}) {
      const double want = reference_quantile_ms(distribution, word);
      EXPECT_NEAR(table.sample(word), want, std::max(1.0, want / 1000)) << "at word " << word;
    }
  }
}

TEST_P(DistributionTables, HaveTheMeanOfTheClosedForm) {
  const double want = GetParam().mean_ms;
  EXPECT_NEAR(make_quantile_table(GetParam().distribution).mean_ms(), want, std::max(0.5, want / 1000));
}

TEST_P(DistributionTables, StayBetweenTheLimits) {
  const Distribution& distribution = GetParam().distribution;
  const QuantileTable table = make_quantile_table(distribution);
  EXPECT_GE(Duration{table.sample(0)}, distribution.min.value_or(Duration{0}));
  EXPECT_LE(Duration{table.sample(~0U)}, distribution.max.value_or(kLongestDelay));
}

INSTANTIATE_TEST_SUITE_P(Every, DistributionTables, ::testing::ValuesIn(cases()),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace dlr::engine::testing
