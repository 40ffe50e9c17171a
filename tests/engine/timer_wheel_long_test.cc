#include <gtest/gtest.h>

#include "tests/engine/wheel_against_heap.h"

namespace dlr::engine::testing {
namespace {

TEST(TimerWheelLong, AgreesWithTheHeapWhateverTheChance) {
  for (std::uint64_t seed = 1'000; seed < 1'100 && !HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    WheelAgainstHeap both;
    both.open_next(draw_block(seed, 0, 2)[0] >> (seed % 32));
    both.run_by_chance(seed, 20'000);
  }
}

}  // namespace
}  // namespace dlr::engine::testing
