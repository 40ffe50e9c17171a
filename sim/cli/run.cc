#include "sim/run.h"

#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <span>

#include "reports/human.h"
#include "reports/render/conclusion.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/files.h"
#include "sim/cli/planted.h"
#include "sim/cli/program_name.h"
#include "sim/cli/runner.h"
#include "sim/replicate.h"

namespace dlr::sim::cli {
namespace {

std::atomic<bool> stop_requested{false};

// The first interruption asks for a partial result; the second ends the program.
extern "C" void on_interrupt(int number) {
  stop_requested = true;
  std::signal(number, end_on_signal);
}

// "2/3"; nothing for anything else.
std::optional<reports::Shard> shard_of(const std::string& text) {
  if (text.empty()) return reports::Shard{};
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const std::optional<std::uint64_t> index = whole_number(text.substr(0, slash));
  const std::optional<std::uint64_t> of = whole_number(text.substr(slash + 1));
  if (!index || !of || *index == 0 || *index > *of || *of > 1'000'000) return std::nullopt;
  return reports::Shard{static_cast<std::uint32_t>(*index), static_cast<std::uint32_t>(*of)};
}

bool same_sweep(const Scenario* before, const Scenario& now) {
  return before != nullptr && before->file == now.file && now.point.number > before->point.number;
}

std::string interrupted_before(const Scenario& scenario) {
  return "interrupted before " + (scenario.point.is_one() ? "the point " + scenario.point.name : "its turn");
}

std::string what_they_are(const std::vector<Scenario>& scenarios) {
  const auto points =
      std::count_if(scenarios.begin(), scenarios.end(), [](const Scenario& one) { return one.point.is_one(); });
  return reports::what_they_are(scenarios.size(), static_cast<std::size_t>(points));
}

// Whether all ranks were given the same to do: else they would wait for each other for ever.
bool agree(Ranks& ranks, std::span<const Scenario> scenarios) {
  if (ranks.size() == 1) return true;
  std::string all;
  for (const Scenario& scenario : scenarios) all += scenario.title() + " " + scenario_hash(scenario) + "\n";
  if (ranks.all_equal(all)) return true;
  tell("dlrsim: the ranks do not read the same scenarios: is the folder on every machine, and of one state?");
  return false;
}

// What keeps one rank from running keeps all of them.
int or_anothers(Ranks& ranks, int problem) {
  return ranks.any(problem != kPassed) && problem == kPassed ? kUsage : problem;
}

int run(RunFlags& flags, Ranks& ranks) {
  if (flags.plant == "list") return print(list_of_defects()) ? kPassed : kCouldNotWrite;
  const std::optional<reports::Shard> shard = shard_of(flags.shard);
  if (!shard) {
    tell(fmt::format("dlrsim: --shard {} is no shard; the second of three is --shard 2/3", flags.shard));
    return kUsage;
  }
  const std::optional<const Defect*> planted = defect_named(flags.plant);
  if (!planted) return kUsage;
  const Defect* defect = *planted;
  if (!flags.judging.apply({})) return kUsage;
  if (flags.paths.empty()) {
    tell(fmt::format("dlrsim: run what? Begin with: {}", command_to_begin_with()));
    return kUsage;
  }
  if (ranks.size() > 1 && !(flags.files.outcomes.empty() && flags.files.events.empty())) {
    tell("dlrsim: --outcomes and --events are written by one process: leave them away under mpirun, or use --shard");
    return kUsage;
  }
  if (!ranks.is_first()) {  // only one writes files
    flags.files = {};
    flags.reports.clear();
  }
  RunFiles written;
  ReportFiles files;
  int problem = files.open(flags.reports, flags.files.output, flags.json);
  if (problem == kPassed) problem = written.open_output(flags.files);
  problem = or_anothers(ranks, problem);
  if (problem != kPassed) return problem;
  Found found = read_scenarios(flags.paths, flags.scenario.options());
  std::vector<std::string> inputs = flags.paths;
  for (const Scenario& scenario : found.scenarios) {
    if (inputs.back() != scenario.file) inputs.push_back(scenario.file);  // a sweep has it for each point
  }
  int exit = found.exit;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    if (std::signal(number, on_interrupt) == SIG_IGN) std::signal(number, SIG_IGN);  // nohup
  }
  problem = files.overwrites(inputs) ? kUsage : written.open_rest(flags.files, inputs, found.scenarios);
  problem = or_anothers(ranks, problem);
  if (problem != kPassed) return problem;
  if (!agree(ranks, found.scenarios)) return kScenarioInvalid;
  Runner runner(flags, *shard, defect, {written, files}, ranks, stop_requested, found.scenarios);
  flags.judging.apply(found.scenarios);
  const std::vector<reports::Judging> judging = judging_of(found.scenarios, flags.judging.false_alarms);
  std::size_t passed = 0, place = 0;
  int worst = kPassed;  // of those that were run
  const Scenario* previous = nullptr;
  for (const Scenario& scenario : found.scenarios) {
    const reports::Judging& how = judging[place++];
    if (!same_sweep(previous, scenario) && !runner.end_of_sweep()) exit = heavier(exit, kCouldNotWrite);
    previous = &scenario;
    if (how.replications.max > 1 && shard->index > 1 && !(flags.files.outcomes.empty() && flags.files.events.empty())) {
      tell(fmt::format(
          "dlrsim: --outcomes and --events are of the first replication of {}, which shard 1 has: leave them away here",
          scenario.title()));
      exit = heavier(exit, kUsage);
      continue;
    }
    if (ranks.any(stop_requested)) stop_requested = true;
    if (stop_requested) {
      tell(fmt::format("dlrsim: interrupted; not run: {}", scenario.title()));
      found.not_run.push_back({scenario.file, interrupted_before(scenario), kInterrupted});
      continue;
    }
    const int one = runner.run(scenario, how);
    passed += one == kPassed ? 1 : 0;
    worst = heavier(worst, one);
  }
  exit = heavier(exit, worst);
  if (!runner.end_of_sweep()) exit = heavier(exit, kCouldNotWrite);
  if (stop_requested) exit = heavier(exit, kInterrupted);
  if (!runner.tell_not_run(found.not_run)) exit = heavier(exit, kCouldNotWrite);
  // Where nothing was run, files stay as they were.
  if (!found.scenarios.empty() && !written.put_in_place()) exit = heavier(exit, kCouldNotWrite);
  if (!runner.write_reports(found.not_run)) exit = heavier(exit, kCouldNotWrite);
  const std::string not_run =
      found.not_run.empty()
          ? std::string()
          : fmt::format("; {} not run, see above", reports::human_number_of(found.not_run.size(), "file"));
  if (!flags.json && !files.on_stdout() &&
      (found.scenarios.size() > 1 || (found.scenarios.size() == 1 && !not_run.empty())) &&
      !print(shard->of > 1 ? fmt::format("\n{}: part {} of {}, judged after `{} report` of all {} parts{}\n",
                                         what_they_are(found.scenarios), shard->index, shard->of, program_name(),
                                         shard->of, not_run)
                           : fmt::format("\n{} of {} passed{}\n", passed, what_they_are(found.scenarios), not_run))) {
    exit = heavier(exit, kCouldNotWrite);
  }
  // One that is wrong makes the commit bad, whatever else could not be judged.
  return flags.bisect && !stop_requested && is_bad(worst) ? worst : exit;
}

}  // namespace

