#include "sim/engine/quantile_table.h"

#include <algorithm>
#include <cmath>

namespace dlr::engine {

// Computes the nodes of a table and refines its cells. Where the quantiles fall by an error of their last digits, the
// nodes stand still.
class QuantileTableBuilder {
 public:
  QuantileTableBuilder(const std::function<double(Level)>& quantile_ms, QuantileTable& table)
      : quantile_ms_(quantile_ms), table_(table) {}

  void build() {
    table_.nodes_.resize(2 * QuantileTable::kNodesPerSide);
    build_side(false);
    build_side(true);
    std::stable_sort(table_.fine_.begin(), table_.fine_.end(), by_word);
    const auto same = [](const QuantileTable::FineNode& a, const QuantileTable::FineNode& b) {
      return a.word == b.word;
    };
    table_.fine_.erase(std::unique(table_.fine_.begin(), table_.fine_.end(), same), table_.fine_.end());
    table_.fine_.shrink_to_fit();
    constexpr double kWords = 4294967296.0;
    table_.mean_ms_ = sum_ / kWords / (1U << QuantileTable::kValueBits);
  }

 private:
  // A point of one half: `distance` in words from the half's end.
  struct Point {
    std::uint32_t distance = 0;
    std::int64_t value = 0;
  };

  static bool by_word(const QuantileTable::FineNode& a, const QuantileTable::FineNode& b) { return a.word < b.word; }

  Point point(std::uint32_t distance) const {
    constexpr double kWordShare = 1.0 / 4294967296.0;
    const double p = (distance + 0.5) * kWordShare;
    const double ms = quantile_ms_(upper_ ? Level::from_above(p) : Level::from_below(p));
    constexpr auto kLongest = static_cast<double>(kLongestDelay.count());
    constexpr double kSteps = 1U << (QuantileTable::kValueBits - 1);  // the lowest bit stays free
    return {distance, 2 * static_cast<std::int64_t>(std::clamp(ms, 0.0, kLongest) * kSteps + 0.5)};
  }

  void build_side(bool upper) {
    upper_ = upper;
    std::int64_t* const nodes = table_.nodes_.data() + (upper ? QuantileTable::kNodesPerSide : 0U);
    constexpr std::uint32_t kCells = 1U << QuantileTable::kCellBits;
    Point begin = point(0);
    begin.value = std::max(begin.value, least_);
    for (std::uint32_t cell = 0; cell < QuantileTable::kCellsPerSide; ++cell) {
      const std::uint64_t next = cell + 1;
      const std::uint64_t x = (kCells + next % kCells)
                              << (QuantileTable::kOffsetBits - QuantileTable::kCellBits + next / kCells);
      // The last cell is cut short by the middle, which sampling would not know: it counts as refined.
      Point end = point(static_cast<std::uint32_t>(std::min<std::uint64_t>(x - QuantileTable::kOffset, kMiddle)));
      end.value = upper ? std::clamp(end.value, least_, begin.value) : std::max(end.value, begin.value);
      nodes[cell] = begin.value;
      if (end.distance < kMiddle && is_straight(begin, end)) {
        add_to_mean(begin, end);
      } else {
        nodes[cell] |= QuantileTable::kRefined;
        refine(begin, end);
        // The halves meet at one node, which is the lower one's.
        if (!upper || end.distance < kMiddle) table_.fine_.push_back({word(end.distance), end.value});
      }
      begin = end;
    }
    nodes[QuantileTable::kCellsPerSide] = begin.value;
    least_ = begin.value;
  }

  // Adds fine nodes from `begin` up to but not including `end`.
  void refine(const Point& begin, const Point& end) {
    if (end.distance - begin.distance > 1 && !is_straight(begin, end)) {
      Point middle = point(begin.distance + (end.distance - begin.distance) / 2);
      middle.value = std::clamp(middle.value, std::min(begin.value, end.value), std::max(begin.value, end.value));
      refine(begin, middle);
      refine(middle, end);
      return;
    }
    add_to_mean(begin, end);
    table_.fine_.push_back({word(begin.distance), begin.value});
  }

  // Whether a line does between two points. The four lopsided probes are where they are so that one step or one kink
  // between them is nowhere further from the line than 1.6 times the tolerance.
  bool is_straight(const Point& begin, const Point& end) const {
    const std::uint32_t width = end.distance - begin.distance;
    if (width <= 1 || begin.value == end.value) return true;
    std::uint32_t last = 0;
    for (const std::uint64_t sixteenths : {7U, 11U, 2U, 14U}) {
      const auto offset = static_cast<std::uint32_t>(std::max<std::uint64_t>(1, width * sixteenths / 16));
      if (offset == last) continue;
      last = offset;
      const std::int64_t value = point(begin.distance + offset).value;
      const std::int64_t line = begin.value + (end.value - begin.value) * offset / width;
      constexpr std::int64_t kTolerance = 16;  // 0.125 ms
      if (std::abs(value - line) > std::max<std::int64_t>(kTolerance, value / 3200)) return false;
    }
    return true;
  }

  // The words from `begin` up to but not including `end`.
  void add_to_mean(const Point& begin, const Point& end) {
    const auto first = static_cast<double>(begin.value), rise = static_cast<double>(end.value - begin.value);
    const double width = end.distance - begin.distance;
    sum_ += width * first + rise * (width - 1) / 2;
  }

  std::uint32_t word(std::uint32_t distance) const { return upper_ ? ~distance : distance; }

  static constexpr std::uint32_t kMiddle = 1U << 31U;

  const std::function<double(Level)>& quantile_ms_;
  QuantileTable& table_;
  bool upper_ = false;
  std::int64_t least_ = 0;  // no value may be below: what the lower half ended with
  double sum_ = 0;
};

QuantileTable::QuantileTable(const std::function<double(Level)>& quantile_ms) {
  QuantileTableBuilder(quantile_ms, *this).build();
}

std::uint32_t QuantileTable::refined_sample(std::uint32_t word) const {
  // A refined cell has nodes at both ends, so there is one at or before the word, and one after it or the word is the
  // last.
  const auto after = std::upper_bound(fine_.begin(), fine_.end(), word,
                                      [](std::uint32_t wanted, const FineNode& node) { return wanted < node.word; });
  const FineNode& begin = *(after - 1);
  if (after == fine_.end()) return to_ms(begin.value);
  const auto width = static_cast<std::int64_t>(after->word - begin.word);
  const auto position = static_cast<std::int64_t>(word - begin.word);
  return to_ms(begin.value + ((after->value - begin.value) * position + width / 2) / width);
}

std::uint64_t QuantileTable::checksum() const {
  std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a, a whole number at a time
  const auto add = [&hash](std::uint64_t number) { hash = (hash ^ number) * 0x100000001b3; };
  for (const std::int64_t node : nodes_) add(static_cast<std::uint64_t>(node));
  for (const FineNode& node : fine_) {
    add(node.word);
    add(static_cast<std::uint64_t>(node.value));
  }
  return hash;
}

}  // namespace dlr::engine
