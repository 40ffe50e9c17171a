// A distribution of delays as a table of its quantiles: one random word in, milliseconds out, with integers only.
// The word is the probability; each half of the scale is cut into octaves towards its end and each octave into 64
// cells, linear inside. Cells where a line is not good enough (jumps, far tails) are refined, so that every quantile is
// within 0.05 % or 0.2 ms, whichever is more, before rounding to the millisecond; the share of samples up to any value
// is off by less than 0.0001 (docs/statistics.md). Longer samples than can be kept are cut off.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "core/vocabulary/time.h"
#include "sim/engine/probability.h"

namespace dlr::engine {

// The longest sample: the clock of a timer wheel ends after 49.7 days.
inline constexpr Duration kLongestDelay = std::chrono::hours{24 * 49};

class QuantileTable {
 public:
  // Of nothing: may be replaced, not sampled.
  QuantileTable() = default;

  // From a function that returns the quantile in ms (>= 0) at a level whose ends are both above 0, and that never
  // falls. The entries are as portable as the function.
  explicit QuantileTable(const std::function<double(Level)>& quantile_ms);

  // The quantile at (word + 1/2) / 2^32, in ms. Never falls when the word rises.
  std::uint32_t sample(std::uint32_t word) const {
    const Cell cell = cell_of(word);
    const std::int64_t begin = nodes_[cell.node];
    if ((begin & kRefined) != 0) [[unlikely]] {
      return refined_sample(word);
    }
    const auto position = static_cast<std::int64_t>(cell.x & ((1U << cell.shift) - 1));
    const auto half = static_cast<std::int64_t>(1U << cell.shift >> 1U);
    return to_ms(begin + (((nodes_[cell.node + 1] - begin) * position + half) >> cell.shift));
  }

  // What sample(word) will read is on its way from memory.
  void prefetch(std::uint32_t word) const { __builtin_prefetch(&nodes_[cell_of(word).node]); }

  // The mean of what sample() returns, to the rounding to milliseconds.
  double mean_ms() const { return mean_ms_; }

  // A hash of every entry: equal tables, equal hash.
  std::uint64_t checksum() const;

  std::size_t bytes() const { return nodes_.capacity() * sizeof(nodes_[0]) + fine_.capacity() * sizeof(fine_[0]); }

 private:
  friend class QuantileTableBuilder;

  // Cells are those of x = distance from the end + kOffset, so that the last 2^-12 of each end, where hardly a word
  // falls, are one octave's worth.
  static constexpr std::uint32_t kOffsetBits = 20;
  static constexpr std::uint32_t kOffset = 1U << kOffsetBits;
  static constexpr std::uint32_t kCellBits = 6;
  static constexpr std::uint32_t kFirstCell = (kOffsetBits << kCellBits) + (1U << kCellBits);
  static constexpr std::uint32_t kCellsPerSide =
      ((31 - kOffsetBits) << kCellBits) + 1;  // the last one is cut by the middle
  static constexpr std::uint32_t kNodesPerSide = kCellsPerSide + 1;

  // A value counts 1/128 ms; of a node of a cell the lowest bit says that the cell is refined. Values are below 2^39
  // and positions below 2^24, so products fit.
  static constexpr std::uint32_t kValueBits = 7;
  static constexpr std::int64_t kRefined = 1;

  struct Cell {
    std::uint32_t x;      // the distance from the end, + kOffset
    std::uint32_t shift;  // log2 of the cell's width
    std::uint32_t node;   // where it begins
  };
  static constexpr Cell cell_of(std::uint32_t word) {
    const std::uint32_t upper = 0U - (word >> 31U);  // all ones in the upper half, which counts from its end
    const std::uint32_t x = (word ^ upper) + kOffset;
    const auto octave = static_cast<std::uint32_t>(std::bit_width(x)) - 1;
    const std::uint32_t shift = octave - kCellBits;
    return {x, shift, (octave << kCellBits) + (x >> shift) - kFirstCell + (upper & kNodesPerSide)};
  }

  struct FineNode {
    std::uint32_t word = 0;
    std::int64_t value = 0;
  };

  static std::uint32_t to_ms(std::int64_t value) {
    return static_cast<std::uint32_t>((value + (1 << (kValueBits - 1))) >> kValueBits);
  }

  std::uint32_t refined_sample(std::uint32_t word) const;

  std::vector<std::int64_t> nodes_;  // lower half from its end inwards, then the upper half from its end inwards
  std::vector<FineNode> fine_;       // of all refined cells, by word
  double mean_ms_ = 0;
};

}  // namespace dlr::engine
