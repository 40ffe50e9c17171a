// Chance for tests of statistics: seeded, without the distributions of a standard library; and what a promised rate
// allows to be seen.
#pragma once

#include <cstdint>
#include <random>

#include "reports/binomial.h"

namespace dlr::reports {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : words_(seed) {}

  double share() { return static_cast<double>(words_() >> 11U) * 0x1p-53; }  // 0 to 1, even
  bool falls(double chance) { return share() < chance; }
  std::uint64_t below(std::uint64_t end) { return words_() % end; }
  std::uint64_t successes(std::uint64_t tries, double chance) {
    std::uint64_t count = 0;
    for (std::uint64_t i = 0; i < tries; ++i) count += falls(chance) ? 1U : 0U;
    return count;
  }
  // Near enough to normal, mean 0 and deviation 1.
  double normal() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += share();
    return sum;
  }

 private:
  std::mt19937_64 words_;
};

// So many of `whole` are no accident where each had the chance `promised` at most: 1 in 10^9 at best.
inline bool breaks_promise(std::uint64_t seen, std::uint64_t whole, double promised) {
  return binomial::at_least(seen, whole, promised) < 1e-9;
}

}  // namespace dlr::reports
