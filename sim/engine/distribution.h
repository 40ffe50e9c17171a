// Distributions of durations as a scenario writes them, and the table that samples them.
// A table is built once per distribution with arithmetic that gives the same integers on every machine; from then on
// sampling is integer arithmetic on one random word.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/vocabulary/share.h"
#include "core/vocabulary/time.h"
#include "sim/engine/quantile_table.h"

namespace dlr::engine {

struct Distribution;

struct Constant {
  Duration value{};
};
struct Uniform {
  Duration min{}, max{};
};
struct Exponential {
  Duration mean{};
};
// Given by its median and either sigma (of the logarithm) or one upper quantile: P(X <= value) = probability.
struct Lognormal {
  Duration median{};
  std::optional<double> sigma;
  double probability = 0;
  Duration value{};
};
struct Weibull {
  double shape = 1;
  Duration scale{};
};
struct Gamma {
  double shape = 1;
  Duration scale{};
};
// Quantiles by rising probability, from 0 to 1, linear between them.
struct Empirical {
  std::vector<std::pair<double, Duration>> quantiles;
};
struct MixturePart;
struct Mixture {
  std::vector<MixturePart> parts;  // weights add up to the whole
};

// With min or max: the distribution on condition of lying inside (not clamped).
struct Distribution {
  std::variant<Constant, Uniform, Exponential, Lognormal, Weibull, Gamma, Empirical, Mixture> shape;
  std::optional<Duration> min, max;
};

struct MixturePart {
  Share weight;
  Distribution distribution;
};

// What the format asks of a distribution's parameters beyond their types (shape above 0, p99 above the median, min not
// above max, at least a millionth of it between min and max, at most 1 % beyond 49 days, which is cut off there ...): a
// sentence for the user, or nothing when all is well.
std::optional<std::string> problem_of(const Distribution& distribution);

// The table of a distribution that has no problem. Same integers for every compiler, libm and processor.
QuantileTable make_quantile_table(const Distribution& distribution);

}  // namespace dlr::engine