void add_run(CLI::App& program, std::string command_line, Ranks& ranks, int& exit) {
  const auto flags = std::make_shared<RunFlags>();
  flags->command_line = std::move(command_line);
  CLI::App* command = program.add_subcommand("run", "Runs scenarios and judges every message");
  command->add_option("SCENARIO", flags->paths, "Scenario files, or folders of them");
  flags->scenario.add_to(*command);
  add_threads_flag(*command, flags->threads);
  command->add_option("--shard", flags->shard, "Only the lanes of shard i of n; `report` merges their results")
      ->type_name("I/N");
  command->add_flag(
      "--json", flags->json,
      "The result on stdout, one line per scenario (of one that was not run: {\"not_run\": {...}}), and nothing else");
  command->add_option("-o,--output", flags->files.output, "The result into this file as well")->type_name("FILE");
  add_report_flag(*command, flags->reports);
  command
      ->add_option("--progress", flags->progress, "Progress on stderr: auto (long runs on a terminal), always, never")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  add_colour_flag(*command, flags->colour);
  command->add_flag("-q,--quiet", flags->quiet, "The verdict, and what did not pass");
  command->add_flag("-v,--verbose", flags->verbose, "Every operator, every count");
  command
      ->add_option("--drive", flags->drive,
                   "How the simulator reaches the core: direct (structs) or wire (the provider's real bytes)")
      ->capture_default_str()
      ->check(CLI::IsMember({"direct", "wire"}));
  flags->judging.add_to(*command);
  command
      ->add_option("--not-sure", flags->not_sure,
                   "What comes of a check that cannot decide: fail (exit 4), warn or pass")
      ->capture_default_str()
      ->check(CLI::IsMember({"fail", "warn", "pass"}));
  command->add_option("--plant", flags->plant, "Plant a mistake in the core; `list` names them")->type_name("DEFECT");
  command
      ->add_option("--outcomes", flags->files.outcomes,
                   "How each message ended into this file, 8 bytes per message, for `compare`")
      ->type_name("FILE");
  command
      ->add_option(
          "--events", flags->files.events,
          "Every campaign event into this file, one JSON object a line (NDJSON), in the same order whatever -j says")
      ->type_name("FILE");
  CLI::Option* none = command->add_flag("--no-baseline", flags->no_baseline, "Do not compare with what was accepted");
  command->add_flag("--require-baseline", flags->require_baseline, "End with 7 where nothing was accepted yet")
      ->excludes(none);
  command->add_flag(
      "--profile-engine", flags->profile_engine,
      "On stderr, where the run's own time went: generate, queue, provider, core, codec, oracle, statistics");
  command->add_flag("--bisect", flags->bisect,
                    "Exit codes for `git bisect run`: 0 good, 1 to 124 bad, 125 where nothing could be judged");
  command->callback([flags, &ranks, &exit] {
    const int status = run(*flags, ranks);
    exit = flags->bisect ? for_bisect(status) : status;
  });
}

}  // namespace dlr::sim::cli
