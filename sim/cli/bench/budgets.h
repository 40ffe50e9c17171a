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

// What is above its budget by more than the tolerance, a sentence each.
std::vector<std::string> over_budget(const Budget& budget, const Counts& counted);

}  // namespace dlr::sim::cli
