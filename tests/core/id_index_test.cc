#include "core/id_index.h"

#include <gtest/gtest.h>

#include <random>
#include <unordered_map>
#include <vector>

namespace dlr::core {
namespace {

// Numbers from 0 on and their hashes, all of which are kept; the last `held` of them are held.
class Life {
 public:
  explicit Life(std::uint64_t seed) : random_(seed) {}

  // One more comes; the oldest are forgotten until no more than `most` are held.
  void add(std::uint64_t hash, std::uint64_t most) {
    index.add(hash, window(), [this](std::uint64_t number) { return hashes_.at(number); });
    hashes_.push_back(hash);
    ++held_;
    while (held_ > most) --held_;
  }
  void add(std::uint64_t most) { add(random_(), most); }

  IdIndex::Window window() const { return {hashes_.size() - held_, held_}; }
  bool finds(std::uint64_t number) const {
    const auto found = index.find(hashes_[number], window(), [number](std::uint64_t one) { return one == number; });
    return found == number;
  }
  std::uint64_t added() const { return hashes_.size(); }

  IdIndex index;

 private:
  std::mt19937_64 random_;
  std::vector<std::uint64_t> hashes_;
  std::uint64_t held_ = 0;
};

TEST(IdIndex, HoldsNothingAtFirst) {
  const IdIndex index;
  index.prefetch(1);
  EXPECT_EQ(index.find(1, {}, [](std::uint64_t) { return true; }), std::nullopt);
  EXPECT_EQ(index.bytes(), 0U);
}

TEST(IdIndex, FindsWhatTheWindowHoldsAndNothingElse) {
  EXPECT_TRUE((IdIndex::Window{3, 2}.holds(4)));
  EXPECT_FALSE((IdIndex::Window{3, 2}.holds(2)));
  EXPECT_FALSE((IdIndex::Window{3, 2}.holds(5)));
  Life life(1);
  for (int i = 0; i < 50'000; ++i) life.add(1'000);
  for (std::uint64_t number = 0; number < life.added(); ++number) {
    ASSERT_EQ(life.finds(number), number >= life.added() - 1'000) << number;
  }
}

// However long the window slides: also where it just fits, and where the table is three quarters full.
TEST(IdIndex, StaysAsLargeAsItSaysWhenAsManyAreForgottenAsCome) {
  for (const std::uint64_t window : {104U, 170U, 700U, 1'000U, 6'000U, 8'700U, 20'000U}) {
    Life life(window);
    for (int i = 0; i < 1'000'000; ++i) life.add(window);
    EXPECT_LE(life.index.bytes(), window * IdIndex::kBytesPerId) << window;
  }
}

TEST(IdIndex, TakesNoMoreThanItSays) {
  for (const std::uint64_t seed : {3U, 4U, 5U}) {
    Life life(seed);
    for (std::uint64_t count = 1; count <= 300'000; ++count) {
      life.add(count);
      if (count < 100) continue;
      ASSERT_LE(life.index.bytes(), count * IdIndex::kBytesPerId) << count << ", seed " << seed;
    }
  }
}

// Ids of one pair of buckets in a table of four, and still of one in a table of eight, where others are in their way:
// the table of eight is given up for one of sixteen, and nothing is lost.
TEST(IdIndex, DoublesTwiceWhereOnceIsNotEnough) {
  const auto is_of = [](std::uint64_t hash, std::uint64_t one, std::uint64_t other) {  // as IdIndex::places()
    return (hash & 7U) == one && ((hash * 0x9e37'79b9'7f4a'7c15) >> 32U & 7U) == other;
  };
  std::mt19937_64 random(8);
  const auto hash_of = [&](std::uint64_t one, std::uint64_t other) {
    std::uint64_t hash = random();
    while (!is_of(hash, one, other)) hash = random();
    return hash;
  };
  Life life(8);
  for (int i = 0; i < 8; ++i) life.add(hash_of(0, 2), 100);
  for (int i = 0; i < 16; ++i) life.add(hash_of(0, 1), 100);
  EXPECT_EQ(life.index.bytes(), 4U * 64U) << "some of the first went to their other bucket";
  life.add(hash_of(0, 1), 100);
  EXPECT_EQ(life.index.bytes(), 16U * 64U) << "the way here has another form: choose other hashes";
  for (std::uint64_t number = 0; number < life.added(); ++number) EXPECT_TRUE(life.finds(number)) << number;
}

// Sixteen ids may have the same hash, of which the asker knows which one it means.
TEST(IdIndex, IdsMayShareAHash) {
  Life life(6);
  for (int i = 0; i < 12; ++i) life.add(0x1234'5678'9abc'def0, 12);
  for (std::uint64_t number = 0; number < 12; ++number) EXPECT_TRUE(life.finds(number)) << number;
  for (int i = 0; i < 100; ++i) life.add(0x1234'5678'9abc'def0, 12);
  for (std::uint64_t number = life.added() - 12; number < life.added(); ++number)
    EXPECT_TRUE(life.finds(number)) << number;
}

// Only the lower bits of a number are kept: also where those begin anew, and where a number of long ago has the same.
TEST(IdIndex, NumbersMayGoOnForEver) {
  constexpr std::uint64_t kTurn = std::uint64_t{1} << 40U;
  IdIndex index;
  std::unordered_map<std::uint64_t, std::uint64_t> hashes;
  std::mt19937_64 random(7);
  for (const std::uint64_t first : {std::uint64_t{0}, kTurn - 500, 3 * kTurn - 500}) {
    IdIndex::Window window{first, 0};
    hashes.clear();
    for (; window.count < 1'000; ++window.count) {
      const std::uint64_t number = window.first + window.count;
      hashes[number] = random();
      index.add(hashes[number], window, [&](std::uint64_t one) { return hashes.at(one); });
    }
    for (const auto& [number, hash] : hashes) {
      ASSERT_EQ(index.find(hash, window, [number = number](std::uint64_t one) { return one == number; }), number);
    }
  }
}

}  // namespace
}  // namespace dlr::core
