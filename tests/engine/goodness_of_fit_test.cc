#include "tests/engine/goodness_of_fit.h"

#include <gtest/gtest.h>

#include "tests/engine/cases.h"

namespace dlr::engine::testing {
namespace {

using namespace std::chrono_literals;

TEST(GoodnessOfFit, AMillionDrawsFitEveryDistribution) {
  for (const Case& c : cases()) {
    EXPECT_GT(probability_of_fit(make_quantile_table(c.distribution), c.distribution, 1'000'000, 20'261'127),
              kLeastProbability)
        << c.name;
  }
}

// The test itself sees a distribution that is off by one per cent.
TEST(GoodnessOfFit, ObjectsToAWrongDistribution) {
  const Distribution drawn{Exponential{90s}, {}, {}};
  const QuantileTable table = make_quantile_table(drawn);
  EXPECT_GT(probability_of_fit(table, drawn, 1'000'000, 1), kLeastProbability);
  EXPECT_LT(probability_of_fit(table, {Exponential{91s}, {}, {}}, 1'000'000, 1), kLeastProbability);
  const Bins bins(make_quantile_table({Exponential{91s}, {}, {}}), drawn);
  EXPECT_LT(probability_of_fit(draw_into(bins, table, 1'000'000, 1), bins.drawn), kLeastProbability);
}

}  // namespace
}  // namespace dlr::engine::testing
