#include "sim/engine/alias_table.h"

#include <cstdio>
#include <cstdlib>

namespace dlr::engine {
namespace {

// part / whole * 2^32, rounded down; part < whole < 2^63.
std::uint32_t fraction(std::uint64_t part, std::uint64_t whole) {
  std::uint32_t bits = 0;
  for (int i = 0; i < 32; ++i) {
    part *= 2;
    bits *= 2;
    if (part >= whole) {
      part -= whole;
      ++bits;
    }
  }
  return bits;
}

}  // namespace

AliasTable::AliasTable(std::span<const std::uint64_t> weights) : entries_(weights.size()) {
  constexpr std::uint64_t kTotalLimit = std::uint64_t{1} << 47U;
  const std::uint64_t n = weights.size();
  std::uint64_t total = 0;
  bool fits = n > 0 && n <= kMaxWeights;
  for (std::size_t i = 0; i < n && fits; ++i) {
    fits = weights[i] < kTotalLimit;
    total += weights[i];
    fits = fits && total < kTotalLimit;
  }
  if (!fits || total == 0) {
    std::fprintf(stderr, "AliasTable: cannot be made of %zu weights that add up to %llu\n", weights.size(),
                 static_cast<unsigned long long>(total));
    std::abort();
  }

  // Vose's way to build it: a column holds `total` parts; weight i brings weights[i] * n of them. Columns that are not
  // full are filled up by one that has more than fits.
  std::vector<std::uint64_t> parts(n);
  std::vector<std::uint32_t> small, large;
  for (std::uint32_t i = 0; i < n; ++i) {
    parts[i] = weights[i] * n;
    (parts[i] < total ? small : large).push_back(i);
  }
  while (!small.empty()) {
    const std::uint32_t taker = small.back();
    const std::uint32_t giver = large.back();  // there is one: the parts add up to n full columns
    small.pop_back();
    entries_[taker] = {fraction(parts[taker], total), giver};
    parts[giver] -= total - parts[taker];
    if (parts[giver] < total) {
      large.pop_back();
      small.push_back(giver);
    }
  }
  for (const std::uint32_t full : large) entries_[full] = {0, full};
}

}  // namespace dlr::engine
