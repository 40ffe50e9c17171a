// A hierarchical wheel of timers on a 32-bit millisecond clock: 4 levels of 256 slots, aligned to absolute time (the
// slot is the bits of the time, the level its highest byte that differs from now), so that cascading a slot in order is
// stable. Timers come out in exactly the order (time, insertion).
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace dlr::engine {

struct Timer {
  std::uint32_t time_ms;
  std::uint32_t payload;

  friend constexpr bool operator==(const Timer&, const Timer&) = default;
};
static_assert(sizeof(Timer) == 8);

class TimerWheel {
 public:
  TimerWheel() = default;
  TimerWheel(const TimerWheel&) = delete;
  TimerWheel& operator=(const TimerWheel&) = delete;

  // `time_ms` is not before now(); anything else is a broken invariant and stops the program.
  void insert(std::uint32_t time_ms, std::uint32_t payload) {
    if (time_ms < now_) [[unlikely]] {
      stop_for_past(time_ms, now_);
    }
    place({time_ms, payload});
    ++size_;
  }

  // Opens the earliest millisecond that has timers and is not after `limit_ms`: sets now() to it, calls
  // handler(uint32_t time_ms, std::span<const Timer>) for its timers, in order, in one or more batches of at most 31,
  // and returns true. When there is none, now() becomes `limit_ms` (but never goes back) and the answer is false. The
  // handler may insert at now() or later; what it inserts at now() comes with the next call, at the same time. It must
  // not call open_next() or reset(); after one that throws it may only be destroyed.
  template <class Handler>
  bool open_next(std::uint32_t limit_ms, Handler&& handler) {
    while (summary_ != 0) {
      const auto word = static_cast<std::uint32_t>(std::countr_zero(summary_));
      const std::uint32_t place_in_all = word * 64 + static_cast<std::uint32_t>(std::countr_zero(occupied_[word]));
      const std::uint32_t level_bits = place_in_all >> 8U << 3U;
      // The slot's first millisecond: now, with the level's byte replaced and all lower ones cleared.
      const std::uint32_t begin =
          static_cast<std::uint32_t>(std::uint64_t{now_} >> (level_bits + 8) << (level_bits + 8)) |
          (place_in_all & 0xffU) << level_bits;
      if (begin > limit_ms) break;
      now_ = begin;
      const Slot slot = take(place_in_all);
      if (level_bits != 0) {
        // Alone in the earliest slot of all, it is the earliest timer, and need not go through the levels below.
        const bool is_next = slot.cursor == slot.head->timers + 1 && slot.head->timers[0].time_ms <= limit_ms;
        if (!is_next) {
          cascade(slot);
          continue;
        }
        now_ = slot.head->timers[0].time_ms;
      }
      hand_over(slot, handler);
      return true;
    }
    if (limit_ms > now_) now_ = limit_ms;
    return false;
  }

  std::uint32_t now() const { return now_; }

  // Timers not yet handed over.
  std::size_t size() const { return size_; }

  // Back to time 0 without timers. The memory stays.
  void reset();

  // What the wheel holds in memory, used or kept for use.
  std::size_t bytes() const { return sizeof(*this) + chunks_ * sizeof(Chunk); }

 private:
  static constexpr std::size_t kTimersPerChunk = 31;

  // Aligned to its size: a cursor at a multiple of 256 has left its chunk.
  struct alignas(256) Chunk {
    Chunk* next;
    Timer timers[kTimersPerChunk];
  };
  static_assert(sizeof(Chunk) == 256);

  // Timers from head's first to the one before `cursor`. All chunks but the last are full.
  struct Slot {
    Chunk* head = nullptr;
    Timer* cursor = nullptr;
  };

  void place(Timer timer) {
    // The highest byte that differs, 0 when none does.
    const auto level = static_cast<std::uint32_t>(std::bit_width((timer.time_ms ^ now_) | 1U) - 1) >> 3U;
    const std::uint32_t place_in_all = level << 8U | (timer.time_ms >> (level << 3U) & 0xffU);
    Slot& slot = slots_[place_in_all];
    if (reinterpret_cast<std::uintptr_t>(slot.cursor) % sizeof(Chunk) == 0) [[unlikely]] {  // empty or full
      extend(slot, place_in_all);
    }
    *slot.cursor++ = timer;
  }

  void extend(Slot& slot, std::uint32_t place_in_all) {
    if (free_ == nullptr) [[unlikely]] {
      allocate();
    }
    Chunk* const chunk = free_;
    free_ = chunk->next;
    if (slot.head == nullptr) {
      slot.head = chunk;
      occupied_[place_in_all >> 6U] |= std::uint64_t{1} << (place_in_all & 63U);
      summary_ |= 1U << (place_in_all >> 6U);
    } else {
      last_chunk(slot)->next = chunk;
    }
    slot.cursor = chunk->timers;
  }

  Slot take(std::uint32_t place_in_all) {
    const Slot slot = slots_[place_in_all];
    slots_[place_in_all] = Slot{};
    const std::uint32_t word = place_in_all >> 6U;
    occupied_[word] &= occupied_[word] - 1;  // the place is its lowest bit
    summary_ &= ~(static_cast<std::uint32_t>(occupied_[word] == 0) << word);
    return slot;
  }

  static Chunk* last_chunk(const Slot& slot) {
    return reinterpret_cast<Chunk*>((reinterpret_cast<std::uintptr_t>(slot.cursor) - 1) & ~(sizeof(Chunk) - 1));
  }

  // Calls use(const Timer* begin, const Timer* end) chunk by chunk; a chunk is free once it has been used.
  template <class Use>
  void drain(const Slot& slot, Use&& use) {
    Chunk* const last = last_chunk(slot);
    for (Chunk* chunk = slot.head;;) {
      const bool is_last = chunk == last;
      Chunk* const next = chunk->next;
      if (!is_last) __builtin_prefetch(next);
      use(chunk->timers, is_last ? slot.cursor : chunk->timers + kTimersPerChunk);
      chunk->next = free_;
      free_ = chunk;
      if (is_last) return;
      chunk = next;
    }
  }

  template <class Handler>
  void hand_over(const Slot& slot, Handler& handler) {
    drain(slot, [this, &handler](const Timer* begin, const Timer* end) {
      size_ -= static_cast<std::size_t>(end - begin);
      handler(now_, std::span<const Timer>(begin, end));
    });
  }

  void cascade(const Slot& slot) {
    drain(slot, [this](const Timer* begin, const Timer* end) {
      for (const Timer* timer = begin; timer != end; ++timer) place(*timer);
    });
  }

  void allocate();
  [[noreturn]] static void stop_for_past(std::uint32_t time_ms, std::uint32_t now);

  std::uint32_t now_ = 0;
  std::uint32_t summary_ = 0;                    // which words of `occupied_` are not 0
  std::array<std::uint64_t, 16> occupied_ = {};  // one bit per slot; 4 words per level
  std::size_t size_ = 0;
  Chunk* free_ = nullptr;
  std::array<Slot, 1024> slots_;  // 256 per level
  std::vector<std::unique_ptr<Chunk[]>> slabs_;
  std::size_t chunks_ = 0;
};

}  // namespace dlr::engine
