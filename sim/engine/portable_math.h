// Exponential, logarithm and the normal distribution from the basic operations and the square root alone, which IEEE
// 754 defines to the last bit: the same bits from every compiler, library and processor. Good to about 1e-14.
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

// The normal distribution: P(Z <= z), and back. normal_quantile() wants both ends above 0.
Level normal_level(double z);
double normal_quantile(Level level);

}  // namespace dlr::engine
