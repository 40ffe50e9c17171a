#include "reports/two_shares.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "reports/binomial.h"
#include "reports/decimal.h"
#include "reports/power.h"

namespace dlr::reports {
namespace {

double log_factorial(std::uint64_t n) { return boost::math::lgamma(static_cast<double>(n) + 1, binomial::Policy{}); }

double log_choose(std::uint64_t n, std::uint64_t k) {
  return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

double normal_quantile(double beyond) {
  const boost::math::normal_distribution<double, binomial::Policy> normal;
  return boost::math::quantile(boost::math::complement(normal, beyond));
}

// The chance of `part` or fewer in a sample of `whole`, drawn from `all` of which `marked` are.
double lower_tail(std::uint64_t part, std::uint64_t whole, std::uint64_t marked, std::uint64_t all) {
  const std::uint64_t least = marked + whole > all ? marked + whole - all : 0;
  double term = std::exp(log_choose(marked, part) + log_choose(all - marked, whole - part) - log_choose(all, whole));
  double sum = 0;
  for (std::uint64_t k = part;; --k) {
    sum += term;
    if (k <= least || term < sum * 1e-17) return std::min(sum, 1.0);
    // One marked fewer, one other more.
    term *= static_cast<double>(k) * static_cast<double>(all - marked - whole + k) /
            (static_cast<double>(marked - k + 1) * static_cast<double>(whole - k + 1));
  }
}

struct Wilson {
  double low, high;
};
Wilson wilson(const PartOf& of, double z) {
  const auto n = static_cast<double>(of.whole);
  const double p = of.share(), middle = p + z * z / (2 * n);
  const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)), scale = 1 + z * z / n;
  return {(middle - half) / scale, (middle + half) / scale};
}

}  // namespace

double chance_of_same_share(const PartOf& a, const PartOf& b) {
  const std::uint64_t all = a.whole + b.whole, marked = a.part + b.part;
  if (a.whole == 0 || b.whole == 0 || marked == 0 || marked == all) return 1;
  // Few marked ones in the one sample are many in the other.
  const bool a_has_few = a.share() <= b.share();
  const PartOf& few = a_has_few ? a : b;
  return std::min(2 * lower_tail(few.part, few.whole, marked, all), 1.0);
}

Interval difference_interval(const PartOf& a, const PartOf& b, double error) {
  const double z = normal_quantile(error / 2), difference = b.share() - a.share();
  const Wilson of_a = wilson(a, z), of_b = wilson(b, z);
  const double down = std::hypot(b.share() - of_b.low, of_a.high - a.share());
  const double up = std::hypot(of_b.high - b.share(), a.share() - of_a.low);
  return {rounded(std::max(difference - down, -1.0), kRatioPlaces),
          rounded(std::min(difference + up, 1.0), kRatioPlaces)};
}

double difference_found(const PartOf& a, const PartOf& b, double error) {
  const auto all = static_cast<double>(a.whole + b.whole);
  const double p = static_cast<double>(a.part + b.part) / all;
  const double spread = std::sqrt(p * (1 - p) * (1 / static_cast<double>(a.whole) + 1 / static_cast<double>(b.whole)));
  return rounded((normal_quantile(error / 2) + normal_quantile(1 - kUsualPower)) * spread, kRatioPlaces);
}

}  // namespace dlr::reports
