#include <boost/heap/d_ary_heap.hpp>
#include <functional>

#include "bench/wheel/heap_contestant.h"

namespace dlr::bench {

std::unique_ptr<WheelContestant> make_boost_d_ary_heap() {
  using Heap =
      boost::heap::d_ary_heap<SmallEntry, boost::heap::arity<4>, boost::heap::compare<std::greater<SmallEntry>>>;
  return std::make_unique<HeapContestant<Heap, SmallEntry>>();
}

}  // namespace dlr::bench
