#include "sim/run.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <span>
#include <utility>

#include "reports/exit_status.h"
#include "reports/render/again.h"
#include "reports/render/conclusion.h"
#include "reports/render/human.h"
#include "reports/render/names_by_file.h"
#include "reports/render/points.h"
#include "reports/render/terminal.h"
#include "reports/verdict.h"
#include "sim/cli/baseline.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/files.h"
#include "sim/cli/judging_flags.h"
#include "sim/cli/planted.h"
#include "sim/cli/program_name.h"
#include "sim/cli/progress.h"
#include "sim/cli/report_files.h"
#include "sim/cli/run_files.h"
#include "sim/replicate.h"
#include "sim/result_of.h"

namespace dlr::sim::cli {
namespace {

struct RunFlags {
  std::vector<std::string> paths;
  ScenarioFlags scenario;
  std::uint32_t threads = 0;  // 0: as many as there are cores
  std::string shard;          // "2/3"; empty: the whole
  bool json = false;
  std::vector<std::string> reports;
  std::string progress = "auto";
  Colour colour = Colour::automatic;
  bool quiet = false;
  bool verbose = false;
  std::string drive = "direct";
  std::string plant;
  JudgingFlags judging;
  std::string not_sure = "fail";
  RunPaths files;
  bool no_baseline = false;
  bool require_baseline = false;
  bool bisect = false;
  std::string command_line;
  Ranks* ranks = nullptr;  // that do it together; null: this process alone
};

std::atomic<bool> interrupted{false};

// The first interruption asks for a partial result; the second ends the program.
extern "C" void on_interrupt(int number) {
  interrupted = true;
  std::signal(number, end_on_signal);
}

// "2/3"; nothing for anything else.
std::optional<ShardOf> shard_of(const std::string& text) {
  if (text.empty()) return ShardOf{};
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const std::optional<std::uint64_t> index = whole_number(text.substr(0, slash));
  const std::optional<std::uint64_t> of = whole_number(text.substr(slash + 1));
  if (!index || !of || *index == 0 || *index > *of || *of > 1'000'000) return std::nullopt;
  return ShardOf{static_cast<std::uint32_t>(*index), static_cast<std::uint32_t>(*of)};
}

std::uint64_t peak_rss_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
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

class Runner {
 public:
  Runner(const RunFlags& flags, const ShardOf& shard, const Defect* defect, RunFiles& written, ReportFiles& files,
         std::span<const Scenario> scenarios)
      : flags_(flags), shard_(shard), defect_(defect), written_(written), files_(files), many_(scenarios.size() > 1) {
    for (const Scenario& scenario : scenarios) names_.add(scenario.title(), scenario.file);
  }

  // The exit status.
  int run(const Scenario& scenario, const reports::Judging& judging) {
    reports::Result result = compute(scenario, judging);
    if (result.exit_code == kPassed && flags_.not_sure == "warn" && reports::count_verdicts(result).not_sure > 0) {
      tell(fmt::format("dlrsim: not sure about {}: counted as passed", scenario.title()));
    }
    const std::string json = reports::to_json(result) + "\n";
    bool good = written_.output.write(json);
    if (flags_.json) {
      good = print(json) && good;
    } else if (!files_.on_stdout()) {
      reports::TerminalOptions options;
      options.colour = colour_on_stdout(flags_.colour);
      options.width = terminal_width();
      options.verbose = flags_.verbose;
      // Of many a line each; of a sweep's points also a table, when all are run.
      options.quiet = flags_.quiet || (many_ && !flags_.verbose);
      options.name = scenario.title() + names_.suffix(scenario.title(), scenario.file);
      good = print((shown_++ > 0 && !options.quiet ? "\n" : "") + reports::render_terminal(result, options)) && good;
      if (result.point.is_one()) sweep_.push_back(result);
    }
    int exit = result.exit_code;
    if (!good) exit = heavier(exit, kCouldNotWrite);
    if (files_.any()) results_.push_back(std::move(result));
    return exit;
  }

