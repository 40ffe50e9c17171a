#include "sim/engine/quantile_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "sim/engine/curve.h"
#include "sim/engine/random.h"
#include "tests/engine/cases.h"

namespace dlr::engine::testing {
namespace {

using namespace std::chrono_literals;

Level level_of(std::uint32_t word) {
  const bool lower = word < 1U << 31U;
  const double share = ((lower ? word : ~word) + 0.5) / 4294967296.0;
  return lower ? Level::from_below(share) : Level::from_above(share);
}

// Words everywhere, and more of them the nearer to either end.
std::uint32_t probing_word(std::uint32_t i) {
  const auto draw = draw_block(1, i, 0);
  const std::uint32_t distance = draw[0] >> (draw[1] & 31U);
  return draw[2] % 2 == 0 ? distance : ~distance;
}

TEST(QuantileTable, HoldsEveryQuantileWithinItsPromise) {
  for (const Case& c : cases()) {
    const QuantileTable table = make_quantile_table(c.distribution);
    const Curve curve(c.distribution);
    for (std::uint32_t i = 0; i < 20'000; ++i) {
      const std::uint32_t word = probing_word(i);
      const double want = std::min(curve.quantile(level_of(word)), static_cast<double>(kLongestDelay.count()));
      constexpr double kRounding = 0.5;
      ASSERT_NEAR(table.sample(word), want, kRounding + std::max(0.2, want * 0.0005)) << c.name << " at word " << word;
    }
  }
}

TEST(QuantileTable, NeverFallsWhenTheWordRises) {
  for (const Case& c : cases()) {
    const QuantileTable table = make_quantile_table(c.distribution);
    std::uint32_t before = 0;
    const auto expect_no_fall = [&](std::uint32_t word) {
      const std::uint32_t here = table.sample(word);
      ASSERT_GE(here, before) << c.name << " at word " << word;
      before = here;
    };
    for (std::uint32_t word = 0; word < 2'000; ++word) expect_no_fall(word);
    for (std::uint32_t i = 1; i < 200'000; ++i) expect_no_fall(i * 21'474U);
    before = 0;
    for (std::uint32_t word = (1U << 31U) - 2'000; word < (1U << 31U) + 2'000; ++word) expect_no_fall(word);
  }
}

// A function that trembles in its last digits is no reason for a table to fall.
TEST(QuantileTable, StandsStillWhereTheFunctionFalls) {
  const QuantileTable table([](Level level) { return 1e6 + (level.below < 0.5 ? 3e4 : -3e4) + 1e3 * level.below; });
  std::uint32_t before = 0;
  for (std::uint32_t i = 0; i < 1U << 20U; ++i) {
    const std::uint32_t here = table.sample(i << 12U);
    ASSERT_GE(here, before) << "at word " << (i << 12U);
    before = here;
  }
}

TEST(QuantileTable, PutsAStepAtItsWord) {
  constexpr double kWords = 4294967296.0;
  for (const std::uint32_t step : {5U, 77'777U, 1'000'000'007U, (1U << 31U) - 1, 1U << 31U, 3'333'333'333U, ~0U - 9}) {
    const QuantileTable table([step](Level level) {
      return (level.below < 0.5 ? level.below : 1 - level.above) < step / kWords ? 5.0 : 1e9;
    });
    EXPECT_EQ(table.sample(step - 1), 5U) << step;
    EXPECT_EQ(table.sample(step), 1'000'000'000U) << step;
  }
}

TEST(QuantileTable, CutsOffAtTheLongestDelay) {
  const QuantileTable table([](Level level) { return 1e3 / level.above; });
  EXPECT_EQ(Duration{table.sample(~0U)}, kLongestDelay);
  EXPECT_EQ(Duration{table.sample(0)}, 1s);
}

TEST(QuantileTable, HasTheMeanOfItsSamples) {
  for (const Case& c : cases()) {
    const QuantileTable table = make_quantile_table(c.distribution);
    constexpr std::uint32_t kSamples = 1U << 20U;
    std::uint64_t sum = 0;  // of words spread evenly
    for (std::uint32_t i = 0; i < kSamples; ++i) sum += table.sample(i * 4'096 + 2'048);
    const double mean = static_cast<double>(sum) / kSamples;
    EXPECT_NEAR(table.mean_ms(), mean, 0.5 + mean * 0.0002) << c.name;
  }
}

}  // namespace
}  // namespace dlr::engine::testing
