#include "sim/engine/random.h"

#include <gtest/gtest.h>

#include <set>

namespace dlr::engine {
namespace {

using Block = r123::Philox4x32::ctr_type;

// source: kat_vectors of Random123 (github.com/DEShawResearch/random123, tests/kat_vectors), rows "philox4x32 10".
TEST(Random, PhiloxGivesThePublishedAnswers) {
  struct Row {
    Block counter;
    r123::Philox4x32::key_type key;
    Block answer;
  };
  const Row rows[] = {
      {{{0, 0, 0, 0}}, {{0, 0}}, {{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}}},
      {{{~0U, ~0U, ~0U, ~0U}}, {{~0U, ~0U}}, {{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}}},
      {{{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}},
       {{0xa4093822, 0x299f31d0}},
       {{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}},
  };
  for (const Row& row : rows) EXPECT_EQ(r123::Philox4x32()(row.counter, row.key), row.answer);
}

TEST(Random, BlockIsKeyedBySeedAndCountedByMessageAndStage) {
  constexpr std::uint64_t kSeed = 0x299f31d0'a4093822, kMessage = 0x85a308d3'243f6a88;
  const Block want = r123::Philox4x32()({{0x243f6a88, 0x85a308d3, 7, 0}}, {{0xa4093822, 0x299f31d0}});
  const auto got = draw_block(kSeed, kMessage, 7);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(got[i], want[i]);
  EXPECT_EQ(draw_block(0, 0, 0)[0], 0x6627e8d5U);
}

TEST(Random, EveryPartOfTheKeyMovesTheBlock) {
  const std::set<std::array<std::uint32_t, 4>> blocks = {
      draw_block(0, 0, 0),           draw_block(1, 0, 0), draw_block(1ULL << 32U, 0, 0), draw_block(0, 1, 0),
      draw_block(0, 1ULL << 32U, 0), draw_block(0, 0, 1), draw_block(0, 0, 1U << 31U)};
  EXPECT_EQ(blocks.size(), 7U);
}

TEST(Random, BatchDrawsTheBlocksOfItsMessages) {
  constexpr std::uint64_t kSeed = 0x299f31d0'a4093822;
  BlockBatch batch;
  for (const std::uint64_t first : {std::uint64_t{0}, (std::uint64_t{1} << 32U) - 5, 0x85a308d3'243f6a88}) {
    for (const std::uint32_t stage : {0U, 3U, 1U << 31U}) {
      batch.draw(kSeed, first, stage);
      for (std::uint32_t i = 0; i < BlockBatch::kMessages; ++i) {
        EXPECT_EQ(batch[i], draw_block(kSeed, first + i, stage)) << first << " + " << i << ", stage " << stage;
      }
    }
  }
}

TEST(Random, StrikesForTheShareOfAllWords) {
  EXPECT_FALSE(strikes(0, Share{0}));
  EXPECT_TRUE(strikes(~0U, kWhole));
  EXPECT_TRUE(strikes((1U << 31U) - 1, Share{500'000}));
  EXPECT_FALSE(strikes(1U << 31U, Share{500'000}));
  // 2^32 / 10^6 = 4294.967, to the nearest 4295 words: 0 to 4294.
  EXPECT_TRUE(strikes(4'294, Share{1}));
  EXPECT_FALSE(strikes(4'295, Share{1}));
  // All but a millionth: the last 4295 words do not strike.
  EXPECT_TRUE(strikes(~0U - 4'295, Share{999'999}));
  EXPECT_FALSE(strikes(~0U - 4'294, Share{999'999}));
}

TEST(Random, ScaleCutsTheWordsIntoEqualParts) {
  EXPECT_EQ(scale(~0U, 0), 0U);
  EXPECT_EQ(scale(~0U, 1), 0U);
  EXPECT_EQ(scale(~0U, ~0U), ~0U - 1);
  for (const std::uint32_t n : {2U, 3U, 7U, 10U, 1'000U, 65'537U}) {
    const std::uint64_t smallest = (1ULL << 32U) / n;
    std::uint64_t begin = 0;
    for (std::uint32_t part = 0; part < n; ++part) {
      const std::uint64_t end = ((1ULL << 32U) * (part + 1) + n - 1) / n;
      ASSERT_EQ(scale(static_cast<std::uint32_t>(begin), n), part);
      ASSERT_EQ(scale(static_cast<std::uint32_t>(end - 1), n), part);
      ASSERT_LE(end - begin - smallest, 1U);
      begin = end;
    }
    EXPECT_EQ(begin, 1ULL << 32U);
  }
}

}  // namespace
}  // namespace dlr::engine