  // After the last point of a sweep: all of them at a glance. False: it could not be written.
  bool end_of_sweep() {
    const std::vector<reports::Result> points = std::exchange(sweep_, {});
    if (flags_.quiet || points.size() < 2) return true;
    reports::TerminalOptions options;
    options.colour = colour_on_stdout(flags_.colour);
    options.width = terminal_width();
    return print("\n" + reports::render_points(points, options));
  }

  // What the reports are about: all that was run.
  bool write_reports(std::span<const reports::NotRun> not_run) { return files_.write(results_, not_run); }

 private:
  reports::Result compute(const Scenario& scenario, const reports::Judging& judging) {
    const bool shown =
        flags_.progress == "always" || (flags_.progress == "auto" && stderr_is_terminal() && !flags_.quiet);
    Progress progress(shown, scenario.title(), scenario.messages() / (judging.replications.max > 1 ? 1 : shard_.of));
    RunOptions options;
    options.ranks = flags_.ranks;
    // Where there are ranks, a launcher has put one on each core.
    options.threads = flags_.ranks != nullptr ? std::max(flags_.threads, 1U) : threads_for(flags_.threads);
    const bool is_replicated = judging.replications.max > 1;
    if (!is_replicated) options.shard = shard_;  // else whole replications
    options.defect = defect_;
    options.drive = flags_.drive == "wire" ? DriveKind::wire : DriveKind::direct;
    options.interrupted = &interrupted;
    options.on_progress = [&progress](std::uint64_t messages) { progress.update(messages); };
    if (!flags_.files.outcomes.empty() &&
        written_.outcomes.begin(scenario, {options.shard.index, options.shard.of},
                                defect_ != nullptr ? std::string(defect_->name) : std::string())) {
      options.on_outcomes = [this](std::uint64_t first, std::span<const std::uint64_t> packed) {
        written_.outcomes.put(first, packed);
      };
    }
    if (!flags_.files.events.empty()) {
      options.events.write = [this](std::string_view lines) { written_.events.write(lines); };
      options.events.take_back = [this](std::uint64_t bytes) { written_.events.take_back(bytes); };
    }
    std::uint64_t messages = 0;
    const auto run_one = [&](const Scenario& replication) {
      RunOutcome outcome = run_lanes(replication, options);
      messages += outcome.measurements.counters[reports::Counter::messages_submitted];
      if (options.on_outcomes && outcome.lanes_done < outcome.lanes) written_.outcomes.note_interrupted();
      options.on_outcomes = nullptr;  // those of the first replication are kept
      options.events = {};
      return outcome;
    };
    reports::Result result = replicate(scenario, judging, shard_, run_one);
    if (result.lanes == 0) {
      tell(fmt::format("dlrsim: shard {}/{} of {} is empty: fewer {} than shards", shard_.index, shard_.of,
                       scenario.title(), is_replicated ? "replications" : "lanes"));
    }
    const double seconds = progress.seconds();
    progress.clear();

    result.drive = to_string(options.drive);
    result.provenance.program = program_name();
    result.provenance.version = kVersion;
    result.provenance.commit = built_from();
    result.provenance.compiler = DLR_COMPILER;
    result.provenance.flags = DLR_BUILD;
    result.provenance.command_line = flags_.command_line;
    if (defect_ != nullptr) result.planted = defect_->name;
    result.provenance.scenario_file = scenario.file;
    result.provenance.scenario_hash = scenario_hash(scenario);
    result.provenance.threads = options.threads * (flags_.ranks != nullptr ? flags_.ranks->size() : 1);
    compare(result);
    result.speed.wall_us = static_cast<std::uint64_t>(seconds * 1e6);
    if (seconds > 0) result.speed.messages_per_s = static_cast<std::uint64_t>(static_cast<double>(messages) / seconds);
    result.speed.peak_rss_bytes = peak_rss_bytes();
    if (result.breaches.first) {
      Scenario broken = scenario;
      broken.seed = result.seed;  // the replication's
      const auto argument = [&](std::uint64_t message) {
        return describe(trace_message(broken, message, defect_), broken);
      };
      result.argument = argument(*result.breaches.first);
      for (const auto& [words, rule] : result.breaches.first_rules(reports::Result::kMostExamples)) {
        if (rule.first != *result.breaches.first) result.more_examples.push_back({rule.first, argument(rule.first)});
      }
      result.provenance.again = reports::command_to_trace(result, *result.breaches.first);
    } else if ((result.exit_code == kExpectationFailed && !flags_.verbose) || result.exit_code == kNotSure) {
      result.provenance.again = reports::command_to_run_next(result);
    }
    return result;
  }

