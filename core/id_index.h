// Which number an id has, by a hash of the id, where ids are numbered as they come and forgotten in the same order. A
// slot holds a tag of the hash and the number, so whoever asks compares the id itself. Nothing is ever taken out: a
// number that has left the window is no longer held, and its slot goes to the next that comes by.
//
// Every hash has two buckets, a line of the cache each, and goes into the emptier one (Azar, Broder, Karlin, Upfal:
// Balanced Allocations, 1999); where both are full, an id of one of them moves to its own other bucket (Pagh, Rodler:
// Cuckoo Hashing, 2001). So nine tenths of the table fill before it doubles, and whoever looks reads at most two lines,
// neither of which waits for the other.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace dlr::core {

class IdIndex {
 public:
  // The numbers that are held.
  struct Window {
    std::uint64_t first = 0;
    std::uint64_t count = 0;
    bool holds(std::uint64_t number) const { return number - first < count; }
  };
  // An upper bound: a slot has 8 bytes, and a table that has just doubled two slots for each that it had when it was
  // full, which it is with nine tenths at work, and with two thirds at the least.
  static constexpr std::size_t kBytesPerId = 24;

  // What it takes; where more than a hundred ids were held, at most kBytesPerId for each of as many.
  std::size_t bytes() const { return buckets_.size() * sizeof(Bucket); }

  void prefetch(std::uint64_t hash) const {
    if (buckets_.empty()) return;
    for (const std::size_t at : places(hash, buckets_.size())) __builtin_prefetch(&buckets_[at]);
  }

  // The number for which `is_it(number)` holds, among those that may have this hash.
  template <class IsIt>
  std::optional<std::uint64_t> find(std::uint64_t hash, Window held, IsIt&& is_it) const {
    if (buckets_.empty()) return std::nullopt;
    for (const std::size_t at : places(hash, buckets_.size())) {
      const Bucket& bucket = buckets_[at];
      for (unsigned found =
               bucket.which([tag = tag_of(hash)](std::uint64_t slot) { return slot >> kNumberBits == tag; });
           found != 0; found &= found - 1) {
        const std::uint64_t number = number_in(bucket.slots[static_cast<std::size_t>(std::countr_zero(found))], held);
        if (held.holds(number) && is_it(number)) return number;
      }
    }
    return std::nullopt;
  }

  // Puts in the number that comes next, `held.first + held.count`. `hash_of(number)` says the hash of one that is held,
  // for when the table has to grow. Throws std::bad_alloc, and then nothing has changed.
  template <class HashOf>
  void add(std::uint64_t hash, Window held, HashOf&& hash_of) {
    const std::uint64_t number = held.first + held.count;
    while (!put(buckets_, hash, number, held)) {
      if (move_one(hash, held, hash_of)) continue;
      std::vector<Bucket> grown;
      for (std::size_t size = buckets_.empty() ? kSmallest : buckets_.size() * 2; grown.empty(); size *= 2) {
        grown.resize(size);
        for (std::uint64_t moved = held.first; moved != number; ++moved) {
          // That both buckets of one are full in a table that is half empty hardly ever happens.
          if (put(grown, hash_of(moved), moved, held)) continue;
          grown.clear();
          break;
        }
      }
      buckets_.swap(grown);
    }
  }

 private:
  static constexpr unsigned kNumberBits = 40;  // of a number's, the lower ones: it is a window's, of fewer by far
  static constexpr std::uint64_t kNumberMask = (std::uint64_t{1} << kNumberBits) - 1;
  static constexpr std::size_t kSmallest = 4;  // buckets; a power of two always

  struct alignas(64) Bucket {
    std::array<std::uint64_t, 8> slots{};  // 0: never used

    // A bit for each slot.
    template <class Test>
    unsigned which(Test&& test) const {
      unsigned bits = 0;
      for (unsigned i = 0; i < slots.size(); ++i) bits |= static_cast<unsigned>(test(slots[i])) << i;
      return bits;
    }
  };

  // Never 0, so that no slot in use is.
  static std::uint64_t tag_of(std::uint64_t hash) { return hash >> kNumberBits | 1U; }
  static std::uint64_t number_in(std::uint64_t slot, Window held) {
    return held.first + ((slot - held.first) & kNumberMask);
  }
  // The second has other bits than the first and the tag: with theirs, the ids of one bucket would have tags alike.
  static std::array<std::size_t, 2> places(std::uint64_t hash, std::size_t buckets) {
    return {hash & (buckets - 1), (hash * 0x9e37'79b9'7f4a'7c15) >> 32U & (buckets - 1)};
  }

  static bool is_free(std::uint64_t slot, Window held) { return slot == 0 || !held.holds(number_in(slot, held)); }

  // Of the ids in the two full buckets of a hash, one goes to its other bucket, if there is one whose has room.
  template <class HashOf>
  bool move_one(std::uint64_t hash, Window held, HashOf&& hash_of) {
    if (buckets_.empty()) return false;
    for (const std::size_t at : places(hash, buckets_.size())) {
      for (std::uint64_t& slot : buckets_[at].slots) {
        const auto [one, other] = places(hash_of(number_in(slot, held)), buckets_.size());
        for (std::uint64_t& its : buckets_[one == at ? other : one].slots) {
          if (!is_free(its, held)) continue;
          its = slot;
          slot = 0;
          return true;
        }
      }
    }
    return false;
  }

  static bool put(std::vector<Bucket>& buckets, std::uint64_t hash, std::uint64_t number, Window held);

  std::vector<Bucket> buckets_;
};

}  // namespace dlr::core
