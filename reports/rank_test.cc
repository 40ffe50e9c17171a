#include "reports/rank_test.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace dlr::reports {
namespace {

constexpr std::size_t kMostExact = 40;

// In how many of all arrangements U has each value, as parts of them: the coefficients of Gauss's binomial.
std::vector<double> shares_of_u(std::size_t a, std::size_t b) {
  std::vector<double> shares(a * b + 1, 0);
  shares[0] = 1;
  for (std::size_t i = 1; i <= a; ++i) {
    const std::size_t factor = b + i;  // times (1 - q^factor), from the top; then divided by (1 - q^i), from below
    for (std::size_t u = shares.size(); u-- > factor;) shares[u] -= shares[u - factor];
    for (std::size_t u = i; u < shares.size(); ++u) shares[u] += shares[u - i];
  }
  double all = 0;
  for (const double share : shares) all += share;
  for (double& share : shares) share /= all;
  return shares;
}

double exact_p(std::size_t a, std::size_t b, double u) {
  const std::vector<double> shares = shares_of_u(a, b);
  const double smaller = std::min(u, static_cast<double>(a * b) - u);
  double tail = 0;
  for (std::size_t i = 0; i < shares.size() && static_cast<double>(i) <= smaller; ++i) tail += shares[i];
  return std::min(1.0, 2 * tail);
}

double approximate_p(std::size_t a, std::size_t b, double u, double tied) {
  const auto m = static_cast<double>(a), n = static_cast<double>(b), all = m + n;
  const double variance = m * n / 12 * ((all + 1) - tied / (all * (all - 1)));
  if (variance <= 0) return 1;
  const double away = std::max(0.0, std::abs(u - m * n / 2) - 0.5) / std::sqrt(variance);
  return std::min(1.0, 2 * boost::math::cdf(boost::math::complement(boost::math::normal(), away)));
}

}  // namespace

RankTest rank_test(std::span<const double> a, std::span<const double> b) {
  double u = 0;  // how often one of b is above one of a; half for a tie
  for (const double one : a) {
    for (const double other : b) u += other > one ? 1 : other < one ? 0 : 0.5;
  }
  std::vector<double> all(a.begin(), a.end());
  all.insert(all.end(), b.begin(), b.end());
  std::sort(all.begin(), all.end());
  double tied = 0;
  for (auto from = all.begin(); from != all.end();) {
    const auto to = std::upper_bound(from, all.end(), *from);
    const auto size = static_cast<double>(to - from);
    tied += size * size * size - size;
    from = to;
  }
  const double pairs = static_cast<double>(a.size()) * static_cast<double>(b.size());
  const bool is_exact = tied == 0 && all.size() <= kMostExact;
  return {is_exact ? exact_p(a.size(), b.size(), u) : approximate_p(a.size(), b.size(), u, tied), 2 * u / pairs - 1};
}

double smallest_factor(std::span<const double> a, std::span<const double> b, double level) {
  const auto told_apart = [&](double factor, bool up) {
    std::vector<double> moved(b.begin(), b.end());
    for (double& figure : moved) figure *= up ? factor : 1 / factor;
    const RankTest test = rank_test(a, moved);
    return test.p <= level && (test.effect > 0) == up;
  };
  constexpr double kMost = 1'000;
  double most = 1;
  for (const bool up : {false, true}) {
    if (!told_apart(kMost, up)) return std::numeric_limits<double>::infinity();
    double low = 1, high = kMost;
    for (int i = 0; i < 60; ++i) {
      const double middle = std::sqrt(low * high);
      (told_apart(middle, up) ? high : low) = middle;
    }
    most = std::max(most, high);
  }
  return most;
}

double quantile(std::span<const double> figures, double part) {
  std::vector<double> all(figures.begin(), figures.end());
  std::sort(all.begin(), all.end());
  const double at = part * static_cast<double>(all.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, all.size() - 1);
  return all[below] + (all[above] - all[below]) * (at - static_cast<double>(below));
}

double median(std::span<const double> figures) { return quantile(figures, 0.5); }

double spread(std::span<const double> figures) {
  return (quantile(figures, 0.75) - quantile(figures, 0.25)) / 2 / median(figures);
}

}  // namespace dlr::reports
