// A second opinion on distributions: shares from Boost.Math, quantiles from them by bisection. Knows nothing of curves
// and tables.
#pragma once

#include <cstdint>

#include "sim/engine/distribution.h"

namespace dlr::engine::testing {

// What lies up to and beyond a value; whichever is small has its full precision.
struct Sides {
  double below = 0;  // P(X <= x)
  double above = 0;  // P(X > x)
};
Sides sides_at(const Distribution& distribution, double ms);

// The quantile that a random word stands for, (word + 1/2) / 2^32, in ms.
double reference_quantile_ms(const Distribution& distribution, std::uint32_t word);

}  // namespace dlr::engine::testing
