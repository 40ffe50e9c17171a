// What a scenario comes to now becomes what is accepted of it, with a reason.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <set>

#include "reports/false_alarms.h"
#include "sim/cli/baseline.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/files.h"
#include "sim/cli/program_name.h"
#include "sim/replicate.h"
#include "sim/result_of.h"
#include "sim/run.h"

namespace dlr::sim::cli {
namespace {

struct AcceptFlags {
  std::vector<std::string> paths;
  std::string reason;
  bool anew = false;
  bool even_failing = false;
  std::uint32_t threads = 0;  // 0: as many as there are cores
};

std::string today() {
  return fmt::format("{:%Y-%m-%d}",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())));
}

int accept_one(const Scenario& scenario, const AcceptFlags& flags) {
  RunOptions options;
  options.threads = threads_for(flags.threads);
  const reports::Result result = result_of(scenario, run_lanes(scenario, options), reports::Shard{},
                                           judging_of({&scenario, 1}, reports::FalseAlarmBudget::kDefault)[0]);
  if (result.breaches.count() > 0) {
    tell(fmt::format("dlrsim: nothing is accepted of {}: the core is wrong there. See: {} run {}", scenario.title(),
                     program_name(), shell_word(scenario.file)));
    return kInvariantBroken;
  }
  if (result.exit_code == kExpectationFailed && !flags.even_failing) {
    tell(
        fmt::format("dlrsim: nothing is accepted of {}: it does not meet its expectations, and every run of it would "
                    "be red all the "
                    "same. See: {} run {}; to accept it as it is: --even-failing",
                    scenario.title(), program_name(), shell_word(scenario.file)));
    return kExpectationFailed;
  }
  const std::string path = baseline_path(scenario.file, scenario.point);
  Baseline baseline;
  std::string problem;
  if (read_baseline(path, baseline, problem) == BaselineFound::unreadable) {
    if (!flags.anew) {  // its history stays where it is
      tell_of_baseline(problem, path, scenario.file);
      return kScenarioInvalid;
    }
    baseline = {};
  }
  const std::string hash = scenario_hash(scenario);
  const bool is_known = !baseline.accepted.empty() && baseline.accepted.back().outcomes == result.outcomes &&
                        baseline.accepted.back().timeline == result.timeline;
  if (is_known && baseline.scenario_hash == hash && !baseline.ended.empty()) {
    return print(fmt::format("{}: the same as before\n", scenario.title())) ? kPassed : kCouldNotWrite;
  }
  baseline.scenario = scenario.name;
  baseline.point = scenario.point.name;
  baseline.scenario_hash = hash;
  baseline.messages = result.messages;
  baseline.blocks = result.blocks;
  baseline.ended = ended_by_country(result);
  baseline.accepted.push_back({today(), kVersion, flags.reason, result.outcomes, result.timeline});
  if (!write_baseline(path, baseline)) return kCouldNotWrite;
  // Whether replications will be sure a single run cannot know.
  const bool is_sure = result.exit_code != kNotSure || scenario.replications.max > 1;
  if (!print(fmt::format("{}: accepted, {}{}\n", scenario.title(), path,
                         is_sure ? "" : "; it is not sure of its expectations, and a run of it ends with 4"))) {
    return kCouldNotWrite;
  }
  return kPassed;
}

// A sweep that was changed leaves files behind that nothing is compared with.
void tell_of_points_that_are_gone(const std::vector<Scenario>& scenarios) {
  std::set<std::filesystem::path> folders, known;
  for (const Scenario& scenario : scenarios) {
    const std::filesystem::path path = baseline_path(scenario.file, scenario.point);
    known.insert(path);
    if (scenario.point.is_one()) folders.insert(path.parent_path());
  }
  for (const std::filesystem::path& folder : folders) {
    std::error_code error;
    std::set<std::string> gone;
    for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
      if (!known.contains(at->path())) gone.insert(at->path().string());
    }
    for (const std::string& path : gone) {
      tell(fmt::format("dlrsim: {} is of a point that is no longer there: rm {}", path, shell_word(path)));
    }
  }
}

int accept(const AcceptFlags& flags) {
  if (is_ci()) {
    tell("dlrsim: accept does nothing where CI is set: a change is accepted by a person, who commits it");
    return kUsage;
  }
  const Found found = read_scenarios(flags.paths, {});
  int exit = found.exit;
  for (const Scenario& scenario : found.scenarios) exit = heavier(exit, accept_one(scenario, flags));
  tell_of_points_that_are_gone(found.scenarios);
  return exit;
}

}  // namespace

void add_accept(CLI::App& program, int& exit) {
  const auto flags = std::make_shared<AcceptFlags>();
  CLI::App* command = program.add_subcommand(
      "accept", "Takes what scenarios come to now as what is right; a later run that differs ends with 5");
  command->add_option("SCENARIO", flags->paths, "Scenario files, or folders of them")->required();
  command->add_option("--reason", flags->reason, "Why it is right, for those who read the change")
      ->required()
      ->check([](const std::string& text) {
        return text.find_first_not_of(" \t") == std::string::npos ? std::string("say why") : std::string();
      });
  command->add_flag("--anew", flags->anew, "Also where the baseline is damaged; what was accepted before is forgotten");
  command->add_flag("--even-failing", flags->even_failing, "Also what does not meet its expectations");
  add_threads_flag(*command, flags->threads);
  command->callback([flags, &exit] { exit = accept(*flags); });
}

}  // namespace dlr::sim::cli
