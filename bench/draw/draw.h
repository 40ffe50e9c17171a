// What one message needs by chance: an operator of a thousand, an outcome of five, a delay.
#pragma once

#include <cstdint>
#include <vector>

namespace dlr::bench {

struct Draw {
  std::uint32_t route;
  std::uint32_t outcome;
  std::uint32_t delay_ms;
};

inline constexpr std::uint32_t kRoutes = 1024, kOutcomes = 5;
inline constexpr double kMedianMs = 6'000, kSigma = 1.462;  // p99 3 min

// Weights of the routes (Zipf, exponent 1) and of the outcomes.
std::vector<std::uint64_t> route_weights();
std::vector<std::uint64_t> outcome_weights();

// Fills `draws` for the messages from `first` on.
void draw_ours(std::uint64_t first, std::vector<Draw>& draws);
void draw_std(std::uint64_t first, std::vector<Draw>& draws);

}  // namespace dlr::bench