  void compare(reports::Result& result) {
    result.not_sure_passes = flags_.not_sure != "fail";
    if (!flags_.no_baseline && compare_with_baseline(result) == BaselineFound::none && flags_.require_baseline) {
      result.lacks_baseline = true;
      tell(fmt::format("dlrsim: nothing is accepted of {} yet: {} accept {} --reason \"first accepted\"",
                       result.title(), program_name(), shell_word(result.provenance.scenario_file)));
    }
    const bool is_other = !result.own_seed || !result.own_parameters;
    if (flags_.require_baseline && is_other && result.planted.empty() && !result.partial()) {
      result.lacks_baseline = true;
      tell(fmt::format("dlrsim: {} was not compared: what is accepted is of the file's own {}", result.title(),
                       !result.own_seed ? "seed" : "parameters"));
    }
    result.exit_code = reports::exit_status_of(result);
    if (result.exit_code == kScenarioInvalid) {
      result.provenance.again = fmt::format("{} accept {} --anew --reason WHY     (or take it as it was: git checkout)",
                                            program_name(), shell_word(result.provenance.scenario_file));
    }
    if (result.exit_code == kChanged) {
      result.provenance.again = fmt::format("{} accept {} --reason WHY     (if it was meant)", program_name(),
                                            shell_word(result.provenance.scenario_file));
    }
  }

