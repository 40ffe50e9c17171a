#include <fmt/format.h>

#include <memory>
#include <thread>

#include "reports/render/human.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/files.h"
#include "sim/lane_plan.h"
#include "sim/run.h"

namespace dlr::sim::cli {
namespace {

// Measured on one core of a server processor, with everything on; says the order of magnitude.
constexpr double kMessagesPerSecond = 4e6;

std::string described(const Scenario& scenario) {
  const unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  std::size_t operators = 0;
  for (const CountryTraffic& country : scenario.countries) operators += country.operators.size();
  const LanePlan plan(scenario);
  const double seconds = static_cast<double>(scenario.messages()) / kMessagesPerSecond / threads;
  return fmt::format("{}: valid. {} messages, {} countries, {} operators, {} lanes; a run takes about {} and {} on {} cores\n",
                     scenario.file, reports::human_count(scenario.messages()), scenario.countries.size(), operators,
                     reports::human_count(plan.lanes()), seconds < 1 ? "a second" : fmt::format("{:.0f} s", seconds),
                     reports::human_bytes(estimated_bytes(scenario, threads)), threads);
}

}  // namespace

void add_validate(CLI::App& program, int& exit) {
  struct Flags {
    std::vector<std::string> paths;
    ScenarioFlags scenario;
  };
  const auto flags = std::make_shared<Flags>();
  CLI::App* command = program.add_subcommand("validate", "Whether scenarios are valid, and what a run of them would take");
  command->add_option("SCENARIO", flags->paths, "Scenario files, or folders of them")->required();
  flags->scenario.add_to(*command);
  command->callback([flags, &exit] {
    Found found = read_scenarios(flags->paths, flags->scenario.options());
    exit = found.exit;
    for (const Scenario& scenario : found.scenarios) {
      if (!print(described(scenario))) exit = heavier(exit, kCouldNotWrite);
    }
  });
}

}  // namespace dlr::sim::cli
