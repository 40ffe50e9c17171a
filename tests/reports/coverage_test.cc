// The promise of the intervals over messages, proved without chance: every outcome that is possible, weighted.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "reports/binomial.h"
#include "reports/interval.h"

namespace dlr::reports {
namespace {

// By logarithms of factorials, apart from what is tested.
double chance_of(std::uint64_t part, std::uint64_t whole, double share) {
  const auto log_factorial = [](std::uint64_t n) { return std::lgamma(static_cast<double>(n) + 1); };
  return std::exp(log_factorial(whole) - log_factorial(part) - log_factorial(whole - part) +
                  static_cast<double>(part) * std::log(share) + static_cast<double>(whole - part) * std::log1p(-share));
}

struct Misses {
  double worst = 0;  // chance to miss the truth on one side
  double mean = 0;   // on both, over all truths
};

// bounds_of(share): the outcomes from .low up to the one before .high are those with which the truth is not missed.
template <class BoundsOf>
Misses misses(std::uint64_t whole, BoundsOf&& bounds_of) {
  constexpr int kTruths = 199;
  Misses found;
  for (int i = 1; i < kTruths; ++i) {
    const double share = static_cast<double>(i) / kTruths;
    const binomial::Bounds hit = bounds_of(share);
    double above = 0, below = 0, ignored = 0;
    for (std::uint64_t part = 0; part <= whole; ++part) {
      (part < hit.low ? below : part >= hit.high ? above : ignored) += chance_of(part, whole, share);
    }
    found.worst = std::max({found.worst, below, above});
    found.mean += (below + above) / (kTruths - 1);
  }
  return found;
}

TEST(Coverage, OfARatioIsAsPromisedAndNotFarBeyond) {
  for (const std::uint64_t whole : {1U, 7U, 60U, 300U}) {
    for (const double error : {0.01, 0.001, 1e-7}) {
      SCOPED_TRACE(testing::Message() << whole << " messages, error " << error);
      std::vector<Interval> intervals;
      for (std::uint64_t part = 0; part <= whole; ++part) intervals.push_back(ratio_interval(part, whole, error));
      const Misses found = misses(whole, [&](double share) {
        binomial::Bounds hit{0, 0};
        while (hit.low <= whole && share > *intervals[hit.low].high) ++hit.low;
        while (hit.high <= whole && share >= *intervals[hit.high].low) ++hit.high;
        return hit;
      });
      EXPECT_LE(found.worst, error / 2);
      if (whole == 300) {
        EXPECT_GE(found.mean, error / 2);
      }
    }
  }
}

TEST(Coverage, OfAPercentileIsAsPromisedAndNotFarBeyond) {
  for (const std::uint64_t whole : {1U, 7U, 60U, 300U}) {
    for (const double error : {0.01, 0.001, 1e-7}) {
      SCOPED_TRACE(testing::Message() << whole << " messages, error " << error);
      // How many values do not lie above the percentile of this share: with too few or too many, the ranks miss it.
      const Misses found = misses(whole, [&](double share) { return binomial::bounds(share, whole, error); });
      EXPECT_LE(found.worst, error / 2 * (1 + 1e-9));
      if (whole == 300) {
        EXPECT_GE(found.mean, error / 2);
      }
    }
  }
}

}  // namespace
}  // namespace dlr::reports