  const RunFlags& flags_;
  ShardOf shard_;
  const Defect* defect_;
  RunFiles& written_;
  ReportFiles& files_;
  std::vector<reports::Result> results_;
  reports::NamesByFile names_;
  bool many_;                           // scenarios
  std::vector<reports::Result> sweep_;  // its points so far
  unsigned shown_ = 0;
};

// Ranks must do the same, or they would wait for each other for ever.
int without_agreement(const RunFlags& flags, std::span<const Scenario> scenarios) {
  std::string all;
  for (const Scenario& scenario : scenarios) all += scenario.title() + " " + scenario_hash(scenario) + "\n";
  if (flags.ranks == nullptr || flags.ranks->all_equal(all)) return kPassed;
  tell("dlrsim: the ranks do not read the same scenarios: is the folder on every machine, and of one state?");
  return kScenarioInvalid;
}

// Only one of them writes files.
void leave_files_to_the_first(RunFlags& flags) {
  if (flags.ranks == nullptr || flags.ranks->is_first()) return;
  flags.files = {};
  flags.reports.clear();
}

int run(RunFlags& flags) {
  if (flags.plant == "list") return print(list_of_defects()) ? kPassed : kCouldNotWrite;
  const std::optional<ShardOf> shard = shard_of(flags.shard);
  if (!shard) {
    tell(fmt::format("dlrsim: --shard {} is no shard; the second of three is --shard 2/3", flags.shard));
    return kUsage;
  }
  const std::optional<const Defect*> planted = defect_named(flags.plant);
  if (!planted) return kUsage;
  const Defect* defect = *planted;
  if (!flags.judging.apply({})) return kUsage;
  if (flags.paths.empty()) {
    tell(fmt::format("dlrsim: run what? For example: {} run scenarios/quickstart.yaml", program_name()));
    return kUsage;
  }
  if (flags.ranks != nullptr && !(flags.files.outcomes.empty() && flags.files.events.empty())) {
    tell("dlrsim: --outcomes and --events are written by one process: leave them away under mpirun, or use --shard");
    return kUsage;
  }
  leave_files_to_the_first(flags);
  RunFiles written;
  ReportFiles files;
  int problem = files.open(flags.reports, flags.files.output, flags.json);
  if (problem == kPassed) problem = written.open_output(flags.files);
  if (flags.ranks != nullptr && flags.ranks->any(problem != kPassed) && problem == kPassed) problem = kCouldNotWrite;
  if (problem != kPassed) return problem;
  Found found = read_scenarios(flags.paths, flags.scenario.options());
  std::vector<std::string> inputs = flags.paths;
  for (const Scenario& scenario : found.scenarios) {
    if (inputs.back() != scenario.file) inputs.push_back(scenario.file);  // a sweep has it for each point
  }
  problem = files.overwrites(inputs) ? kUsage : written.open_rest(flags.files, inputs, found.scenarios);
  if (flags.ranks != nullptr && flags.ranks->any(problem != kPassed) && problem == kPassed) problem = kUsage;
  if (problem != kPassed) return problem;
  int exit = found.exit;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    if (std::signal(number, on_interrupt) == SIG_IGN) std::signal(number, SIG_IGN);  // nohup
  }
  if (const int apart = without_agreement(flags, found.scenarios); apart != kPassed) return apart;
  Runner runner(flags, *shard, defect, written, files, found.scenarios);
  flags.judging.apply(found.scenarios);
  const std::vector<reports::Judging> judging = judging_of(found.scenarios, flags.judging.false_alarms);
  std::size_t passed = 0, place = 0;
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
    if (flags.ranks != nullptr && flags.ranks->any(interrupted)) interrupted = true;
    if (interrupted) {
      tell(fmt::format("dlrsim: interrupted; not run: {}", scenario.title()));
      found.not_run.push_back({scenario.file, interrupted_before(scenario)});
      continue;
    }
    const int one = runner.run(scenario, how);
    passed += one == kPassed ? 1 : 0;
    exit = heavier(exit, one);
  }
  if (!runner.end_of_sweep()) exit = heavier(exit, kCouldNotWrite);
  if (interrupted) exit = heavier(exit, kInterrupted);
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
  return exit;
}

}  // namespace

void add_run(CLI::App& program, std::string command_line, Ranks* ranks, int& exit) {
  const auto flags = std::make_shared<RunFlags>();
  flags->ranks = ranks;
  flags->command_line = std::move(command_line);
  CLI::App* command = program.add_subcommand("run", "Runs scenarios and judges every message");
  command->add_option("SCENARIO", flags->paths, "Scenario files, or folders of them");
  flags->scenario.add_to(*command);
  add_threads_flag(*command, flags->threads);
  command->add_option("--shard", flags->shard, "Only the lanes of shard i of n; `report` merges their results")
      ->type_name("I/N");
  command->add_flag("--json", flags->json, "The result on stdout, one line per scenario, and nothing else");
  command->add_option("-o,--output", flags->files.output, "The result into this file as well")->type_name("FILE");
  add_report_flag(*command, flags->reports);
  command
      ->add_option("--progress", flags->progress, "Progress on stderr: auto (long runs on a terminal), always, never")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  add_colour_flag(*command, flags->colour);
  command->add_flag("-q,--quiet", flags->quiet, "The verdict only");
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
  command->add_flag("--bisect", flags->bisect,
                    "Exit codes for `git bisect run`: 0 good, 1 to 124 bad, 125 where nothing could be judged");
  command->callback([flags, &exit] { exit = flags->bisect ? for_bisect(run(*flags)) : run(*flags); });
}

}  // namespace dlr::sim::cli
