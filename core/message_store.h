// What the tracker remembers. Every message keeps one 8-byte entry from its submission to the end of its waiting
// period; all wait equally long, so entries stand in order of submission, in a ring, and finding one is a subtraction.
// What only an open message needs (24 bytes) lies in a slot that is given back with the final status.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/lifecycle.h"
#include "core/vocabulary/message.h"
#include "core/vocabulary/time.h"

namespace dlr::core {

class MessageStore {
 public:
  // Ages are told apart by 31 bits of milliseconds, and may reach twice the wait between two calls.
  static constexpr Duration kLongestWait = std::chrono::hours{24 * 12};
  static constexpr std::uint32_t kNoSlot = (1U << 26) - 1;

  struct Entry {
    std::uint64_t sent : 31 = 0;  // ms, modulo 2^31
    std::uint64_t slot : 26 = kNoSlot;
    std::uint64_t state : 3 = 0;
    std::uint64_t silence_expected : 1 = 0;  // a no-report country
    std::uint64_t repeated : 1 = 0;          // sent more than once
    std::uint64_t ambiguous : 1 = 0;         // one try may have got through although nobody said so
    std::uint64_t ended_by_report : 1 = 0;   // a report ended the tries

    State get_state() const { return static_cast<State>(state); }
  };
  static_assert(sizeof(Entry) == 8);

  struct Open {
    Reference reference = 0;
    std::uint64_t recipient : 56 = 0;  // 15 digits fit in 50 bits
    std::uint64_t parts : 8 = 0;       // our own count
    std::uint32_t context = 0;
    std::uint8_t response_parts = 0;  // the provider's count; 0: not given
    std::uint8_t tries = 1;
    bool mms : 1 = false;
    bool settled : 1 = false;
    bool tries_over : 1 = false;
    bool has_own : 1 = false;
    bool foreign : 1 = false;
  };
  static_assert(sizeof(Open) == 24);

  // Bytes that an allocation may come to; a submission that needs more is refused.
  struct Limits {
    std::size_t in_flight_bytes = std::numeric_limits<std::size_t>::max();
    std::size_t remembered_bytes = std::numeric_limits<std::size_t>::max();
  };

  explicit MessageStore(Limits limits) : limits_(limits) {}

  std::uint64_t first() const { return first_; }  // sequence of the oldest message remembered
  std::uint64_t next() const { return next_; }    // sequence of the next one to come
  std::size_t remembered() const { return static_cast<std::size_t>(next_ - first_); }
  std::size_t open() const { return slots_.size() - free_.size(); }

  std::size_t in_flight_bytes() const {
    return slots_.capacity() * sizeof(Open) + free_.capacity() * sizeof(std::uint32_t);
  }
  std::size_t remembered_bytes() const { return ring_.capacity() * sizeof(Entry); }

  bool holds(std::uint64_t sequence) const { return sequence - first_ < next_ - first_; }

  // Only for a sequence that it holds, and for a slot of such an entry.
  Entry& entry(std::uint64_t sequence) { return ring_[sequence & mask_]; }
  Open& slot(std::uint32_t index) { return slots_[index]; }
  void prefetch(std::uint64_t sequence) const {
    if (holds(sequence)) __builtin_prefetch(&ring_[sequence & mask_]);
  }

  enum class Room : std::uint8_t { yes, in_flight_full, remembered_full };
  // Makes room for one more message, within the limits.
  Room reserve();
  // After reserve() said yes: the next sequence, with an empty entry and a slot.
  std::uint64_t add(const Open& open, Entry entry);

  // The message has its final status: only its entry stays.
  void close(Entry& entry) {
    free_.push_back(static_cast<std::uint32_t>(entry.slot));
    entry.slot = kNoSlot;
  }
  // Drops the oldest entry, whose slot was closed before.
  void forget_first() { ++first_; }

 private:
  static constexpr std::size_t kSmallest = 64;

  std::vector<Entry> ring_;  // a power of two
  std::uint64_t mask_ = 0;
  std::uint64_t first_ = 0;
  std::uint64_t next_ = 0;
  std::vector<Open> slots_;
  std::vector<std::uint32_t> free_;
  Limits limits_;
};

}  // namespace dlr::core
