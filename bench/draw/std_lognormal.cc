#include <algorithm>
#include <cmath>
#include <random>

#include "bench/draw/draw.h"

namespace dlr::bench {

// What one would write without an engine: a stream, and the library's distributions.
void draw_std(std::uint64_t first, std::vector<Draw>& draws) {
  static std::mt19937_64 random(first);
  const auto routes_by = route_weights();
  const auto outcomes_by = outcome_weights();
  static std::discrete_distribution<std::uint32_t> routes(routes_by.begin(), routes_by.end());
  static std::discrete_distribution<std::uint32_t> outcomes(outcomes_by.begin(), outcomes_by.end());
  static std::lognormal_distribution<double> delays(std::log(kMedianMs), kSigma);
  for (Draw& draw : draws) {
    const double delay_ms = std::min(delays(random), 4'233'600'000.0);
    draw = {routes(random), outcomes(random), static_cast<std::uint32_t>(delay_ms + 0.5)};
  }
}

}  // namespace dlr::bench
