#include "core/diagnostics/nearest.h"

#include <algorithm>
#include <cstddef>

namespace dlr::diagnostics {
namespace {

// Longer words than this are nobody's slip, and comparing them would cost the square of their length.
constexpr std::size_t kLongestWord = 80;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

// Optimal string alignment: three rows of the usual table of edit distances.
std::size_t slips_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::string nearest(std::string_view word, const std::vector<std::string>& names) {
  if (word.size() > kLongestWord) return "";
  // The only one that it is the beginning of: `reports.dupl`.
  constexpr std::size_t kShortestBeginning = 4;
  if (word.size() >= kShortestBeginning) {
    const auto begins = [&](const std::string& name) { return name.starts_with(word); };
    if (std::ranges::count_if(names, begins) == 1) return *std::ranges::find_if(names, begins);
  }
  std::string best;
  std::size_t fewest = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string& name : names) {
    const std::size_t difference = std::max(word.size(), name.size()) - std::min(word.size(), name.size());
    if (difference >= fewest) continue;
    const std::size_t slips = slips_between(word, name);
    // A word of which nothing is left is not meant.
    if (slips < fewest && slips < std::max(word.size(), name.size())) {
      fewest = slips;
      best = name;
    }
  }
  return best;
}

}  // namespace dlr::diagnostics
