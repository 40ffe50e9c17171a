#include <functional>
#include <queue>
#include <vector>

#include "bench/wheel/heap_contestant.h"

namespace dlr::bench {

std::unique_ptr<WheelContestant> make_std_priority_queue() {
  using Heap = std::priority_queue<SmallEntry, std::vector<SmallEntry>, std::greater<>>;
  return std::make_unique<HeapContestant<Heap, SmallEntry>>();
}

}  // namespace dlr::bench
