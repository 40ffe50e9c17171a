#include "sim/cli/runner.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "reports/exit_status.h"
#include "reports/human.h"
#include "reports/render/again.h"
#include "reports/render/points.h"
#include "reports/render/terminal.h"
#include "reports/verdict.h"
#include "sim/cli/baseline.h"
#include "sim/cli/engine_profile.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/files.h"
#include "sim/cli/program_name.h"
#include "sim/cli/progress.h"
#include "sim/lane_plan.h"
#include "sim/replicate.h"

namespace dlr::sim::cli {
namespace {

std::uint64_t peak_rss_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

}  // namespace

Runner::Runner(const RunFlags& flags, const reports::Shard& shard, const Defect* defect, Files files, Ranks& ranks,
               const std::atomic<bool>& interrupted, std::span<const Scenario> scenarios)
    : flags_(flags),
      shard_(shard),
      defect_(defect),
      files_(files),
      ranks_(ranks),
      interrupted_(interrupted),
      many_(scenarios.size() > 1) {
  for (const Scenario& scenario : scenarios) names_.add(scenario.title(), scenario.file);
}

int Runner::run(const Scenario& scenario, const reports::Judging& judging) {
  reports::Result result = compute(scenario, judging);
  if (result.exit_code == kPassed && flags_.not_sure == "warn" && reports::count_verdicts(result).not_sure > 0) {
    tell(fmt::format("dlrsim: not sure about {}: counted as passed", scenario.title()));
  }
  // Of a world of 245 countries it is six megabytes: not made for nobody.
  const bool is_json_wanted = flags_.json || files_.written.output.is_asked_for();
  const std::string json = is_json_wanted ? reports::to_json(result) + "\n" : std::string();
  bool good = !is_json_wanted || files_.written.output.write(json);
  if (flags_.json) {
    good = print(json) && good;
  } else if (!files_.reports.on_stdout()) {
    reports::TerminalOptions options;
    options.colour = colour_on_stdout(flags_.colour);
    options.width = terminal_width();
    options.verbose = flags_.verbose;
    // Of many a line each; of a sweep's points also a table, when all are run.
    options.quiet = flags_.quiet || (many_ && !flags_.verbose);
    options.name = scenario.title() + names_.suffix(scenario.title(), scenario.file);
    const bool is_sentence = reports::is_sentence(result, options);
    const bool apart = shown_++ > 0 && !(is_sentence && last_was_sentence_);
    last_was_sentence_ = is_sentence;
    good = print((apart ? "\n" : "") + reports::render_terminal(result, options)) && good;
    if (result.point.is_one()) sweep_.push_back(result);
  }
  int exit = result.exit_code;
  if (!good) exit = heavier(exit, kCouldNotWrite);
  if (files_.reports.any()) results_.push_back(std::move(result));
  return exit;
}

bool Runner::tell_not_run(std::span<const reports::NotRun> not_run) {
  bool good = true;
  for (const reports::NotRun& one : not_run) {
    const std::string json = reports::to_json(one) + "\n";
    good = files_.written.output.write(json) && good;
    if (flags_.json) good = print(json) && good;
  }
  return good;
}

bool Runner::end_of_sweep() {
  const std::vector<reports::Result> points = std::exchange(sweep_, {});
  if (flags_.quiet || points.size() < 2) return true;
  reports::TerminalOptions options;
  options.colour = colour_on_stdout(flags_.colour);
  options.width = terminal_width();
  return print("\n" + reports::render_points(points, options));
}

reports::Result Runner::compute(const Scenario& scenario, const reports::Judging& judging) {
  const bool shown =
      flags_.progress == "always" || (flags_.progress == "auto" && stderr_is_terminal() && !flags_.quiet);
  Progress progress(shown, scenario.title(), scenario.messages() / (judging.replications.max > 1 ? 1 : shard_.of));
  RunOptions options;
  options.ranks = &ranks_;
  // Where there are several ranks, a launcher has put one on each core.
  options.threads = ranks_.size() > 1 ? std::max(flags_.threads, 1U) : threads_for(flags_.threads);
  const bool is_replicated = judging.replications.max > 1;
  if (!is_replicated) options.shard = shard_;  // else whole replications
  options.defect = defect_;
  options.drive = flags_.drive == "wire" ? DriveKind::wire : DriveKind::direct;
  options.interrupted = &interrupted_;
  options.on_progress = [&progress](std::uint64_t messages) { progress.update(messages); };
  if (!flags_.files.outcomes.empty() &&
      files_.written.outcomes.begin(scenario, options.shard,
                                    defect_ != nullptr ? std::string(defect_->name) : std::string())) {
    options.on_outcomes = [this](std::uint64_t first, std::span<const std::uint64_t> packed) {
      files_.written.outcomes.put(first, packed);
    };
  }
  if (!flags_.files.events.empty()) {
    options.events.write = [this](std::string_view lines) { files_.written.events.write(lines); };
    options.events.take_back = [this](std::uint64_t bytes) { files_.written.events.take_back(bytes); };
  }
  constexpr double kLong = 60;  // seconds
  const double expected_s =
      estimated_seconds(scenario.messages() / shard_.of, options.threads, LanePlan(scenario).lanes()) *
      judging.replications.min;
  if (expected_s > kLong && !shown && !flags_.quiet) {
    tell(fmt::format("dlrsim: {} takes about {}; to see how far it is: --progress always", scenario.title(),
                     reports::human_duration(expected_s * 1000)));
  }
  std::optional<EngineProfile> profile;
  if (flags_.profile_engine) options.phases = &profile.emplace().board();
  std::uint64_t messages = 0;
  const auto run_one = [&](const Scenario& replication) {
    RunOutcome outcome = run_lanes(replication, options);
    messages += outcome.measurements.counters[reports::Counter::messages_submitted];
    if (options.on_outcomes && outcome.lanes_done < outcome.lanes) files_.written.outcomes.note_interrupted();
    // A run without events, too, replaces those of another.
    if (outcome.lanes_done == outcome.lanes) files_.written.events.write("");
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
  if (profile) tell(fmt::format("{}: {}", scenario.title(), profile->text()));

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
  result.provenance.threads = options.threads * ranks_.size();
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

void Runner::compare(reports::Result& result) {
  result.not_sure_passes = flags_.not_sure != "fail";
  using Use = reports::BaselineUse;
  result.baseline_use = flags_.no_baseline ? Use::ignored : flags_.require_baseline ? Use::required : Use::where_there;
  compare_with_baseline(result);
  result.exit_code = reports::exit_status_of(result);
  if (result.exit_code == kScenarioInvalid) {
    const std::string restore = command_to_restore(result.provenance.baseline_file);
    result.provenance.again =
        fmt::format("{} accept {} --anew --reason WHY{}", program_name(), shell_word(result.provenance.scenario_file),
                    restore.empty() ? restore : "  # or take it as it was: " + restore);
  }
  if (result.exit_code == kNothingRan && result.own_seed && result.own_parameters) {
    result.provenance.again = fmt::format("{} accept {} --reason \"first accepted\"", program_name(),
                                          shell_word(result.provenance.scenario_file));
  }
  if (result.exit_code == kChanged) {
    result.provenance.again = fmt::format("{} accept {} --reason WHY  # if it was meant", program_name(),
                                          shell_word(result.provenance.scenario_file));
  }
}

}  // namespace dlr::sim::cli
