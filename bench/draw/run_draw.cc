// What do a message's draws cost? The contestants draw other numbers, but from the same distributions: shares and
// median must agree before the clock starts.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "bench/counted/counted.h"
#include "bench/draw/draw.h"

namespace dlr::bench {

std::vector<std::uint64_t> route_weights() {
  std::vector<std::uint64_t> weights;
  for (std::uint64_t i = 1; i <= kRoutes; ++i) weights.push_back(1'000'000 / i);
  return weights;
}

std::vector<std::uint64_t> outcome_weights() { return {5'000, 965'000, 25'000, 0, 5'000}; }

namespace {

using DrawAll = void (*)(std::uint64_t, std::vector<Draw>&);

// Shares are counted in 200 000 draws: five standard deviations of a half.
constexpr std::size_t kChecked = 200'000;
constexpr double kTolerance = 0.006;

bool is_right(DrawAll draw_all) {
  std::vector<Draw> draws(kChecked);
  draw_all(0, draws);
  const auto share = [&draws](auto holds) {
    return static_cast<double>(std::count_if(draws.begin(), draws.end(), holds)) / kChecked;
  };
  const double first_route = share([](const Draw& draw) { return draw.route == 0; });
  const double outcome_1 = share([](const Draw& draw) { return draw.outcome == 1; });
  const double below_median = share([](const Draw& draw) { return draw.delay_ms < kMedianMs; });
  const double below_p99 =
      share([](const Draw& draw) { return draw.delay_ms < kMedianMs * std::exp(2.3263 * kSigma); });
  const auto near = [](double a, double b) { return std::abs(a - b) < kTolerance; };
  constexpr double kHarmonic = 7.509;  // the weight of the first of 1024 routes is 1 / this
  return near(first_route, 1 / kHarmonic) && near(outcome_1, 0.965) && near(below_median, 0.5) && near(below_p99, 0.99);
}

void draw(benchmark::State& state, DrawAll draw_all, std::size_t at_once) {
  if (!is_right(draw_all)) {
    state.SkipWithError("the shares drawn are not those of the weights");
    return;
  }
  std::vector<Draw> draws(at_once);
  std::uint64_t first = 0;
  for (auto _ : state) {
    draw_all(first, draws);
    first += draws.size();
    benchmark::DoNotOptimize(draws.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(first));
}

const bool registered = [] {
  constexpr struct {
    const char* name;
    DrawAll draw_all;
  } kContestants[] = {{"ours", draw_ours}, {"std_lognormal_and_mt19937_64", draw_std}};
  for (const auto& contestant : kContestants) {
    const std::string name = std::string("engine/draw/") + contestant.name;
    benchmark::RegisterBenchmark((name + "/small").c_str(), draw, contestant.draw_all, 256);
    benchmark::RegisterBenchmark((name + "/4k").c_str(), draw, contestant.draw_all, 4'096);
  }
  return count_too({"engine/draw/ours", 4'096, 44'096, [](std::uint64_t messages) {
                      std::vector<Draw> draws(messages);
                      draw_ours(0, draws);
                      return draws.back().route < kRoutes;
                    }});
}();

}  // namespace
}  // namespace dlr::bench
