#include "sim/engine/curve.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/engine/incomplete_gamma.h"
#include "sim/engine/portable_math.h"

namespace dlr::engine {
namespace {

double real(Duration duration) { return static_cast<double>(duration.count()); }

// Every shape has three functions: its quantile, what it has up to a value, and what it has before it. Only shapes with
// atoms tell the last two apart.

double quantile_of(const AtomCurve& atom, Level) { return atom.value; }
Level up_to_of(const AtomCurve& atom, double x) { return Level::from_below(x >= atom.value ? 1 : 0); }
Level before_of(const AtomCurve& atom, double x) { return Level::from_below(x > atom.value ? 1 : 0); }

double quantile_of(const UniformCurve& uniform, Level level) {
  const double width = uniform.max - uniform.min;
  return level.below < level.above ? uniform.min + level.below * width : uniform.max - level.above * width;
}
Level up_to_of(const UniformCurve& uniform, double x) {
  if (x < uniform.min) return Level::from_below(0);
  if (x >= uniform.max) return Level::from_above(0);
  const double width = uniform.max - uniform.min;
  return {(x - uniform.min) / width, (uniform.max - x) / width};
}

double quantile_of(const WeibullCurve& weibull, Level level) {
  const double t = level.below < level.above ? -portable_log1p(-level.below) : -portable_log(level.above);
  if (weibull.shape == 1) return weibull.scale * t;
  return weibull.scale * portable_exp(portable_log(t) / weibull.shape);
}
Level up_to_of(const WeibullCurve& weibull, double x) {
  if (x <= 0) return Level::from_below(0);
  const double ratio = x / weibull.scale;
  const double t = weibull.shape == 1 ? ratio : portable_exp(portable_log(ratio) * weibull.shape);
  return {-portable_expm1(-t), portable_exp(-t)};
}

double quantile_of(const LognormalCurve& lognormal, Level level) {
  return portable_exp(lognormal.log_median + lognormal.sigma * normal_quantile(level));
}
Level up_to_of(const LognormalCurve& lognormal, double x) {
  if (x <= 0) return Level::from_below(0);
  return normal_level((portable_log(x) - lognormal.log_median) / lognormal.sigma);
}

double quantile_of(const GammaCurve& gamma, Level level) { return gamma.scale * gamma_quantile(gamma.shape, level); }
Level up_to_of(const GammaCurve& gamma, double x) { return gamma_level(gamma.shape, x / gamma.scale); }

double quantile_of(const EmpiricalCurve& empirical, Level level) {
  const double p = level.below < level.above ? level.below : 1 - level.above;
  const auto& knots = empirical.quantiles;
  const auto next =
      std::partition_point(knots.begin() + 1, knots.end() - 1, [p](const auto& knot) { return knot.first < p; });
  const auto& [p0, x0] = *(next - 1);
  const auto& [p1, x1] = *next;
  return x0 + (x1 - x0) * ((p - p0) / (p1 - p0));
}
// `knot` is the first one beyond x, or the first one at or beyond it.
Level empirical_level(const EmpiricalCurve& empirical, std::vector<std::pair<double, double>>::const_iterator knot,
                      double x) {
  const auto& knots = empirical.quantiles;
  if (knot == knots.begin()) return Level::from_below(0);
  if (knot == knots.end()) return Level::from_above(0);
  const auto& [p0, x0] = *(knot - 1);
  const auto& [p1, x1] = *knot;
  return Level::from_below(p0 + (p1 - p0) * ((x - x0) / (x1 - x0)));
}
Level up_to_of(const EmpiricalCurve& empirical, double x) {
  const auto& knots = empirical.quantiles;
  const auto beyond =
      std::upper_bound(knots.begin(), knots.end(), x, [](double v, const auto& knot) { return v < knot.second; });
  return empirical_level(empirical, beyond, x);
}
Level before_of(const EmpiricalCurve& empirical, double x) {
  const auto& knots = empirical.quantiles;
  const auto at =
      std::lower_bound(knots.begin(), knots.end(), x, [](const auto& knot, double v) { return knot.second < v; });
  return empirical_level(empirical, at, x);
}

template <class Function>
Level mixed_level(const MixtureCurve& mixture, Function&& level_of_part) {
  Level sum{0, 0};
  for (const MixedCurve& part : mixture.parts) {
    const Level level = level_of_part(part.curve);
    sum.below += part.weight * level.below;
    sum.above += part.weight * level.above;
  }
  return sum;
}
Level up_to_of(const MixtureCurve& mixture, double x) {
  return mixed_level(mixture, [x](const Curve& curve) { return curve.up_to(x); });
}
Level before_of(const MixtureCurve& mixture, double x) {
  return mixed_level(mixture, [x](const Curve& curve) { return curve.before(x); });
}

// The root of a function that never falls, below 0 at `low` and not below it at `high`, to 1e-7: Chandrupatla's method
// (source: T. R. Chandrupatla, "A new hybrid quadratic/bisection algorithm", 1997). Never slower than bisection for
// long.
template <class Function>
double root_between(double low, double at_low, double high, double at_high, const Function& function) {
  constexpr double kPrecision = 1e-7;
  double a = high, fa = at_high, b = low, fb = at_low, c = low, fc = at_low;
  double step = 0.5;
  for (int i = 0; i < 200; ++i) {
    const double x = a + step * (b - a);
    const double fx = function(x);
    if ((fx >= 0) == (fa >= 0)) {
      c = a;
      fc = fa;
    } else {
      c = b;
      fc = fb;
      b = a;
      fb = fa;
    }
    a = x;
    fa = fx;
    const double width = std::abs(b - a);
    if (fa == 0 || width <= kPrecision) break;
    const double xi = (a - b) / (c - b), phi = (fa - fb) / (fc - fb);
    step = 0.5;
    if (phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi) {
      step = fa / (fb - fa) * (fc / (fb - fc)) + (c - a) / (b - a) * (fa / (fc - fa)) * (fb / (fc - fb));
    }
    const double least = std::min(0.5, 0.5 * kPrecision / width);
    step = std::clamp(step, least, 1 - least);
  }
  return std::abs(fa) <= std::abs(fb) ? a : b;
}

double quantile_of(const MixtureCurve& mixture, Level level) {
  // What a value's level lacks, 0 or more from the quantile on; from the end that is known better.
  const bool lower = level.below < level.above;
  const auto excess = [&](Level at) { return lower ? at.below - level.below : level.above - at.above; };
  // The quantile lies between the parts'.
  double low = std::numeric_limits<double>::infinity();
  double high = 0;
  for (const MixedCurve& part : mixture.parts) {
    const double quantile = part.curve.quantile(level);
    low = std::min(low, quantile);
    high = std::max(high, quantile);
  }
  // Find it among the atoms, or the two atoms that it is between.
  const auto atom = std::partition_point(mixture.atoms.begin(), mixture.atoms.end(), [&](double value) {
    return value < low || (value <= high && excess(up_to_of(mixture, value)) < 0);
  });
  if (atom != mixture.atoms.end() && *atom <= high) {
    if (excess(before_of(mixture, *atom)) < 0) return *atom;
    high = *atom;
  }
  if (atom != mixture.atoms.begin()) low = std::max(low, *(atom - 1));
  const double at_low = excess(up_to_of(mixture, low));
  if (low >= high || at_low >= 0) return low;
  // By logarithms, since parts may lie far apart.
  const auto at = [&](double log_x) { return excess(up_to_of(mixture, portable_exp(log_x) - 1)); };
  const double log_low = portable_log1p(low), log_high = portable_log1p(high);
  const double at_high = std::max(0.0, excess(before_of(mixture, high)));
  return std::clamp(portable_exp(root_between(log_low, at_low, log_high, at_high, at)) - 1, low, high);
}

template <class Continuous>
Level before_of(const Continuous& curve, double x) {
  return up_to_of(curve, x);
}

struct ShapeMaker {
  CurveShape operator()(const Constant& constant) const { return AtomCurve{real(constant.value)}; }
  CurveShape operator()(const Uniform& uniform) const {
    if (uniform.min == uniform.max) return AtomCurve{real(uniform.min)};
    return UniformCurve{real(uniform.min), real(uniform.max)};
  }
  CurveShape operator()(const Exponential& exponential) const { return WeibullCurve{1, real(exponential.mean)}; }
  CurveShape operator()(const Lognormal& lognormal) const {
    return LognormalCurve{portable_log(real(lognormal.median)), sigma_of(lognormal)};
  }
  CurveShape operator()(const Weibull& weibull) const { return WeibullCurve{weibull.shape, real(weibull.scale)}; }
  CurveShape operator()(const Gamma& gamma) const { return GammaCurve{gamma.shape, real(gamma.scale)}; }
  CurveShape operator()(const Empirical& empirical) const {
    EmpiricalCurve curve;
    for (const auto& [probability, value] : empirical.quantiles) curve.quantiles.emplace_back(probability, real(value));
    return curve;
  }
  CurveShape operator()(const Mixture& mixture) const {
    MixtureCurve curve;
    for (const MixturePart& part : mixture.parts) {
      if (part.weight.ppm == 0) continue;
      curve.parts.push_back({part.weight.ppm / double{kWhole.ppm}, Curve(part.distribution)});
      curve.parts.back().curve.append_atoms(curve.atoms);
    }
    std::sort(curve.atoms.begin(), curve.atoms.end());
    curve.atoms.erase(std::unique(curve.atoms.begin(), curve.atoms.end()), curve.atoms.end());
    return curve;
  }
};

// What lies between, from the ends that are known better.
double mass_between(Level low, Level high) {
  if (high.below <= 0.5) return high.below - low.below;
  if (low.above <= 0.5) return low.above - high.above;
  return 1 - low.below - high.above;
}

}  // namespace

double sigma_of(const Lognormal& lognormal) {
  if (lognormal.sigma) return *lognormal.sigma;
  const double z = normal_quantile(Level::from_below(lognormal.probability));
  return portable_log(real(lognormal.value) / real(lognormal.median)) / z;
}

Curve::Curve(const Distribution& distribution) : shape_(std::visit(ShapeMaker{}, distribution.shape)) {
  if (!distribution.min && !distribution.max) return;
  const double min = distribution.min ? real(*distribution.min) : 0;
  const double max = distribution.max ? real(*distribution.max) : std::numeric_limits<double>::max();
  const Level low = before(min);
  const Level high = distribution.max ? up_to(max) : Level::from_above(0);
  cut_ = Cut{min, max, low.below, high.above, std::max(0.0, mass_between(low, high))};
}

double Curve::quantile(Level level) const {
  const auto of_shape = [this](Level at) {
    return std::visit([at](const auto& shape) { return quantile_of(shape, at); }, shape_);
  };
  if (!cut_) return of_shape(level);
  const Level whole{cut_->below_min + level.below * cut_->mass, cut_->above_max + level.above * cut_->mass};
  return std::clamp(of_shape(whole), cut_->min, cut_->max);
}

Level Curve::within(Level whole) const {
  if (!cut_) return whole;
  return {std::clamp((whole.below - cut_->below_min) / cut_->mass, 0.0, 1.0),
          std::clamp((whole.above - cut_->above_max) / cut_->mass, 0.0, 1.0)};
}

Level Curve::up_to(double ms) const {
  return within(std::visit([ms](const auto& shape) { return up_to_of(shape, ms); }, shape_));
}

Level Curve::before(double ms) const {
  return within(std::visit([ms](const auto& shape) { return before_of(shape, ms); }, shape_));
}

void Curve::append_atoms(std::vector<double>& atoms) const {
  std::vector<double> found;
  if (const auto* atom = std::get_if<AtomCurve>(&shape_)) {
    found.push_back(atom->value);
  } else if (const auto* empirical = std::get_if<EmpiricalCurve>(&shape_)) {
    const auto& knots = empirical->quantiles;
    for (std::size_t i = 1; i < knots.size(); ++i) {
      if (knots[i].second == knots[i - 1].second) found.push_back(knots[i].second);
    }
  } else if (const auto* mixture = std::get_if<MixtureCurve>(&shape_)) {
    found = mixture->atoms;
  }
  for (const double value : found) {
    if (!cut_ || (value >= cut_->min && value <= cut_->max)) atoms.push_back(value);
  }
}

}  // namespace dlr::engine
