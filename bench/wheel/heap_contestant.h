// What all heaps do alike: take the top while it is of the same millisecond.
#pragma once

#include <algorithm>

#include "bench/wheel/hold_model.h"

namespace dlr::bench {

// Heap: push, pop, top, size. Entry: made of (time, id, sequence), with time_ms() and id().
template <class Heap, class Entry>
class HeapContestant final : public WheelContestant {
 public:
  void insert(std::uint32_t time_ms, std::uint32_t id) override {
    heap_.push(Entry(time_ms, id, sequence_++));
    most_ = std::max(most_, heap_.size());
  }

  std::uint64_t hold(const HoldModel& model, std::uint64_t events) override {
    std::uint64_t done = 0;
    for (std::uint32_t now = heap_.top().time_ms(); done < events || heap_.top().time_ms() == now; ++done) {
      const Entry entry = heap_.top();
      now = entry.time_ms();
      heap_.pop();
      digest_ += HoldModel::trace(now, entry.id());
      heap_.push(Entry(model.next_time(entry.id(), now), entry.id(), sequence_++));
    }
    return done;
  }

  // Of the entries alone: a vector that has grown by doubling holds up to twice as much.
  std::size_t bytes() const override { return most_ * sizeof(Entry); }

 private:
  Heap heap_;
  std::uint64_t sequence_ = 0;
  std::size_t most_ = 0;
};

// Eight bytes: the time above the id. Within a millisecond by id, not by insertion.
class SmallEntry {
 public:
  SmallEntry(std::uint32_t time_ms, std::uint32_t id, std::uint64_t) : both_(std::uint64_t{time_ms} << 32U | id) {}
  std::uint32_t time_ms() const { return static_cast<std::uint32_t>(both_ >> 32U); }
  std::uint32_t id() const { return static_cast<std::uint32_t>(both_); }
  friend bool operator>(const SmallEntry& a, const SmallEntry& b) { return a.both_ > b.both_; }

 private:
  std::uint64_t both_;
};

}  // namespace dlr::bench
