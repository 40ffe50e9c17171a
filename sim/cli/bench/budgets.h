// Budgets on what can be counted: instructions, allocations and bytes per item, kept in a CSV file beside the
// benchmarks. They hold whatever else the machine does, so a gate on them does not cry wolf.
#pragma once

#include <string>
#include <vector>

#include "sim/cli/bench/bench_program.h"

namespace dlr::sim::cli {

inline constexpr double kBudgetTolerance = 0.02;

struct Budget {
  std::string name;
  Counts counts;
};

struct Budgets {
  std::string build;  // compiler and flags that they were counted with; other builds are not held to them
  std::vector<Budget> rows;
};

// A CSV file: name,instructions,allocations,bytes, after a line that says the build. Throws BenchError.
Budgets read_budgets(const std::string& path);
std::string budgets_text(const Budgets& budgets);

struct Held {
  std::string text;   // a line for each: ok, OVER, NEW (without a budget) or GONE (a budget of nothing)
  bool fell = false;  // any but ok
};
// What was counted beside its budgets.
Held held_to(const std::vector<Budget>& budgets, const std::vector<Budget>& counted);

}  // namespace dlr::sim::cli
