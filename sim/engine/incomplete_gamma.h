// The gamma distribution with scale 1: how much lies on either side of x, and back. Built on portable_math.h: the same
// bits everywhere, good to about 1e-10 for shapes from 0.01 to 1000.
#pragma once

#include "sim/engine/probability.h"

namespace dlr::engine {

// The logarithm of the gamma function at a > 0.
double log_gamma(double a);

// x >= 0. Level{0, 1} at 0.
Level gamma_level(double shape, double x);

// Both ends of the level above 0.
double gamma_quantile(double shape, Level level);

}  // namespace dlr::engine
