#include "reports/render/delay_bars.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "reports/human.h"
#include "reports/render/table.h"

namespace dlr::reports {
namespace {

struct Stretch {
  std::uint64_t begin_ms;
  const char* label;
};
constexpr std::array<Stretch, 11> kStretches{{{0, "under 1s"},
                                              {1'000, "1s to 3s"},
                                              {3'000, "3s to 10s"},
                                              {10'000, "10s to 30s"},
                                              {30'000, "30s to 1m"},
                                              {60'000, "1m to 10m"},
                                              {600'000, "10m to 1h"},
                                              {3'600'000, "1h to 6h"},
                                              {21'600'000, "6h to 1d"},
                                              {86'400'000, "1d to 4d"},
                                              {345'600'000, "over 4d"}}};
constexpr std::size_t kStretch = 11, kCount = 13, kShare = 9;  // columns

}  // namespace

std::vector<std::string> delay_bars(const Histogram& delays, std::size_t width) {
  std::array<std::uint64_t, kStretches.size()> counts{};
  delays.each_bucket([&](std::uint64_t from, std::uint64_t, std::uint64_t count) {
    const auto after = std::ranges::upper_bound(kStretches, from, {}, &Stretch::begin_ms);
    counts[static_cast<std::size_t>(after - kStretches.begin()) - 1] += count;
  });
  const std::uint64_t most = *std::ranges::max_element(counts);
  if (most == 0) return {};
  std::size_t first = 0, last = counts.size() - 1;
  while (counts[first] == 0) ++first;
  while (counts[last] == 0) --last;
  const std::size_t longest = width > kStretch + kCount + kShare + 4 ? width - kStretch - kCount - kShare - 2 : 2;
  std::vector<std::string> lines;
  for (std::size_t i = first; i <= last; ++i) {
    std::string line = left_aligned(kStretches[i].label, kStretch) + right_aligned(human_count(counts[i]), kCount) +
                       right_aligned(human_share(counts[i], delays.count()), kShare);
    // What is there at all is seen.
    const double length = static_cast<double>(counts[i]) / static_cast<double>(most) * static_cast<double>(longest);
    if (counts[i] > 0)
      line += "  " + std::string(std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(length))), '#');
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace dlr::reports
