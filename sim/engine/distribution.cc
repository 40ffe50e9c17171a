#include "sim/engine/distribution.h"

#include <fmt/format.h>

#include <cmath>

#include "sim/engine/curve.h"
#include "sim/engine/quantile_table.h"

namespace dlr::engine {
namespace {

using Problem = std::optional<std::string>;

// Rarer than this is taken for a slip of the pen.
constexpr double kLeastMass = 1e-6;
// More than this beyond the longest delay is no tail that may be cut off.
constexpr double kMostCutOff = 0.01;
// Wider than this, a quarter of the values are below a millionth of the median, and another above a million of it.
constexpr double kMostSigma = 20;

Problem out_of_range(const char* name, Duration value) {
  if (value < Duration{0}) return fmt::format("{} must not be negative", name);
  if (value > kLongestDelay) {
    return fmt::format("{} is {}, but delays end at {}", name, format_duration(value), format_duration(kLongestDelay));
  }
  return std::nullopt;
}

Problem not_positive(const char* name, Duration value) {
  if (value == Duration{0}) return fmt::format("{} must be above 0ms", name);
  return out_of_range(name, value);
}

Problem not_between(const char* name, double value, double least, double most) {
  if (value >= least && value <= most) return std::nullopt;
  return fmt::format("{} is {:.6g}, but must lie between {} and {}", name, value, least, most);
}

Problem problem_of(const Constant& constant) { return out_of_range("constant", constant.value); }

Problem problem_of(const Uniform& uniform) {
  if (auto problem = out_of_range("min", uniform.min)) return problem;
  if (auto problem = out_of_range("max", uniform.max)) return problem;
  if (uniform.min > uniform.max) {
    return fmt::format("min ({}) is above max ({})", format_duration(uniform.min), format_duration(uniform.max));
  }
  return std::nullopt;
}

Problem problem_of(const Exponential& exponential) { return not_positive("mean", exponential.mean); }

Problem problem_of(const Lognormal& lognormal) {
  if (auto problem = not_positive("median", lognormal.median)) return problem;
  if (lognormal.sigma) return not_between("sigma", *lognormal.sigma, 0.001, kMostSigma);
  const std::string name = fmt::format("p{:.6g}", lognormal.probability * 100);
  if (!(lognormal.probability > 0.5 && lognormal.probability < 1)) {
    return fmt::format("{} must be a quantile above the median and below p100", name);
  }
  if (auto problem = out_of_range(name.c_str(), lognormal.value)) return problem;
  if (lognormal.value <= lognormal.median) {
    return fmt::format("{} ({}) must be above the median ({})", name, format_duration(lognormal.value),
                       format_duration(lognormal.median));
  }
  if (auto problem = not_between("sigma", sigma_of(lognormal), 0, kMostSigma)) {
    return fmt::format("{} ({}) and the median ({}) are too far apart: {}", name, format_duration(lognormal.value),
                       format_duration(lognormal.median), *problem);
  }
  return std::nullopt;
}

Problem problem_of(const Weibull& weibull) {
  if (auto problem = not_between("shape", weibull.shape, 0.05, 1000)) return problem;
  return not_positive("scale", weibull.scale);
}

Problem problem_of(const Gamma& gamma) {
  if (auto problem = not_between("shape", gamma.shape, 0.01, 1000)) return problem;
  return not_positive("scale", gamma.scale);
}

Problem problem_of(const Empirical& empirical) {
  const auto& quantiles = empirical.quantiles;
  if (quantiles.size() < 2 || quantiles.front().first != 0 || quantiles.back().first != 1) {
    return "quantiles must go from p0 to p100";
  }
  for (std::size_t i = 0; i < quantiles.size(); ++i) {
    const std::string name = fmt::format("p{:.6g}", quantiles[i].first * 100);
    if (auto problem = out_of_range(name.c_str(), quantiles[i].second)) return problem;
    if (i == 0) continue;
    if (!(quantiles[i].first > quantiles[i - 1].first)) return fmt::format("{} is given twice or out of order", name);
    if (quantiles[i].second < quantiles[i - 1].second) {
      return fmt::format("{} ({}) is below p{:.6g} ({})", name, format_duration(quantiles[i].second),
                         quantiles[i - 1].first * 100, format_duration(quantiles[i - 1].second));
    }
  }
  return std::nullopt;
}

Problem problem_of(const Mixture& mixture) {
  if (mixture.parts.empty()) return "a mixture needs at least one part";
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < mixture.parts.size(); ++i) {
    if (auto problem = engine::problem_of(mixture.parts[i].distribution)) {
      return fmt::format("part {} of the mixture: {}", i + 1, *problem);
    }
    sum += mixture.parts[i].weight.ppm;
  }
  if (sum != kWhole.ppm) {
    return fmt::format("the weights of the mixture add up to {:.6g} %, not 100 %", static_cast<double>(sum) / 10'000);
  }
  return std::nullopt;
}

Problem problem_of_limits(const Distribution& distribution) {
  if (distribution.min) {
    if (auto problem = out_of_range("min", *distribution.min)) return problem;
  }
  if (distribution.max) {
    if (auto problem = out_of_range("max", *distribution.max)) return problem;
  }
  if (distribution.min && distribution.max && *distribution.min > *distribution.max) {
    return fmt::format("min ({}) is above max ({})", format_duration(*distribution.min),
                       format_duration(*distribution.max));
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> problem_of(const Distribution& distribution) {
  if (auto problem = std::visit([](const auto& shape) { return problem_of(shape); }, distribution.shape)) {
    return problem;
  }
  if (auto problem = problem_of_limits(distribution)) return problem;
  const Curve curve(distribution);
  if (curve.mass() < kLeastMass) return "hardly anything of the distribution lies between min and max";
  if (curve.up_to(static_cast<double>(kLongestDelay.count())).above > kMostCutOff) {
    return fmt::format("more than {} % lies beyond {}, where delays end; give it a max", kMostCutOff * 100,
                       format_duration(kLongestDelay));
  }
  return std::nullopt;
}

QuantileTable make_quantile_table(const Distribution& distribution) {
  const Curve curve(distribution);
  return QuantileTable([&curve](Level level) { return curve.quantile(level); });
}

}  // namespace dlr::engine
