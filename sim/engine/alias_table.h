// Walker's alias table with integer thresholds: picks one of n by weight with one random word and one lookup.
// Built with integers only, so the same weights give the same picks everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace dlr::engine {

class AliasTable {
 public:
  static constexpr std::size_t kMaxWeights = 65'536;

  // Always picks 0.
  AliasTable() : entries_(1) {}

  // 1 to kMaxWeights weights, which add up to a total above 0 and below 2^47; anything else stops the program. The
  // number of words that pick i is weight[i] / total * 2^32, give or take the number of weights; a weight of 0 is never
  // picked.
  explicit AliasTable(std::span<const std::uint64_t> weights);

  std::uint32_t pick(std::uint32_t word) const {
    const std::uint64_t product = std::uint64_t{word} * entries_.size();
    const auto column = static_cast<std::uint32_t>(product >> 32U);
    const Entry& entry = entries_[column];
    // With a mask: as a branch it would be mispredicted as often as not.
    const std::uint32_t own = 0U - static_cast<std::uint32_t>(static_cast<std::uint32_t>(product) < entry.threshold);
    return entry.alias ^ ((entry.alias ^ column) & own);
  }

  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::uint32_t threshold = 0;
    std::uint32_t alias = 0;
  };

  std::vector<Entry> entries_;
};

}  // namespace dlr::engine
