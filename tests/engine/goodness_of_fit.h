// Pearson's test of a table's draws, against the closed form and against what the table holds; and how far these two
// are from each other, without any draws.
#pragma once

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/engine/random.h"
#include "tests/engine/reference.h"

namespace dlr::engine::testing {

// The share of all 2^32 words that give at most this: counted, by bisection, as samples never fall when the word rises.
inline double drawn_share_up_to(const QuantileTable& table, std::uint32_t ms) {
  std::uint64_t low = 0, high = std::uint64_t{1} << 32U;
  while (low < high) {
    const std::uint64_t middle = (low + high) / 2;
    (table.sample(static_cast<std::uint32_t>(middle)) <= ms ? low : high) =
        middle + (table.sample(static_cast<std::uint32_t>(middle)) <= ms ? 1 : 0);
  }
  return static_cast<double>(low) / 4294967296.0;
}

// About 100 bins of equal share. Where a millisecond holds more than a bin, it is one bin.
struct Bins {
  std::vector<std::uint32_t> last;  // of each bin but the one that is open to the right
  std::vector<double> ideal;        // shares by the closed form
  std::vector<double> drawn;        // shares of all words

  Bins(const QuantileTable& table, const Distribution& distribution) {
    double ideal_below = 0, drawn_below = 0;
    for (std::uint32_t i = 1; i < 100; ++i) {
      const auto edge = static_cast<std::uint32_t>(reference_quantile_ms(distribution, i * 42'949'672U) + 0.5);
      if (!last.empty() && edge == last.back()) continue;
      const double ideal_to = sides_at(distribution, edge + 0.5).below, drawn_to = drawn_share_up_to(table, edge);
      if (ideal_to > 1 - 1e-12) break;
      last.push_back(edge);
      ideal.push_back(ideal_to - ideal_below);
      drawn.push_back(drawn_to - drawn_below);
      ideal_below = ideal_to;
      drawn_below = drawn_to;
    }
    ideal.push_back(1 - ideal_below);
    drawn.push_back(1 - drawn_below);
  }

  std::size_t of(std::uint32_t ms) const {
    return static_cast<std::size_t>(std::lower_bound(last.begin(), last.end(), ms) - last.begin());
  }

  // What the difference between table and closed form adds on average to Pearson's sum against the closed form.
  double added_by_the_table(std::uint32_t n) const {
    double sum = 0;
    for (std::size_t bin = 0; bin < ideal.size(); ++bin) {
      sum += (drawn[bin] - ideal[bin]) * (drawn[bin] - ideal[bin]) / ideal[bin];
    }
    return sum * n;
  }
};

// n samples, drawn as the simulator does, one Philox block for four.
inline std::vector<std::uint64_t> draw_into(const Bins& bins, const QuantileTable& table, std::uint32_t n,
                                            std::uint64_t seed) {
  std::vector<std::uint64_t> count(bins.ideal.size());
  for (std::uint32_t i = 0; i < n / 4; ++i) {
    for (const std::uint32_t word : draw_block(seed, i, 0)) ++count[bins.of(table.sample(word))];
  }
  return count;
}

// How probable a fit at least this bad is.
inline double probability_of_fit(const std::vector<std::uint64_t>& count, const std::vector<double>& share) {
  double n = 0, sum = 0;
  for (const std::uint64_t in_bin : count) n += static_cast<double>(in_bin);
  if (share.size() == 1) return 1;
  for (std::size_t bin = 0; bin < share.size(); ++bin) {
    const double expected = share[bin] * n, off = static_cast<double>(count[bin]) - expected;
    sum += off * off / expected;
  }
  return cdf(complement(boost::math::chi_squared(static_cast<double>(share.size() - 1)), sum));
}

// Against the closed form.
inline double probability_of_fit(const QuantileTable& table, const Distribution& distribution, std::uint32_t n,
                                 std::uint64_t seed) {
  const Bins bins(table, distribution);
  return probability_of_fit(draw_into(bins, table, n, seed), bins.ideal);
}

// A right table fails once in a million; the seeds are fixed, so it is found out once and for all.
inline constexpr double kLeastProbability = 1e-6;

}  // namespace dlr::engine::testing
