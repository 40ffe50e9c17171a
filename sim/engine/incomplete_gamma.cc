#include "sim/engine/incomplete_gamma.h"

#include <algorithm>
#include <cmath>

#include "sim/engine/portable_math.h"

namespace dlr::engine {
namespace {

constexpr double kPrecision = 1e-13;

// x^a e^-x / Gamma(a): the density times x.
double density_times_x(double a, double log_x, double log_gamma_a) {
  return portable_exp(a * log_x - portable_exp(log_x) - log_gamma_a);
}

// The series of the lower part, good for x below a + 1.
double lower_part(double a, double x, double density) {
  double term = 1 / a;
  double sum = term;
  for (double n = a + 1; term > sum * kPrecision; n += 1) {
    term *= x / n;
    sum += term;
  }
  return density * sum;
}

// The continued fraction of the upper part, by Lentz's method, good for x from a + 1.
double upper_part(double a, double x, double density) {
  constexpr double kTiny = 1e-290;
  double b = x + 1 - a;
  double c = 1 / kTiny;
  double d = 1 / b;
  double fraction = d;
  for (int i = 1; i < 10'000; ++i) {
    const double n = -i * (i - a);
    b += 2;
    d = 1 / (n * d + b);
    c = b + n / c;
    const double factor = c * d;
    fraction *= factor;
    if (std::abs(factor - 1) < kPrecision) break;
  }
  return density * fraction;
}

Level level_at(double a, double x, double density) {
  return x < a + 1 ? Level::from_below(std::min(1.0, lower_part(a, x, density)))
                   : Level::from_above(std::min(1.0, upper_part(a, x, density)));
}

}  // namespace

double log_gamma(double a) {
  // Stirling's series from 10 on, and down to a by Gamma(a) = Gamma(a + 1) / a.
  double product = 1;
  for (; a < 10; a += 1) product *= a;
  constexpr double kHalfLog2Pi = 0.91893853320467274178;
  const double r = 1 / (a * a);
  const double series =
      (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188 - r * (691.0 / 360360)))))) / a;
  return (a - 0.5) * portable_log(a) - a + kHalfLog2Pi + series - portable_log(product);
}

Level gamma_level(double shape, double x) {
  if (x <= 0) return Level::from_below(0);
  return level_at(shape, x, density_times_x(shape, portable_log(x), log_gamma(shape)));
}

double gamma_quantile(double shape, Level level) {
  const bool lower = level.below < level.above;
  const double log_gamma_a = log_gamma(shape);
  // Near 0 the lower part is x^a / Gamma(a + 1).
  const double near_zero = (portable_log(level.below) + log_gamma_a + portable_log(shape)) / shape;
  if (near_zero < -35) return portable_exp(near_zero);

  // Start from Wilson and Hilferty's cube, where that is any good.
  double t = near_zero;  // log x
  if (shape > 0.3 || !lower) {
    const double cube_root = 1 - 1 / (9 * shape) + normal_quantile(level) / (3 * std::sqrt(shape));
    if (cube_root > 0.1) {
      t = portable_log(shape * cube_root * cube_root * cube_root);
    } else if (!lower) {
      t = portable_log(-portable_log(level.above));
    }
  }
  // Newton on the logarithm of the smaller part against log x, where both are concave.
  const double target = portable_log(lower ? level.below : level.above);
  for (int i = 0; i < 100; ++i) {
    const double density = density_times_x(shape, t, log_gamma_a);
    const Level here = level_at(shape, portable_exp(t), density);
    const double part = lower ? here.below : here.above;
    double move = here.below < 0.5 ? 1 : -1;  // where the density is too small to be of help
    if (density > 0) {
      const double step = (portable_log(part) - target) * part / density;
      move = std::clamp(lower ? -step : step, -1.0, 1.0);
    }
    t += move;
    if (std::abs(move) < 1e-10) break;
  }
  return portable_exp(t);
}

}  // namespace dlr::engine
