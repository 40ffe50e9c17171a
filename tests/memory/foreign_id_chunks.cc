// Chunks of foreign ids are given back, in the long run and however often memory was denied.
#include <gtest/gtest.h>

#include <cstdint>
#include <new>
#include <string>

#include "core/foreign_ids.h"
#include "core/vocabulary/message.h"
#include "tests/memory/scarcity.h"

namespace dlr::core {
namespace {

constexpr std::uint64_t kHeld = 1'000;  // of the longest: some three chunks

std::string name_of(std::uint64_t sequence) {
  std::string name = std::to_string(sequence);
  name.resize(kLongestForeignId, '-');
  return name;
}

// One id after the other comes, and as many are forgotten. How many pieces of memory are held in the end.
std::int64_t alive_after(ForeignIds& ids, std::uint64_t from, std::uint64_t to) {
  for (std::uint64_t sequence = from; sequence != to; ++sequence) {
    ids.add(sequence, name_of(sequence));
    if (sequence >= kHeld) ids.forget(sequence - kHeld);
  }
  return scarcity::counts().alive;
}

TEST(ChunksOfForeignIds, AreGivenBackInTheLongRun) {
  ForeignIds ids(1);
  const std::int64_t alive = alive_after(ids, 0, 5'000);
  EXPECT_LE(alive_after(ids, 5'000, 1'000'000), alive + 2);
}

TEST(ChunksOfForeignIds, AreGivenBackHoweverOftenMemoryWasDenied) {
  std::uint64_t needed = 0;
  {
    ForeignIds scratch(1);
    const std::uint64_t before = scarcity::counts().asked;
    const std::string name = name_of(0);
    scratch.add(0, name);
    needed = scarcity::counts().asked - before - 1;  // but for the name
  }
  ForeignIds ids(1);
  const std::string name = name_of(0);
  // The index asks last: all else is there after the first time, and is kept.
  for (int denied = 0; denied < 5'000; ++denied) {
    scarcity::deny(denied == 0 ? needed - 1 : 0, scarcity::Denial::once);
    EXPECT_THROW(ids.add(0, name), std::bad_alloc);
    scarcity::relent();
  }
  EXPECT_EQ(ids.bytes(), 0U);
  const std::int64_t alive = scarcity::counts().alive;
  // Those that are held take three chunks and a place each in lists that grow: few pieces.
  EXPECT_LE(alive_after(ids, 0, 100'000), alive + 10);
}

}  // namespace
}  // namespace dlr::core
