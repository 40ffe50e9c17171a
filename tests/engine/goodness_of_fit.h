// Pearson's test of a table's draws against the closed form.
#pragma once

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cstdint>
#include <vector>

#include "sim/engine/random.h"
#include "tests/engine/reference.h"

namespace dlr::engine::testing {

// Draws n samples as the simulator does, one Philox block for four, counts them in about 100 bins of equal share, and
// returns how probable a fit at least this bad is. Where a millisecond holds more than a bin, it is one bin.
inline double probability_of_fit(const QuantileTable& table, const Distribution& distribution, std::uint32_t n,
                                 std::uint64_t seed) {
  std::vector<std::uint32_t> last;  // of each bin but the one that is open to the right
  std::vector<double> share;
  double below = 0;
  for (std::uint32_t i = 1; i < 100; ++i) {
    const auto edge = static_cast<std::uint32_t>(reference_quantile_ms(distribution, i * 42'949'672U) + 0.5);
    if (!last.empty() && edge == last.back()) continue;
    const double up_to = sides_at(distribution, edge + 0.5).below;
    if (up_to > 1 - 1e-12) break;
    last.push_back(edge);
    share.push_back(up_to - below);
    below = up_to;
  }
  share.push_back(1 - below);

  std::vector<std::uint64_t> count(share.size());
  for (std::uint32_t i = 0; i < n / 4; ++i) {
    for (const std::uint32_t word : draw_block(seed, i, 0)) {
      const auto bin = std::lower_bound(last.begin(), last.end(), table.sample(word)) - last.begin();
      ++count[static_cast<std::size_t>(bin)];
    }
  }
  if (share.size() == 1) return count[0] == n / 4 * 4 ? 1 : 0;
  double sum = 0;
  for (std::size_t bin = 0; bin < share.size(); ++bin) {
    const double expected = share[bin] * (n / 4 * 4), off = static_cast<double>(count[bin]) - expected;
    sum += off * off / expected;
  }
  return cdf(complement(boost::math::chi_squared(static_cast<double>(share.size() - 1)), sum));
}

// A right table fails once in a million; the seeds are fixed, so it is found out once and for all.
inline constexpr double kLeastProbability = 1e-6;

}  // namespace dlr::engine::testing
