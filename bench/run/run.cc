// A whole run on one thread, with oracle, histograms and fingerprints on: messages per second, from the quickstart to two
// million messages to every network there is. Before a figure counts, every message must have been judged right.
#include "sim/run.h"

#include <benchmark/benchmark.h>

#include <string>

#include "sim/scenario/reader.h"

namespace dlr::bench {
namespace {

void whole_run(benchmark::State& state, const char* name, std::uint64_t messages) {
  sim::ReadOutcome read = sim::read_scenario(std::string(DLR_SOURCE "/scenarios/") + name + ".yaml");
  if (!read.scenario) {
    state.SkipWithError(diagnostics::render(read.problems).c_str());
    return;
  }
  sim::Scenario& scenario = *read.scenario;
  if (messages > 0) {
    scenario.traffic.resize(1);
    scenario.traffic[0].messages = messages;
  }
  for (auto _ : state) {
    const sim::RunOutcome outcome = sim::run_lanes(scenario, {});
    if (outcome.measurements.breaches.count() != 0 ||
        outcome.measurements.counters[reports::Counter::messages_submitted] != scenario.messages()) {
      state.SkipWithError("a message was judged wrong, or is missing");
      return;
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(scenario.messages()));
}

BENCHMARK_CAPTURE(whole_run, quickstart_small, "quickstart", 0)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(whole_run, world_2M, "world", 2'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace dlr::bench
