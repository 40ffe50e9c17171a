// Which queue for timers? Figures: events per second, bytes per pending timer.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <string>

#include "bench/counted/counted.h"
#include "bench/wheel/hold_model.h"

namespace dlr::bench {
namespace {

const HoldModel& model() {
  static const HoldModel only;
  return only;
}

std::unique_ptr<WheelContestant> filled(std::unique_ptr<WheelContestant> queue, std::uint32_t pending) {
  for (std::uint32_t id = 0; id < pending; ++id) queue->insert(model().first_time(id), id);
  return queue;
}

using Make = std::unique_ptr<WheelContestant> (*)();

void hold(benchmark::State& state, Make make, std::uint32_t pending) {
  // The same answer as the heap that carries sequence numbers?
  const auto queue = filled(make(), pending), reference = filled(make_std_priority_queue_with_sequence(), pending);
  const std::uint64_t check = std::min<std::uint64_t>(pending, 1'000'000);
  const std::uint64_t came = queue->hold(model(), check), had_to = reference->hold(model(), check);
  if (came != had_to || queue->digest() != reference->digest()) {
    state.SkipWithError("other timers come out than of a heap with sequence numbers");
    return;
  }
  constexpr std::uint64_t kAtOnce = 10'000;
  std::uint64_t events = 0;
  for (auto _ : state) events += queue->hold(model(), kAtOnce);
  benchmark::DoNotOptimize(queue->digest());
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
  state.counters["bytes_per_pending"] = static_cast<double>(queue->bytes()) / pending;
}

const bool registered = [] {
  constexpr struct {
    const char* name;
    Make make;
  } kContestants[] = {{"ours", make_ours},
                      {"std_priority_queue", make_std_priority_queue},
                      {"std_priority_queue_with_sequence", make_std_priority_queue_with_sequence},
                      {"boost_d_ary_heap", make_boost_d_ary_heap}};
  constexpr struct {
    const char* name;
    std::uint32_t pending;
  } kSizes[] = {{"small", 10'000}, {"100k", 100'000}, {"1M", 1'000'000}, {"10M", 10'000'000}};
  for (const auto& size : kSizes) {
    for (const auto& contestant : kContestants) {
      const std::string name = std::string("engine/wheel/") + contestant.name + "/" + size.name;
      benchmark::RegisterBenchmark(name.c_str(), hold, contestant.make, size.pending);
    }
  }
  return count_too({"engine/wheel/ours/100k", 10'000, 210'000, [](std::uint64_t events) {
                      return filled(make_ours(), 100'000)->hold(model(), events) >= events;
                    }});
}();

}  // namespace
}  // namespace dlr::bench
