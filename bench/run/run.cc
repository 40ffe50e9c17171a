// Whole runs on one thread, with oracle, histograms and fingerprints on: messages per second, in structs (direct) and
// through the provider's real bytes (wire), side by side. Before a figure counts, every message must have been judged
// right.
#include "sim/run.h"

#include <benchmark/benchmark.h>

#include <string>

#include "bench/counted/counted.h"
#include "sim/scenario/reader.h"

namespace dlr::bench {
namespace {

// 0 messages: as many as the file says.
sim::ReadOutcome scenario_of(const char* name, std::uint64_t messages) {
  sim::ReadOutcome read = sim::read_scenario(std::string(DLR_SOURCE "/scenarios/") + name + ".yaml");
  if (read.scenario && messages > 0) {
    read.scenario->traffic.resize(1);
    read.scenario->traffic[0].messages = messages;
  }
  return read;
}

bool runs_right(const sim::Scenario& scenario, bool on_the_wire) {
  sim::RunOptions options;
  options.drive = on_the_wire ? sim::DriveKind::wire : sim::DriveKind::direct;
  const sim::RunOutcome outcome = sim::run_lanes(scenario, options);
  return outcome.measurements.breaches.count() == 0 &&
         outcome.measurements.counters[reports::Counter::messages_submitted] == scenario.messages();
}

void whole_run(benchmark::State& state, const char* name, std::uint64_t messages, bool on_the_wire) {
  const sim::ReadOutcome read = scenario_of(name, messages);
  if (!read.scenario) {
    state.SkipWithError(diagnostics::render(read.problems).c_str());
    return;
  }
  for (auto _ : state) {
    if (!runs_right(*read.scenario, on_the_wire)) {
      state.SkipWithError("a message was judged wrong, or is missing");
      return;
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(read.scenario->messages()));
}

const bool registered = [] {
  constexpr struct {
    const char* scenario;
    const char* size;
    std::uint64_t messages;
  } kRuns[] = {{"quickstart", "small", 0}, {"everything-at-once", "whole", 0}, {"world", "2M", 2'000'000}};
  for (const auto& run : kRuns) {
    for (const bool on_the_wire : {false, true}) {
      const std::string name = std::string("run/") + run.scenario + (on_the_wire ? "/wire/" : "/direct/") + run.size;
      benchmark::RegisterBenchmark(name.c_str(), whole_run, run.scenario, run.messages, on_the_wire)
          ->Unit(benchmark::kMillisecond);
    }
  }
  // By the lane, so that one costs what the other does.
  static constexpr auto counted = [](const char* name, std::uint64_t messages, bool on_the_wire) {
    const sim::ReadOutcome read = scenario_of(name, messages);
    return read.scenario && runs_right(*read.scenario, on_the_wire);
  };
  count_too({"run/quickstart/direct", 16'384, 81'920, [](std::uint64_t n) { return counted("quickstart", n, false); }});
  count_too({"run/quickstart/wire", 16'384, 32'768, [](std::uint64_t n) { return counted("quickstart", n, true); }});
  count_too({"run/world/direct", 32'768, 98'304, [](std::uint64_t n) { return counted("world", n, false); }});
  return count_too({"run/world/wire", 16'384, 32'768, [](std::uint64_t n) { return counted("world", n, true); }});
}();

}  // namespace
}  // namespace dlr::bench
