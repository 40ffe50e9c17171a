#include "reports/power.h"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "reports/binomial.h"

namespace dlr::reports {
namespace {

constexpr double kSteps = 1e9;

// With so few replications that an interval has so many deviations of its mean, nothing can be planned; nor do the
// series of the non-central t converge much further out.
constexpr double kMostDeviations = 200;

}  // namespace

Reach reach(double share, std::uint64_t messages, double error, double power) {
  Reach found;
  const auto [low, high] = binomial::bounds(share, messages, error);
  // So few are seen that it cannot be the limit; and they must be that few in nine runs of ten.
  if (low > 0) found.below = std::floor(binomial::share_with_at_most(low - 1, messages, power) * kSteps) / kSteps;
  if (high > 0 && high <= messages) {
    found.above = std::ceil(binomial::share_with_at_least(high, messages, power) * kSteps) / kSteps;
  }
  return found;
}

double deviations_of(double power) { return boost::math::quantile(boost::math::normal_distribution<double>(), power); }

double most_deviation(std::size_t seen, double power) {
  const auto freedom = static_cast<double>(seen - 1);
  const boost::math::chi_squared_distribution<double> spread(freedom);
  return std::max(1.0, std::sqrt(freedom / boost::math::quantile(spread, 1 - power)));
}

std::optional<std::uint64_t> messages_to_tell(double share, std::uint64_t part, std::uint64_t whole, double error,
                                              bool is_true, double power) {
  constexpr std::uint64_t kMostTimes = 1000;  // as many as there are
  const auto count = static_cast<double>(whole);
  const double seen = static_cast<double>(part) / count;
  const double among = (static_cast<double>(part) + 1) / (count + 2);  // none seen is not none at all
  const double deviation = std::sqrt(among * (1 - among)) * deviations_of(power);
  const auto tells = [&](std::uint64_t messages) {
    const auto of = static_cast<double>(messages);
    const double off = deviation * std::sqrt(1 / of + (is_true ? 0 : 1 / count));
    const auto [low, high] = binomial::bounds(share, messages, error);
    if (seen > share) return high <= messages && (seen - off) * of >= static_cast<double>(high);
    return low > 0 && (seen + off) * of <= static_cast<double>(low - 1);
  };
  std::uint64_t few = whole, many = whole;
  while (!tells(many)) {
    if (many / kMostTimes >= whole) return std::nullopt;
    few = many;
    many *= 2;
  }
  while (many - few > 1 + many / 200) (tells(few + (many - few) / 2) ? many : few) = few + (many - few) / 2;
  return many;
}

std::optional<double> deviations_found(std::uint64_t replications, double error, double power) {
  if (replications < 2) return std::nullopt;
  const auto count = static_cast<double>(replications);
  const boost::math::students_t_distribution<double, binomial::Policy> student(count - 1);
  const double quantile = boost::math::quantile(boost::math::complement(student, error / 2));
  if (quantile > kMostDeviations) return std::nullopt;
  using NonCentral = boost::math::non_central_t_distribution<double, binomial::Policy>;
  // Off by `deviations`, the mean is found off when a non-central t lies above the quantile: the more, the likelier.
  double low = 0, high = quantile;
  while (boost::math::cdf(NonCentral(count - 1, high), quantile) > 1 - power) high *= 2;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (boost::math::cdf(NonCentral(count - 1, middle), quantile) > 1 - power ? low : high) = middle;
  }
  return std::ceil(high / std::sqrt(count) * kSteps) / kSteps;
}

}  // namespace dlr::reports
