#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/engine/cases.h"
#include "tests/engine/goodness_of_fit.h"

namespace dlr::engine::testing {
namespace {

constexpr std::uint32_t kDraws = 10'000'000;

using namespace std::chrono_literals;

class GoodnessOfFitLong : public ::testing::TestWithParam<Case> {};

// Against two laws: what the table holds, word by word, which nothing may differ from; and the closed form. A table
// keeps its values on a grid of 1/64 ms. Where most delays are a few milliseconds, ten million draws in a hundred bins
// see that (below stands how little it is), and only there the second is left away.
TEST_P(GoodnessOfFitLong, TenMillionDrawsFit) {
  const Distribution& distribution = GetParam().distribution;
  const QuantileTable table = make_quantile_table(distribution);
  const Bins bins(table, distribution);
  constexpr double kNotSeen = 20;  // beside what chance adds: 99 on average, give or take 14
  const double added = bins.added_by_the_table(kDraws);
  EXPECT_TRUE(added < kNotSeen || std::string(GetParam().name) == "lognormal_p95") << added;
  for (const std::uint64_t seed : {4U, 5U, 6U}) {
    const std::vector<std::uint64_t> count = draw_into(bins, table, kDraws, seed);
    EXPECT_GT(probability_of_fit(count, bins.drawn), kLeastProbability) << "what the table holds, seed " << seed;
    if (added < kNotSeen) {
      EXPECT_GT(probability_of_fit(count, bins.ideal), kLeastProbability) << "the closed form, seed " << seed;
    }
  }
}

// Without draws: at every delay, how far the share of the words that give at most this is from the closed form. Looked
// at are the delays of every 2^16th word, of short ones, which are few, of every 2^12th; what lies between two of them
// is further off by what lies between at most.
double most_off(const QuantileTable& table, const Distribution& distribution, bool are_short) {
  const std::uint64_t step = are_short ? 1U << 12U : 1U << 16U;
  double most = 0;
  std::uint32_t before = ~0U;
  for (std::uint64_t word = 0; word < std::uint64_t{1} << 32U; word += step) {
    const std::uint32_t ms = table.sample(static_cast<std::uint32_t>(word));
    if (ms == before) continue;
    before = ms;
    if (Duration{ms} == kLongestDelay) break;  // what is longer is cut off there
    most = std::max(most, std::fabs(drawn_share_up_to(table, ms) - sides_at(distribution, ms + 0.5).below));
  }
  return most + static_cast<double>(step) / 4294967296.0;
}

TEST_P(GoodnessOfFitLong, NoShareIsOffByMoreThanATenThousandth) {
  const Distribution& distribution = GetParam().distribution;
  EXPECT_LT(most_off(make_quantile_table(distribution), distribution, GetParam().mean_ms < 1'000), 1e-4);
}

TEST(GoodnessOfFitLongSees, ATableThatIsOffByAThousandthIsSeen) {
  const QuantileTable off = make_quantile_table({Exponential{90'090ms}, {}, {}});
  EXPECT_GT(most_off(off, {Exponential{90s}, {}, {}}, false), 1e-4);
}

INSTANTIATE_TEST_SUITE_P(Every, GoodnessOfFitLong, ::testing::ValuesIn(cases()),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace dlr::engine::testing
