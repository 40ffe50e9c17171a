#include "sim/engine/timer_wheel.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace dlr::engine {

void TimerWheel::reset() {
  while (summary_ != 0) {
    const auto word = static_cast<std::uint32_t>(std::countr_zero(summary_));
    const Slot slot = take(word * 64 + static_cast<std::uint32_t>(std::countr_zero(occupied_[word])));
    last_chunk(slot)->next = free_;
    free_ = slot.head;
  }
  size_ = 0;
  now_ = 0;
}

void TimerWheel::allocate() {
  // Doubling, up to a megabyte at a time.
  const std::size_t count = std::clamp<std::size_t>(chunks_, 64, 4096);
  slabs_.push_back(std::make_unique_for_overwrite<Chunk[]>(count));
  chunks_ += count;
  Chunk* const slab = slabs_.back().get();
  for (std::size_t i = count; i-- > 0;) {
    slab[i].next = free_;
    free_ = &slab[i];
  }
}

void TimerWheel::stop_for_past(std::uint32_t time_ms, std::uint32_t now) {
  std::fprintf(stderr, "TimerWheel: a timer for %u ms was set at %u ms, after its time\n", time_ms, now);
  std::abort();
}

}  // namespace dlr::engine
