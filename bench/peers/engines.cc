// Engines of this house's build: our timer wheel, and the heaps that one would take instead. Also writes the draws for
// engines of other languages: dlr_peer_engines draws WORKLOAD SIZE FILE, as a row of 32-bit numbers:
//
//   hold       pending, events before the clock starts, events timed, the first delays, the delays in order of events
//   messages   messages, then of each: answer_ms, report_ms, fate
#include <boost/heap/d_ary_heap.hpp>
#include <boost/version.hpp>
#include <fstream>
#include <functional>
#include <queue>

#include "bench/peers/engine_models.h"
#include "bench/wheel/heap_contestant.h"
#include "sim/engine/timer_wheel.h"

namespace dlr::bench {
namespace {

class Wheel {
 public:
  void insert(std::uint32_t time_ms, std::uint32_t payload) { wheel_.insert(time_ms, payload); }
  std::uint32_t now() const { return wheel_.now(); }

  template <class Handler>
  void run(Handler&& handler) {
    bool goes_on = true;
    const auto hand_over = [&](std::uint32_t now, std::span<const engine::Timer> timers) {
      for (const engine::Timer& timer : timers) {
        if (handler(now, timer.payload)) [[likely]] {
          continue;
        }
        wheel_.insert(now, timer.payload);
        goes_on = false;
      }
    };
    while (goes_on && wheel_.open_next(~0U, hand_over)) {
    }
  }

 private:
  engine::TimerWheel wheel_;
};

template <class Heap>
class HeapQueue {
 public:
  void insert(std::uint32_t time_ms, std::uint32_t payload) { heap_.push(SmallEntry(time_ms, payload, 0)); }

  template <class Handler>
  void run(Handler&& handler) {
    while (!heap_.empty()) {
      const SmallEntry entry = heap_.top();
      heap_.pop();
      if (handler(entry.time_ms(), entry.id())) [[likely]] {
        continue;
      }
      heap_.push(entry);
      return;
    }
  }

 private:
  Heap heap_;
};

using Later = std::greater<SmallEntry>;
using StdQueue = HeapQueue<std::priority_queue<SmallEntry, std::vector<SmallEntry>, Later>>;
using BoostQueue = HeapQueue<boost::heap::d_ary_heap<SmallEntry, boost::heap::arity<4>, boost::heap::compare<Later>>>;

template <class Queue>
std::function<Measured(const Task&)> engine_of(std::string version) {
  return [version](const Task& task) {
    Queue queue;
    return run_engine(task, queue, version);
  };
}

// The wheel, which notes the delays that it is given.
class NotingWheel : public Wheel {
 public:
  void insert(std::uint32_t time_ms, std::uint32_t payload) {
    delays.push_back(time_ms - now());
    Wheel::insert(time_ms, payload);
  }
  std::vector<std::uint32_t> delays;
};

Measured write_draws(const Task& task) {
  std::vector<std::uint32_t> row = {task.size};
  if (task.workload == "hold") {
    NotingWheel wheel;
    const Measured measured = HoldRun(wheel).run(task.size);
    row.push_back(static_cast<std::uint32_t>(measured.counts.at("events") - measured.items));
    row.push_back(static_cast<std::uint32_t>(measured.items));
    row.insert(row.end(), wheel.delays.begin(), wheel.delays.end());
  } else {
    for (const MessageDraw& draw : draw_messages(task.size)) {
      row.insert(row.end(), {draw.answer_ms, draw.report_ms, static_cast<std::uint32_t>(draw.fate)});
    }
  }
  std::ofstream file(task.server, std::ios::binary);
  file.write(reinterpret_cast<const char*>(row.data()), static_cast<std::streamsize>(row.size() * sizeof(row[0])));
  file.close();
  if (!file) give_up("cannot write '" + task.server + "'");
  return {};
}

}  // namespace
}  // namespace dlr::bench

int main(int argc, char** argv) {
  using namespace dlr::bench;
  return contest(argc, argv,
                 {{"ours", engine_of<Wheel>("this tree")},
                  {"std_priority_queue", engine_of<StdQueue>("libstdc++ " + std::to_string(_GLIBCXX_RELEASE))},
                  {"boost_d_ary_heap", engine_of<BoostQueue>(BOOST_LIB_VERSION)},
                  {"draws", write_draws}});
}
