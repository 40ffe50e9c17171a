#include "sim/engine/portable_math.h"

#include <bit>
#include <cfloat>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace dlr::engine {
namespace {

static_assert(FLT_EVAL_METHOD == 0, "doubles must be computed as doubles");
#ifdef __FAST_MATH__
#error "tables must not hang on what a compiler makes of arithmetic under -ffast-math"
#endif

// log 2 in two pieces: the first ends in 21 zero bits, so that its products with an exponent are exact.
constexpr double kLog2High = 0x1.62e42feep-1;
constexpr double kLog2Low = 0x1.a39ef35793c76p-33;
constexpr double kInverseLog2 = 0x1.71547652b82fep+0;

template <std::size_t N>
double polynomial(const double (&coefficients)[N], double x) {
  double sum = coefficients[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) sum = sum * x + coefficients[i];
  return sum;
}

// 2^n for -1022 <= n <= 1023.
double power_of_two(std::int64_t n) { return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52U); }

// (e^r - 1) / r for |r| <= 0.35: the Taylor series, whose next term is below 1e-17.
double exp_minus_1_over(double r) {
  constexpr double kInverseFactorials[] = {
      1.0,         1.0 / 2,      1.0 / 6,       1.0 / 24,       1.0 / 120,       1.0 / 720,       1.0 / 5040,
      1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800};
  return polynomial(kInverseFactorials, r);
}

}  // namespace

double portable_exp(double x) {
  if (x < -700) return 0;
  if (x > 700) x = 700;
  const double n = std::floor(x * kInverseLog2 + 0.5);
  const double r = x - n * kLog2High - n * kLog2Low;
  return (1 + r * exp_minus_1_over(r)) * power_of_two(static_cast<std::int64_t>(n));
}

double portable_expm1(double x) {
  if (x > -0.35 && x < 0.35) return x * exp_minus_1_over(x);
  return portable_exp(x) - 1;
}

double portable_log(double x) {
  if (!(x >= DBL_MIN)) return -745;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  auto exponent = static_cast<std::int64_t>(bits >> 52U) - 1023;
  double m = std::bit_cast<double>((bits & 0xf'ffff'ffff'ffffU) | std::uint64_t{1023} << 52U);
  if (m > 1.4142135623730951) {
    m /= 2;
    ++exponent;
  }
  // log m = 2 artanh((m - 1) / (m + 1)); the argument is at most 0.172.
  constexpr double kOddReciprocals[] = {1.0,      1.0 / 3,  1.0 / 5,  1.0 / 7,  1.0 / 9, 1.0 / 11,
                                        1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21};
  const double s = (m - 1) / (m + 1);
  const auto n = static_cast<double>(exponent);
  return n * kLog2High + (n * kLog2Low + 2 * s * polynomial(kOddReciprocals, s * s));
}

double portable_log1p(double x) {
  const double u = 1 + x;
  if (u == 1) return x;
  return portable_log(u) * (x / (u - 1));  // makes good what the rounding of u did
}

// source: G. West, "Better approximations to cumulative normal functions", 2005 (after J. F. Hart, 1968).
Level normal_level(double z) {
  const double x = z < 0 ? -z : z;
  const double density = portable_exp(-x * x / 2);
  double tail = 0;
  if (x < 7.07106781186547) {
    constexpr double kNumerator[] = {220.206867912376, 221.213596169931,  112.079291497871,    33.912866078383,
                                     6.37396220353165, 0.700383064443688, 3.52624965998911e-02};
    constexpr double kDenominator[] = {440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674,
                                       86.7807322029461, 16.064177579207,  1.75566716318264, 8.83883476483184e-02};
    tail = density * polynomial(kNumerator, x) / polynomial(kDenominator, x);
  } else {
    tail = density / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) / 2.506628274631;
  }
  return z < 0 ? Level::from_below(tail) : Level::from_above(tail);
}

// source: M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", 1988 (PPND16).
double normal_quantile(Level level) {
  const bool lower = level.below < level.above;
  const double p = lower ? level.below : level.above;
  const double q = 0.5 - p;  // distance from the middle
  double z = 0;
  if (q <= 0.425) {
    constexpr double kA[] = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                             1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                             3.3430575583588128105e4, 2.5090809287301226727e3};
    constexpr double kB[] = {1.0,
                             4.2313330701600911252e1,
                             6.8718700749205790830e2,
                             5.3941960214247511077e3,
                             2.1213794301586595867e4,
                             3.9307895800092710610e4,
                             2.8729085735721942674e4,
                             5.2264952788528545610e3};
    const double r = 0.180625 - q * q;
    z = q * polynomial(kA, r) / polynomial(kB, r);
  } else {
    double r = std::sqrt(-portable_log(p));
    if (r <= 5) {
      constexpr double kC[] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                               3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                               2.27238449892691845833e-2, 7.74545014278341407640e-4};
      constexpr double kD[] = {1.0,
                               2.05319162663775882187e0,
                               1.67638483018380384940e0,
                               6.89767334985100004550e-1,
                               1.48103976427480074590e-1,
                               1.51986665636164571966e-2,
                               5.47593808499534494600e-4,
                               1.05075007164441684324e-9};
      r -= 1.6;
      z = polynomial(kC, r) / polynomial(kD, r);
    } else {
      constexpr double kE[] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                               2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                               2.71155556874348757815e-5, 2.01033439929228813265e-7};
      constexpr double kF[] = {1.0,
                               5.99832206555887937690e-1,
                               1.36929880922735805310e-1,
                               1.48753612908506148525e-2,
                               7.86869131145613259100e-4,
                               1.84631831751005468180e-5,
                               1.42151175831644588870e-7,
                               2.04426310338993978564e-15};
      r -= 5;
      z = polynomial(kE, r) / polynomial(kF, r);
    }
  }
  return lower ? -z : z;
}

}  // namespace dlr::engine
