// A distribution as functions of real milliseconds: its quantile at a level, and the level at a value, with truncation
// and mixtures resolved. What quantile tables are computed from; the same bits everywhere (portable_math.h).
#pragma once

#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "sim/engine/distribution.h"
#include "sim/engine/probability.h"

namespace dlr::engine {

struct AtomCurve {
  double value;
};
struct UniformCurve {
  double min, max;
};
struct WeibullCurve {  // the exponential distribution has shape 1
  double shape, scale;
};
struct LognormalCurve {
  double log_median, sigma;
};
struct GammaCurve {
  double shape, scale;
};
struct EmpiricalCurve {
  std::vector<std::pair<double, double>> quantiles;  // probability, ms
};
struct MixedCurve;
struct MixtureCurve {
  std::vector<MixedCurve> parts;  // weights above 0
  std::vector<double> atoms;      // values that have a probability of their own, rising
};

using CurveShape =
    std::variant<AtomCurve, UniformCurve, WeibullCurve, LognormalCurve, GammaCurve, EmpiricalCurve, MixtureCurve>;

// The sigma of a lognormal distribution that has no problem, also of one given by an upper quantile.
double sigma_of(const Lognormal& lognormal);

class Curve {
 public:
  // The distribution's parameters must be in order (problem_of() says whether they are, by this curve's mass() too).
  explicit Curve(const Distribution& distribution);

  // The smallest value with that much below or at it. Both ends of the level are above 0.
  double quantile(Level level) const;

  Level up_to(double ms) const;   // P(X <= ms), P(X > ms)
  Level before(double ms) const;  // P(X < ms), P(X >= ms)

  // What the shape has between min and max; 1 without them.
  double mass() const { return cut_ ? cut_->mass : 1; }

  // Appends the values that have a probability of their own.
  void append_atoms(std::vector<double>& atoms) const;

 private:
  struct Cut {
    double min, max;
    double below_min, above_max;  // of the whole shape, outside
    double mass;                  // inside
  };

  Level within(Level whole) const;

  CurveShape shape_;
  std::optional<Cut> cut_;
};

struct MixedCurve {
  double weight;
  Curve curve;
};

}  // namespace dlr::engine
