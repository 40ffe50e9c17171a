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

  // One word, always read and written whole: a part read back after another was written would wait for the cache.
  class Entry {
   public:
    std::uint64_t sent() const { return get<0, 31>(); }  // ms, modulo 2^31
    std::uint32_t slot() const { return static_cast<std::uint32_t>(get<31, 26>()); }
    State state() const { return static_cast<State>(get<57, 3>()); }
    bool silence_expected() const { return get<60, 1>() != 0; }  // a no-report country
    bool repeated() const { return get<61, 1>() != 0; }          // sent more than once
    bool ambiguous() const { return get<62, 1>() != 0; }         // one try may have got through although nobody said so
    bool ended_by_report() const { return get<63, 1>() != 0; }   // a report ended the tries

    void set_sent(std::uint64_t ms) { set<0, 31>(ms); }
    void set_slot(std::uint32_t slot) { set<31, 26>(slot); }
    void set_state(State state) { set<57, 3>(static_cast<std::uint64_t>(state)); }
    void set_silence_expected(bool value) { set<60, 1>(value); }
    void set_repeated(bool value) { set<61, 1>(value); }
    void set_ambiguous(bool value) { set<62, 1>(value); }
    void set_ended_by_report(bool value) { set<63, 1>(value); }

   private:
    template <unsigned kAt, unsigned kBits>
    std::uint64_t get() const {
      return word_ >> kAt & ((std::uint64_t{1} << kBits) - 1);
    }
    template <unsigned kAt, unsigned kBits>
    void set(std::uint64_t value) {
      constexpr std::uint64_t kMask = ((std::uint64_t{1} << kBits) - 1) << kAt;
      word_ = (word_ & ~kMask) | (value << kAt & kMask);
    }

    std::uint64_t word_ = std::uint64_t{kNoSlot} << 31;
  };
  static_assert(sizeof(Entry) == 8);

  struct Open {
    Reference reference = 0;
    PhoneNumber recipient;
    std::uint32_t context = 0;
    std::uint8_t parts = 0;           // our own count
    std::uint8_t response_parts = 0;  // the provider's count; 0: not given
    std::uint8_t tries = 1;
    bool mms : 1 = false;
    bool settled : 1 = false;
    bool tries_over : 1 = false;
    bool has_own : 1 = false;
    bool foreign : 1 = false;
  };
  static_assert(sizeof(Open) == 24);

  // Bytes that may be held, what the caller keeps beside included; a submission that needs more is refused.
  struct Limits {
    std::size_t in_flight_bytes = std::numeric_limits<std::size_t>::max();
    std::size_t remembered_bytes = std::numeric_limits<std::size_t>::max();
  };

  explicit MessageStore(Limits limits) : limits_(limits) {}

  std::uint64_t first() const { return first_; }  // sequence of the oldest message remembered
  std::uint64_t next() const { return next_; }    // sequence of the next one to come
  std::size_t remembered() const { return static_cast<std::size_t>(next_ - first_); }
  std::size_t open() const { return slots_used_ - free_.size(); }

  std::size_t in_flight_bytes() const { return slots_.size() * kBytesPerSlot; }
  std::size_t remembered_bytes() const { return ring_.capacity() * sizeof(Entry); }

  bool holds(std::uint64_t sequence) const { return sequence - first_ < next_ - first_; }

  // Only for a sequence that it holds, and for a slot of such an entry.
  Entry& entry(std::uint64_t sequence) { return ring_[sequence & mask_]; }
  Open& slot(std::uint32_t index) { return slots_[index]; }
  // Two steps, so that many can be looked up at once: the entry, later what it leads to.
  void prefetch(std::uint64_t sequence) const {
    if (holds(sequence)) __builtin_prefetch(&ring_[sequence & mask_]);
  }
  void prefetch_slot(std::uint64_t sequence) const {
    if (!holds(sequence)) return;
    const std::uint32_t slot = ring_[sequence & mask_].slot();
    if (slot != kNoSlot) __builtin_prefetch(&slots_[slot]);
  }

  enum class Room : std::uint8_t { yes, in_flight_full, remembered_full };
  // Makes room for one more message, within the limits less what the caller keeps beside: for open messages, and for
  // remembered ones.
  Room reserve(std::size_t in_flight_beside, std::size_t remembered_beside) {
    return has_room() ? Room::yes : grow(in_flight_beside, remembered_beside);
  }
  // For one more without growing.
  bool has_room() const { return (!free_.empty() || slots_used_ < slots_.size()) && remembered() < ring_.size(); }
  // After reserve() said yes: the next sequence, with a slot that is to be filled where it lies.
  std::uint64_t add(Entry entry) {
    std::uint32_t slot = slots_used_;
    if (free_.empty()) {
      ++slots_used_;
    } else {
      slot = free_.back();
      free_.pop_back();
    }
    slots_[slot] = Open{};
    entry.set_slot(slot);
    ring_[next_ & mask_] = entry;
    return next_++;
  }

  // What was remembered before a restart, into an empty store: from which sequence on, then entry after entry, with
  // what `open` says of an open message (null: it is none). Limits are not asked.
  void begin_at(std::uint64_t first) { first_ = next_ = first; }
  void restore(Entry entry, const Open* open);

  // The message has its final status: only its entry stays.
  void close(Entry& entry) {
    free_.push_back(entry.slot());
    entry.set_slot(kNoSlot);
  }
  // Drops the oldest entry, whose slot was closed before.
  void forget_first() { ++first_; }

 private:
  static constexpr std::size_t kSmallest = 64;
  static constexpr std::size_t kBytesPerSlot = sizeof(Open) + sizeof(std::uint32_t);

  Room grow(std::size_t in_flight_beside, std::size_t remembered_beside);
  void resize_ring(std::size_t size);
  void resize_slots(std::size_t size);

  std::vector<Entry> ring_;  // a power of two
  std::uint64_t mask_ = 0;
  std::uint64_t first_ = 0;
  std::uint64_t next_ = 0;
  std::vector<Open> slots_;
  std::uint32_t slots_used_ = 0;  // of them, ever; the others were never needed
  std::vector<std::uint32_t> free_;
  Limits limits_;
};

}  // namespace dlr::core
