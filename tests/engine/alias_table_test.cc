#include "sim/engine/alias_table.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "sim/engine/random.h"

namespace dlr::engine {
namespace {

// How many of the 2^32 words pick each weight, all of them counted: inside a column the pick changes at most once, so
// the place where it does is found by bisection.
std::vector<std::uint64_t> words_per_pick(const AliasTable& table) {
  std::vector<std::uint64_t> words(table.size());
  const std::uint64_t n = table.size();
  for (std::uint64_t column = 0; column < n; ++column) {
    const std::uint64_t begin = ((column << 32U) + n - 1) / n, end = (((column + 1) << 32U) + n - 1) / n;
    const auto pick = [&table](std::uint64_t word) { return table.pick(static_cast<std::uint32_t>(word)); };
    const std::uint32_t first = pick(begin), last = pick(end - 1);
    std::uint64_t low = begin, high = end - 1;  // low picks `first`; so does all before it
    if (first != last) {
      while (high - low > 1) (pick((low + high) / 2) == first ? low : high) = (low + high) / 2;
    } else {
      high = end;
    }
    words[first] += high - begin;
    words[last] += end - high;
  }
  return words;
}

void expect_shares(const std::vector<std::uint64_t>& weights) {
  const std::vector<std::uint64_t> words = words_per_pick(AliasTable(weights));
  const auto total = static_cast<long double>(std::accumulate(weights.begin(), weights.end(), std::uint64_t{0}));
  ASSERT_EQ(words.size(), weights.size());
  EXPECT_EQ(std::accumulate(words.begin(), words.end(), std::uint64_t{0}), 1ULL << 32U);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const long double want = static_cast<long double>(weights[i]) / total * 4294967296.0L;
    ASSERT_LE(std::abs(static_cast<long double>(words[i]) - want), static_cast<long double>(weights.size()))
        << "weight " << i << " of " << weights.size();
    ASSERT_TRUE(weights[i] > 0 || words[i] == 0) << "weight " << i << " is 0 and was picked";
  }
}

TEST(AliasTable, GivesEachWeightItsShareOfAllWords) {
  expect_shares({1, 1});
  expect_shares({965'000, 5'000, 25'000, 0, 5'000});
  expect_shares({1, 999'999});
  expect_shares({999'999, 1});
  expect_shares({0, 0, 3, 0});
  expect_shares({1, 0, (1ULL << 46U), 5, 1ULL << 40U});
}

TEST(AliasTable, GivesManyWeightsTheirShares) {
  std::vector<std::uint64_t> even(AliasTable::kMaxWeights, 7), zipf, random;
  for (std::uint32_t i = 0; i < AliasTable::kMaxWeights; ++i) {
    zipf.push_back(1'000'000'000 / (i + 1));
    const auto draw = draw_block(1, i, 0);
    random.push_back(draw[0] % 3 == 0 ? 0 : draw[1] >> (draw[2] & 31U));
  }
  expect_shares(even);
  expect_shares(zipf);
  expect_shares(random);
}

TEST(AliasTable, PicksTheOnlyWeight) {
  const std::uint64_t weight[] = {42};
  for (const AliasTable& table : {AliasTable(), AliasTable(weight)}) {
    for (const std::uint32_t word : {0U, 1U, 1U << 31U, ~0U}) EXPECT_EQ(table.pick(word), 0U);
  }
}

TEST(AliasTableDeathTest, StopsForWeightsItCannotHold) {
  using Weights = std::vector<std::uint64_t>;
  EXPECT_DEATH(AliasTable(Weights{}), "cannot be made of 0 weights");
  EXPECT_DEATH(AliasTable(Weights{0, 0}), "add up to 0");
  EXPECT_DEATH(AliasTable(Weights{1ULL << 46U, 1ULL << 46U}), "cannot be made of 2 weights");
  EXPECT_DEATH(AliasTable(Weights{~0ULL, 2}), "cannot be made of 2 weights");
  EXPECT_DEATH(AliasTable(Weights(AliasTable::kMaxWeights + 1, 1)), "cannot be made of 65537 weights");
}

}  // namespace
}  // namespace dlr::engine
