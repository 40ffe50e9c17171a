#include "core/message_store.h"

#include <algorithm>
#include <utility>

namespace dlr::core {
namespace {

// How many slots come next: twice as many, of very many a quarter more, so that hardly a fifth lies idle.
std::size_t larger(std::size_t slots) {
  constexpr std::size_t kSmallest = 64, kVeryMany = std::size_t{1} << 20U;
  return slots < kVeryMany ? std::max(slots * 2, kSmallest) : slots + slots / 4;
}

std::size_t less(std::size_t whole, std::size_t part) { return whole > part ? whole - part : 0; }

}  // namespace

void MessageStore::resize_ring(std::size_t size) {
  std::vector<Entry> ring(size);
  for (std::uint64_t sequence = first_; sequence != next_; ++sequence) {
    ring[sequence & (size - 1)] = ring_[sequence & mask_];
  }
  ring_ = std::move(ring);
  mask_ = size - 1;
}

void MessageStore::resize_slots(std::size_t size) {
  std::vector<Open> slots(size);
  std::copy(slots_.begin(), slots_.end(), slots.begin());
  free_.reserve(size);  // so that closing never allocates; first, since after it nothing can fail
  slots_ = std::move(slots);
}

MessageStore::Room MessageStore::grow(std::size_t in_flight_beside, std::size_t remembered_beside) {
  if (remembered() == ring_.size()) {
    const std::size_t grown = std::max(ring_.size() * 2, kSmallest);
    if (grown > less(limits_.remembered_bytes, remembered_beside) / sizeof(Entry)) return Room::remembered_full;
    resize_ring(grown);
  }
  if (free_.empty() && slots_used_ == slots_.size()) {
    const std::size_t fit = less(limits_.in_flight_bytes, in_flight_beside) / kBytesPerSlot;
    const std::size_t grown = std::min({larger(slots_.size()), fit, static_cast<std::size_t>(kNoSlot)});
    // A few slots more are not worth moving all.
    if (grown <= slots_.size() + slots_.size() / 16) return Room::in_flight_full;
    resize_slots(grown);
  }
  return Room::yes;
}

void MessageStore::restore(Entry entry, const Open* open) {
  if (remembered() == ring_.size()) resize_ring(std::max(ring_.size() * 2, kSmallest));
  if (free_.empty() && slots_used_ == slots_.size()) resize_slots(larger(slots_.size()));
  const std::uint64_t sequence = add(entry);
  if (open != nullptr) {
    slot(this->entry(sequence).slot()) = *open;
  } else {
    close(this->entry(sequence));
  }
}

}  // namespace dlr::core
