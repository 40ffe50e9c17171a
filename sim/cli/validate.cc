#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>

#include "reports/human.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/files.h"
#include "sim/lane_plan.h"
#include "sim/run.h"

namespace dlr::sim::cli {
namespace {

// Those in which an operator reports nothing, by the list or by the scenario.
std::string silent_countries(const Scenario& scenario) {
  std::string names;
  for (const CountryTraffic& country : scenario.countries) {
    if (country.reports[static_cast<int>(Channel::sms)]) continue;
    names += (names.empty() ? "" : ", ") + country.country.text();
  }
  return names;
}

std::string said_of_silence(const Scenario& scenario) {
  const std::string silent = silent_countries(scenario);
  if (silent.empty()) return silent;
  return fmt::format("  no delivery report about SMS ever comes from {}; the provider's rejections do\n", silent);
}

std::string described(const Scenario& scenario) {
  const unsigned threads = threads_for(0);
  std::size_t operators = 0;
  for (const CountryTraffic& country : scenario.countries) operators += country.operators.size();
  const LanePlan plan(scenario);
  const double seconds = estimated_seconds(scenario.messages(), threads, plan.lanes());
  std::string text =
      fmt::format("{}: valid. {}, {}, {}, {}; a run takes about {} and {} on {}\n", scenario.file,
                  reports::human_number_of(scenario.messages(), "message"),
                  reports::human_number_of(scenario.countries.size(), "country", "countries"),
                  reports::human_number_of(operators, "operator"), reports::human_number_of(plan.lanes(), "lane"),
                  seconds < 1 ? "a second" : reports::human_duration(seconds * 1000),
                  reports::human_bytes(estimated_bytes(scenario, threads)), reports::human_number_of(threads, "core"));
  return text + said_of_silence(scenario);
}

std::string sweep_described(std::span<const Scenario> points) {
  const unsigned threads = threads_for(0);
  std::uint64_t messages = 0, bytes = 0;
  double seconds = 0;
  for (const Scenario& point : points) {
    messages += point.messages();
    seconds += estimated_seconds(point.messages(), threads, LanePlan(point).lanes());
    bytes = std::max(bytes, estimated_bytes(point, threads));
  }
  std::string text =
      fmt::format("{}: valid. A sweep of {}, {} in all; a run takes about {} and {} on {}\n", points.front().file,
                  reports::human_number_of(points.size(), "point"), reports::human_number_of(messages, "message"),
                  seconds < 1 ? "a second" : reports::human_duration(seconds * 1000), reports::human_bytes(bytes),
                  reports::human_number_of(threads, "core"));
  const std::string silence = said_of_silence(points.front());
  const bool all_alike =
      std::ranges::all_of(points, [&](const Scenario& point) { return said_of_silence(point) == silence; });
  for (const Scenario& point : points) {
    text += fmt::format("  {:>4}  {}, {}\n", point.point.number, reports::printable(point.point.name),
                        reports::human_number_of(point.messages(), "message"));
    if (!all_alike) text += said_of_silence(point);
  }
  return all_alike ? text + silence : text;
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
    for (std::size_t at = 0; at < found.scenarios.size();) {
      std::size_t end = at + 1;
      while (end < found.scenarios.size() &&
             found.scenarios[end].point.number > found.scenarios[end - 1].point.number &&
             found.scenarios[end].file == found.scenarios[at].file) {
        ++end;
      }
      const std::span<const Scenario> points(found.scenarios.data() + at, end - at);
      if (!print(points.size() == 1 ? described(points.front()) : sweep_described(points))) {
        exit = heavier(exit, kCouldNotWrite);
      }
      at = end;
    }
  });
}

}  // namespace dlr::sim::cli
