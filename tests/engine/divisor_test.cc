#include "sim/engine/divisor.h"

#include <gtest/gtest.h>

#include <limits>

namespace dlr::engine {
namespace {

TEST(Divisor, DividesAsTheProcessorDoes) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t word = 1;
  const auto next = [&word] { return word = word * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL; };
  for (int bits = 0; bits < 64; ++bits) {
    for (const std::uint64_t value : {std::uint64_t{1} << bits, (next() >> (63 - bits)) | 1U, kMost >> bits}) {
      const Divisor divisor(value);
      for (const std::uint64_t n :
           {std::uint64_t{0}, std::uint64_t{1}, value - 1, value, value + 1, kMost / value * value,
            kMost / value * value - 1, kMost - 1, kMost, next(), next() >> 20, next() >> 40}) {
        EXPECT_EQ(divisor.quotient(n), n / value) << n << " / " << value;
        EXPECT_EQ(divisor.remainder(n), n % value) << n << " % " << value;
      }
    }
  }
}

}  // namespace
}  // namespace dlr::engine
