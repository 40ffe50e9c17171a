// The figures of benchmarks as people and programs read them.
#pragma once

#include <string>
#include <vector>

#include "sim/cli/bench/budgets.h"
#include "sim/cli/bench/figures.h"

namespace dlr::sim::cli {

// What was measured where; stands above the figures.
struct BenchOrigin {
  std::string date;       // and the time, in UTC
  std::string command;    // to do it again
  std::string program;    // version and commit of dlrsim
  std::string build;      // of dlr_bench
  std::string processor;  // and how many cores
  std::string load;       // of the machine when the last round began
  unsigned rounds = 0;    // of each side
  std::string other;      // the other side; empty: none
};

// The processor's name and the cores there are, as the system says.
std::string processor();

std::string bench_text(const BenchOrigin& origin, const std::vector<Figure>& figures);
// `counted`: what was counted, if it was.
std::string bench_markdown(const BenchOrigin& origin, const std::vector<Figure>& figures,
                           const std::vector<Budget>& counted);
// Every round, as Google Benchmark writes them: `bench --compare` and its own tools read it.
std::string bench_json(const BenchOrigin& origin, const Rounds& a, const Rounds& b);
// As github-action-benchmark takes it: customBiggerIsBetter.
std::string bench_github(const BenchOrigin& origin, const std::vector<Figure>& figures);

}  // namespace dlr::sim::cli
