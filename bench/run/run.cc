// A whole run on one thread, with oracle, histograms and fingerprints on: messages per second, from the quickstart to
// two million messages to every network there is. Before a figure counts, every message must have been judged right.
#include "sim/run.h"

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <string>

#include "sim/scenario/reader.h"

namespace dlr::bench {
namespace {

bool is_right(const sim::RunOutcome& outcome, const sim::Scenario& scenario) {
  return outcome.measurements.breaches.count() == 0 &&
         outcome.measurements.counters[reports::Counter::messages_submitted] == scenario.messages();
}

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
    if (!is_right(outcome, scenario)) {
      state.SkipWithError("a message was judged wrong, or is missing");
      return;
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(scenario.messages()));
}

// The same run in structs and in the provider's bytes, in turn, so that whatever else the machine does falls on both:
// `direct` and `wire` are messages per second, `wire_costs` how many times as long the bytes take.
void both_drives(benchmark::State& state, const char* name) {
  using Clock = std::chrono::steady_clock;
  const sim::ReadOutcome read = sim::read_scenario(std::string(DLR_SOURCE "/scenarios/") + name + ".yaml");
  if (!read.scenario) {
    state.SkipWithError(diagnostics::render(read.problems).c_str());
    return;
  }
  const sim::Scenario& scenario = *read.scenario;
  std::chrono::duration<double> took[2]{};  // by drive
  for (auto _ : state) {
    sim::RunOutcome outcomes[2];
    for (const sim::DriveKind drive : {sim::DriveKind::direct, sim::DriveKind::wire}) {
      const auto i = static_cast<std::size_t>(drive);
      const Clock::time_point begin = Clock::now();
      sim::RunOptions options;
      options.drive = drive;
      outcomes[i] = sim::run_lanes(scenario, options);
      took[i] += Clock::now() - begin;
      if (!is_right(outcomes[i], scenario)) {
        state.SkipWithError("a message was judged wrong, or is missing");
        return;
      }
    }
    if (!(outcomes[0].measurements.timeline == outcomes[1].measurements.timeline)) {
      state.SkipWithError("the wire comes to something else");
      return;
    }
  }
  const auto messages = static_cast<double>(scenario.messages()) * static_cast<double>(state.iterations());
  state.counters["direct"] = messages / took[0].count();
  state.counters["wire"] = messages / took[1].count();
  state.counters["wire_costs"] = took[1] / took[0];
}

BENCHMARK_CAPTURE(both_drives, quickstart_small, "quickstart")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(whole_run, quickstart_small, "quickstart", 0)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(whole_run, world_2M, "world", 2'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace dlr::bench
