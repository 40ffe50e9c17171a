// Results of one scenario and seed, of which several may be shown at once: a number tells them apart.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "reports/result.h"

namespace dlr::reports {

// For each result how many of its scenario, point and seed there are up to it: 1 for the first.
inline std::vector<std::uint64_t> copies_of(std::span<const Result> results) {
  std::vector<std::pair<std::string, std::uint64_t>> seen;
  std::vector<std::uint64_t> copies;
  for (const Result& result : results) {
    seen.emplace_back(result.title(), result.seed);
    copies.push_back(static_cast<std::uint64_t>(std::ranges::count(seen, seen.back())));
  }
  return copies;
}

}  // namespace dlr::reports
