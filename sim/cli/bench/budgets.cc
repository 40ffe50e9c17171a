#include "sim/cli/bench/budgets.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string_view>

namespace dlr::sim::cli {
namespace {

constexpr std::string_view kTitle =
    "# Counted per item by `dlrsim bench --write-budgets`; held by `dlrsim bench --gates`";
constexpr std::string_view kBuild = "# build: ";
constexpr std::string_view kHeader = "name,instructions,allocations,bytes";

struct Kind {
  const char* name;
  double Counts::*count;
  double slack;  // a start cannot be taken out of a count to the last one
};
constexpr Kind kKinds[] = {{"instructions", &Counts::instructions, 1},
                           {"allocations", &Counts::allocations, 0.01},
                           {"bytes", &Counts::bytes, 1}};

// What is above its budget by more than the tolerance, a sentence each.
std::vector<std::string> over_budget(const Budget& budget, const Counts& counted) {
  std::vector<std::string> over;
  for (const Kind& kind : kKinds) {
    const double is = counted.*kind.count, may = budget.counts.*kind.count;
    if (is <= may * (1 + kBudgetTolerance) + kind.slack) continue;
    over.push_back(fmt::format("{}: {:.{}f} {} an item, {:.{}f} were budgeted", budget.name, is, kind.slack < 1 ? 3 : 0,
                               kind.name, may, kind.slack < 1 ? 3 : 0));
  }
  return over;
}

}  // namespace

Budgets read_budgets(const std::string& path) {
  std::ifstream in(path);
  if (!in) {
    throw BenchError(fmt::format("{}: the budgets cannot be read; dlrsim bench --write-budgets makes them", path));
  }
  Budgets budgets;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.starts_with(kBuild)) budgets.build = line.substr(kBuild.size());
    if (line.empty() || line[0] == '#' || line == kHeader) continue;
    Budget& budget = budgets.rows.emplace_back();
    std::size_t at = line.find(',');
    budget.name = line.substr(0, at);
    for (const Kind& kind : kKinds) {
      const std::size_t end = at == std::string::npos ? at : line.find(',', at + 1);
      const std::string field = at == std::string::npos ? std::string() : line.substr(at + 1, end - at - 1);
      const auto [stopped, error] =
          std::from_chars(field.data(), field.data() + field.size(), budget.counts.*kind.count);
      if (error != std::errc() || stopped != field.data() + field.size()) {
        throw BenchError(fmt::format("{}:{}: {} must be a number, not '{}'", path, number, kind.name, field));
      }
      at = end;
    }
  }
  return budgets;
}

std::string budgets_text(const Budgets& budgets) {
  std::string text = fmt::format("{}\n{}{}\n{}\n", kTitle, kBuild, budgets.build, kHeader);
  for (const Budget& row : budgets.rows) {
    text += fmt::format("{},{:.0f},{:.3f},{:.0f}\n", row.name, row.counts.instructions, row.counts.allocations,
                        row.counts.bytes);
  }
  return text;
}

Held held_to(const std::vector<Budget>& budgets, const std::vector<Budget>& counted) {
  const auto of = [](const std::vector<Budget>& rows, const std::string& name) {
    return std::ranges::find(rows, name, &Budget::name);
  };
  Held held;
  bool is_over = false;
  for (const Budget& row : budgets) {
    if (of(counted, row.name) != counted.end()) continue;
    held.text += fmt::format("GONE  {} has a budget, and nothing of this name is counted\n", row.name);
    held.fell = true;
  }
  for (const Budget& row : counted) {
    const auto budget = of(budgets, row.name);
    if (budget == budgets.end()) {
      held.text += fmt::format("NEW   {} has no budget yet; --write-budgets gives it one\n", row.name);
      held.fell = true;
      continue;
    }
    const std::vector<std::string> over = over_budget(*budget, row.counts);
    if (over.empty()) {
      held.text +=
          fmt::format("ok    {}: {:.0f} instructions an item ({:+.1f} %), {:.3f} allocations, {:.0f} bytes\n", row.name,
                      row.counts.instructions, (row.counts.instructions / budget->counts.instructions - 1) * 100,
                      row.counts.allocations, row.counts.bytes);
    }
    for (const std::string& one : over) {
      held.text += fmt::format("OVER  {}\n", one);
      is_over = true;
    }
  }
  if (is_over) {
    held.fell = true;
    held.text += fmt::format("\nA budget was overrun by more than {:.0f} %.", kBudgetTolerance * 100);
  }
  return held;
}

}  // namespace dlr::sim::cli
