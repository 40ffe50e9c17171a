#include "core/foreign_ids.h"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <optional>
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

TEST(ForeignIdTable, CountTheirTextItsAddressAndTheirShareOfTheIndex) {
  ForeignIds ids(1);
  ids.add(5, "their-id");
  EXPECT_EQ(ids.bytes(), sizeof(std::uint64_t) + 8 + 2 * sizeof(const char*) + IdIndex::kBytesPerId);
  ids.forget(5);
  EXPECT_EQ(ids.bytes(), 0U);
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

// Step by step, as a callback is looked up: that a tag is the same says nothing yet.
TEST(ForeignIdTable, FindsNobodyByATagAlone) {
  ForeignIds ids(7);
  constexpr std::uint64_t kHeld = 50'000, kAsked = 200'000;
  for (std::uint64_t i = 0; i < kHeld; ++i) ids.add(i, "held-" + std::to_string(i));
  std::uint64_t guessed = 0;
  for (std::uint64_t i = 0; i < kAsked; ++i) {
    const std::string id = (i < kHeld ? "held-" : "not-held-") + std::to_string(i);
    ForeignIds::Search search = ids.search(id);
    ids.fetch_index(search);
    ids.fetch_address(search);
    ids.fetch_text(search);
    guessed += i >= kHeld && search.guess != nullptr ? 1 : 0;
    ASSERT_EQ(ids.find(search), i < kHeld ? std::optional(i) : std::nullopt) << id;
  }
  EXPECT_GT(guessed, 0u) << "else nothing was asked";
}

}  // namespace
}  // namespace dlr::core
