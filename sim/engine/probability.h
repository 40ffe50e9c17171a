// A point on the scale of probabilities, known well from both ends: what lies below it and what lies above add up to 1,
// and whichever is small has its full precision.
#pragma once

namespace dlr::engine {

struct Level {
  double below = 0;
  double above = 1;

  static constexpr Level from_below(double p) { return {p, 1 - p}; }
  static constexpr Level from_above(double q) { return {1 - q, q}; }
};

}  // namespace dlr::engine
