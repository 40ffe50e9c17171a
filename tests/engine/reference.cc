#include "tests/engine/reference.h"

#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <cmath>
#include <limits>

namespace dlr::engine::testing {
namespace {

double ms_of(Duration duration) { return static_cast<double>(duration.count()); }

template <class BoostDistribution>
Sides sides_of(const BoostDistribution& distribution, double x) {
  if (x < 0) return {0, 1};
  return {cdf(distribution, x), cdf(complement(distribution, x))};
}

struct SidesOfShape {
  double x;

  Sides operator()(const Constant& constant) const { return x >= ms_of(constant.value) ? Sides{1, 0} : Sides{0, 1}; }
  Sides operator()(const Uniform& uniform) const {
    return sides_of(boost::math::uniform(ms_of(uniform.min), ms_of(uniform.max)), x);
  }
  Sides operator()(const Exponential& exponential) const {
    return sides_of(boost::math::exponential(1 / ms_of(exponential.mean)), x);
  }
  Sides operator()(const Lognormal& lognormal) const {
    const double log_median = std::log(ms_of(lognormal.median));
    const double z = lognormal.sigma ? 0 : quantile(boost::math::normal(), lognormal.probability);
    const double sigma = lognormal.sigma ? *lognormal.sigma : (std::log(ms_of(lognormal.value)) - log_median) / z;
    return sides_of(boost::math::lognormal(log_median, sigma), x);
  }
  Sides operator()(const Weibull& weibull) const {
    return sides_of(boost::math::weibull(weibull.shape, ms_of(weibull.scale)), x);
  }
  Sides operator()(const Gamma& gamma) const {
    return sides_of(boost::math::gamma_distribution<>(gamma.shape, ms_of(gamma.scale)), x);
  }
  Sides operator()(const Empirical& empirical) const {
    double below = 0;
    for (std::size_t i = 0; i < empirical.quantiles.size(); ++i) {
      const auto& [p, value] = empirical.quantiles[i];
      if (ms_of(value) <= x) below = p;
      if (ms_of(value) > x && i > 0 && ms_of(empirical.quantiles[i - 1].second) <= x) {
        const auto& [p0, value0] = empirical.quantiles[i - 1];
        below = p0 + (p - p0) * (x - ms_of(value0)) / ms_of(value - value0);
      }
    }
    return {below, 1 - below};
  }
  Sides operator()(const Mixture& mixture) const {
    Sides sum;
    for (const MixturePart& part : mixture.parts) {
      const Sides sides = sides_at(part.distribution, x);
      sum.below += part.weight.ppm / 1e6 * sides.below;
      sum.above += part.weight.ppm / 1e6 * sides.above;
    }
    return sum;
  }
};

}  // namespace

Sides sides_at(const Distribution& distribution, double ms) {
  const auto of_shape = [&](double x) { return std::visit(SidesOfShape{x}, distribution.shape); };
  if (!distribution.min && !distribution.max) return of_shape(ms);
  const double infinity = std::numeric_limits<double>::infinity();
  const double min = distribution.min ? ms_of(*distribution.min) : 0,
               max = distribution.max ? ms_of(*distribution.max) : infinity;
  if (ms < min) return {0, 1};
  if (ms >= max) return {1, 0};
  const Sides here = of_shape(ms), low = of_shape(std::nextafter(min, -1)),
              high = distribution.max ? of_shape(max) : Sides{1, 0};
  const double mass = low.below < 0.5 ? high.below - low.below : low.above - high.above;
  const double below = low.below < 0.5 ? here.below - low.below : low.above - here.above;
  return {below / mass, (here.above - high.above) / mass};
}

double reference_quantile_ms(const Distribution& distribution, std::uint32_t word) {
  const bool lower = word < 1U << 31U;
  const double share = ((lower ? word : ~word) + 0.5) / 4294967296.0;
  double low = -1, high = 49 * 86'400e3;
  for (int i = 0; i < 200 && high - low > 1e-9 * high; ++i) {
    // Halves ratios while the two are far apart, so that small values come out as well as large ones.
    const double middle = low > 0 && high > 2 * low ? std::sqrt(low * high) : low + (high - low) / 2;
    const Sides sides = sides_at(distribution, middle);
    ((lower ? sides.below >= share : sides.above <= share) ? high : low) = middle;
  }
  return high;
}

}  // namespace dlr::engine::testing
