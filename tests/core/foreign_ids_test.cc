#include "core/foreign_ids.h"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <random>
#include <string>
#include <utility>

#include "core/vocabulary/message.h"

namespace dlr::core {
namespace {

TEST(ForeignIdTable, AreFoundByTextAndBySequence) {
  ForeignIds ids(1);
  EXPECT_FALSE(ids.find("a").has_value());
  EXPECT_EQ(ids.of(0), "");
  ids.add(3, "a");
  ids.add(7, std::string(kLongestForeignId, 'x'));
  EXPECT_EQ(ids.find("a"), 3U);
  EXPECT_EQ(ids.find(std::string(kLongestForeignId, 'x')), 7U);
  EXPECT_EQ(ids.find("A"), std::nullopt);
  EXPECT_EQ(ids.of(3), "a");
  EXPECT_EQ(ids.of(4), "");
  EXPECT_EQ(ids.of(7).size(), kLongestForeignId);
  EXPECT_EQ(ids.of(8), "");
  EXPECT_EQ(ids.of(0), "");
}

TEST(ForeignIdTable, AreForgottenFromTheFront) {
  ForeignIds ids(1);
  ids.add(3, "a");
  ids.add(4, "b");
  ids.forget(2);  // a message without one
  EXPECT_TRUE(ids.find("a").has_value());
  ids.forget(3);
  EXPECT_FALSE(ids.find("a").has_value());
  EXPECT_EQ(ids.of(3), "");
  EXPECT_EQ(ids.find("b"), 4U);
  ids.add(5, "a");  // may be used again
  EXPECT_EQ(ids.find("a"), 5U);
  ids.forget(4);
  ids.forget(5);
  EXPECT_EQ(ids.bytes(), 0U);
}

TEST(ForeignIdTable, MayHoldAnyBytes) {
  ForeignIds ids(1);
  const std::string zeros("a\0b", 3), other("a\0c", 3);
  ids.add(0, zeros);
  EXPECT_EQ(ids.find(zeros), 0U);
  EXPECT_FALSE(ids.find(other).has_value());
  EXPECT_FALSE(ids.find("a").has_value());
  EXPECT_EQ(ids.of(0), zeros);
}

// Against a map and a queue, long enough for chunks and table to grow, to empty and to be used again.
TEST(ForeignIdTable, AgreeWithTheNaiveWay) {
  ForeignIds ids(7);
  std::map<std::string, std::uint64_t> by_text;
  std::deque<std::pair<std::uint64_t, std::string>> by_sequence;
  std::mt19937 random(1);
  std::uint64_t sequence = 0, oldest = 0;
  std::size_t bytes = 0;
  for (int step = 0; step < 300'000; ++step) {
    // Waves: it grows for a while, then shrinks to nothing.
    const bool grows = random() % 100 < (step / 30'000 % 2 == 0 ? 70U : 30U);
    if (grows) {
      sequence += 1;
      if (random() % 4 == 0) continue;  // a message whose id was minted
      std::string id = std::to_string(random() % 50'000);
      id.resize(1 + random() % kLongestForeignId, '.');
      ASSERT_EQ(ids.find(id).has_value(), by_text.contains(id));
      if (by_text.contains(id)) continue;
      ids.add(sequence, id);
      bytes += ForeignIds::bytes_of(id);
      by_text[id] = sequence;
      by_sequence.emplace_back(sequence, id);
    } else if (oldest <= sequence) {
      ids.forget(oldest);
      if (!by_sequence.empty() && by_sequence.front().first == oldest) {
        bytes -= ForeignIds::bytes_of(by_sequence.front().second);
        by_text.erase(by_sequence.front().second);
        by_sequence.pop_front();
      }
      ++oldest;
    }
    ASSERT_EQ(ids.bytes(), bytes);
    if (by_sequence.empty()) continue;
    const auto& [number, text] = by_sequence[random() % by_sequence.size()];
    ASSERT_EQ(ids.find(text), number);
    ASSERT_EQ(ids.of(number), text);
    ASSERT_EQ(ids.find(text + "!"), std::nullopt);
  }
}

}  // namespace
}  // namespace dlr::core
