#include <functional>
#include <queue>
#include <vector>

#include "bench/wheel/heap_contestant.h"

namespace dlr::bench {
namespace {

// With what a heap needs to keep the wheel's order: (time, insertion).
class OrderedEntry {
 public:
  OrderedEntry(std::uint32_t time_ms, std::uint32_t id, std::uint64_t sequence)
      : time_ms_(time_ms), id_(id), sequence_(sequence) {}
  std::uint32_t time_ms() const { return time_ms_; }
  std::uint32_t id() const { return id_; }
  friend bool operator>(const OrderedEntry& a, const OrderedEntry& b) {
    return a.time_ms_ != b.time_ms_ ? a.time_ms_ > b.time_ms_ : a.sequence_ > b.sequence_;
  }

 private:
  std::uint32_t time_ms_, id_;
  std::uint64_t sequence_;
};

}  // namespace

std::unique_ptr<WheelContestant> make_std_priority_queue_with_sequence() {
  using Heap = std::priority_queue<OrderedEntry, std::vector<OrderedEntry>, std::greater<>>;
  return std::make_unique<HeapContestant<Heap, OrderedEntry>>();
}

}  // namespace dlr::bench
