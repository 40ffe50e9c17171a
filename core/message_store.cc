#include "core/message_store.h"

#include <algorithm>

namespace dlr::core {

MessageStore::Room MessageStore::reserve() {
  if (remembered() == ring_.size()) {
    const std::size_t grown = std::max(ring_.size() * 2, kSmallest);
    if (grown > limits_.remembered_bytes / sizeof(Entry)) return Room::remembered_full;
    std::vector<Entry> ring(grown);
    for (std::uint64_t sequence = first_; sequence != next_; ++sequence) {
      ring[sequence & (grown - 1)] = ring_[sequence & mask_];
    }
    ring_ = std::move(ring);
    mask_ = grown - 1;
  }
  if (free_.empty() && slots_.size() == slots_.capacity()) {
    const std::size_t grown = std::max(slots_.capacity() * 2, kSmallest);
    if (grown > limits_.in_flight_bytes / (sizeof(Open) + sizeof(std::uint32_t)) || grown > kNoSlot) {
      return Room::in_flight_full;
    }
    slots_.reserve(grown);
    free_.reserve(grown);  // so that closing never allocates
  }
  return Room::yes;
}

std::uint64_t MessageStore::add(const Open& open, Entry entry) {
  if (free_.empty()) {
    entry.slot = static_cast<std::uint32_t>(slots_.size()) & kNoSlot;
    slots_.push_back(open);
  } else {
    entry.slot = free_.back() & kNoSlot;
    free_.pop_back();
    slots_[entry.slot] = open;
  }
  ring_[next_ & mask_] = entry;
  return next_++;
}

}  // namespace dlr::core
