// Exponential, logarithm and the normal distribution from the basic operations and the square root alone, which IEEE
// 754 defines to the last bit: the same bits from every compiler, library and processor. The functions of one number
// are within 4 units of the last place; tests/engine holds every figure given here.
#pragma once

#include "sim/engine/probability.h"

namespace dlr::engine {

// e^x; 0 below -700, e^700 above 700.
double portable_exp(double x);

// e^x - 1, precise near 0.
double portable_expm1(double x);

// Natural logarithm of x > 0; of 0 or less: -745, as of the smallest number there is.
double portable_log(double x);

// log(1 + x) for x > -1, precise near 0.
double portable_log1p(double x);

// The normal distribution: P(Z <= z); the smaller end within 1e-9 of itself for |z| <= 6 and within 1e-8 up to 37.
Level normal_level(double z);
// ... and back, within 1e-13. Both ends must be above 0.
double normal_quantile(Level level);

}  // namespace dlr::engine
