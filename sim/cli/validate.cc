#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "reports/render/human.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/files.h"
#include "sim/lane_plan.h"
#include "sim/run.h"

namespace dlr::sim::cli {
namespace {

// Measured on one core of a server processor, with everything on; says the order of magnitude.
constexpr double kMessagesPerSecond = 1.5e6;

// Those in which an operator reports nothing, by the list or by the scenario.
std::string silent_countries(const Scenario& scenario) {
  std::string names;
  for (const CountryTraffic& country : scenario.countries) {
    if (country.reports[static_cast<int>(Channel::sms)]) continue;
    names += (names.empty() ? "" : ", ") + country.country.text();
  }
  return names;
}

std::string described(const Scenario& scenario) {
  const unsigned threads = threads_for(0);
  std::size_t operators = 0;
  for (const CountryTraffic& country : scenario.countries) operators += country.operators.size();
  const LanePlan plan(scenario);
  const std::uint32_t at_work = std::min<std::uint32_t>(threads, plan.lanes());
  const double seconds = static_cast<double>(scenario.messages()) / kMessagesPerSecond / at_work;
  std::string text =
      fmt::format("{}: valid. {}, {}, {}, {}; a run takes about {} and {} on {}\n", scenario.file,
                  reports::human_number_of(scenario.messages(), "message"),
                  reports::human_number_of(scenario.countries.size(), "country", "countries"),
                  reports::human_number_of(operators, "operator"), reports::human_number_of(plan.lanes(), "lane"),
                  seconds < 1 ? "a second" : fmt::format("{:.0f} s", seconds),
                  reports::human_bytes(estimated_bytes(scenario, threads)), reports::human_number_of(threads, "core"));
  if (const std::string silent = silent_countries(scenario); !silent.empty()) {
    text += fmt::format("  no delivery report about SMS ever comes from {}; the provider's rejections do\n", silent);
  }
  return text;
}

}  // namespace

void add_validate(CLI::App& program, int& exit) {
  struct Flags {
    std::vector<std::string> paths;
    ScenarioFlags scenario;
  };
  const auto flags = std::make_shared<Flags>();
  CLI::App* command =
      program.add_subcommand("validate", "Whether scenarios are valid, and what a run of them would take");
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
