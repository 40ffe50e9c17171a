#include "core/id_index.h"

namespace dlr::core {

bool IdIndex::put(std::vector<Bucket>& buckets, std::uint64_t hash, std::uint64_t number, Window held) {
  if (buckets.empty()) return false;
  const auto has_no_id = [held](std::uint64_t slot) { return is_free(slot, held); };
  const auto [at, or_at] = places(hash, buckets.size());
  Bucket& one = buckets[at];
  Bucket& other = buckets[or_at];
  const unsigned free_in_one = one.which(has_no_id), free_in_other = other.which(has_no_id);
  const bool first = std::popcount(free_in_one) >= std::popcount(free_in_other);
  const unsigned free = first ? free_in_one : free_in_other;
  if (free == 0) return false;
  (first ? one : other).slots[static_cast<std::size_t>(std::countr_zero(free))] =
      tag_of(hash) << kNumberBits | (number & kNumberMask);
  return true;
}

}  // namespace dlr::core
