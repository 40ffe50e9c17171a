// Two runs beside each other, message by message: who ended otherwise, and whose delay moved. What cannot be paired is
// compared as two samples.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "reports/false_alarms.h"
#include "sim/cli/baseline.h"
#include "sim/cli/commands.h"
#include "sim/cli/compare_runs.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/histories.h"
#include "sim/cli/message_comparison.h"
#include "sim/cli/outcome_reader.h"
#include "sim/cli/program_name.h"

namespace dlr::sim::cli {
namespace {

using reports::MessageEnd;
using reports::MessageOutcome;
using reports::OutcomesHeader;

constexpr std::size_t kChunk = 1U << 16U;  // messages
constexpr std::size_t kHistoriesShown = 3;

// Messages are drawn by seed and index: pairs are pairs only where both are the same.
std::string why_not_paired(const OutcomesHeader& before, const OutcomesHeader& after) {
  if (title_of(before) != title_of(after)) {
    return fmt::format("one is of {}, the other of {}", title_of(before), title_of(after));
  }
  if (before.seed != after.seed) return fmt::format("one ran with seed {}, the other with {}", before.seed, after.seed);
  if (before.messages != after.messages) {
    return fmt::format("one has {} messages, the other {}", before.messages, after.messages);
  }
  return {};
}

// All messages of a file as a sample; false, and told on stderr: it ends too early.
bool sample(OutcomeReader& reader, reports::SampledRun& run) {
  const OutcomesHeader& header = reader.header;
  run.title = title_of(header);
  run.scenario_hash = header.scenario_hash;
  run.seed = header.seed;
  std::vector<reports::Sampled> groups(header.groups.size() + 1);  // the last: of no group
  std::vector<std::uint64_t> words(kChunk);
  for (std::uint64_t at = 0; at < header.messages; at += kChunk) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(kChunk, header.messages - at));
    if (!reader.next({words.data(), count})) return false;
    for (std::size_t i = 0; i < count; ++i) {
      const MessageOutcome outcome = reports::unpack(words[i]);
      if (outcome.end == MessageEnd::none) continue;
      reports::Sampled& group = groups[std::min<std::size_t>(outcome.group, groups.size() - 1)];
      ++group.messages;
      ++group.ends[static_cast<std::size_t>(outcome.end) - 1];
      if (outcome.delay_ms == MessageOutcome::kNoDelay) continue;
      (outcome.end == MessageEnd::rejected ? group.rejection_delay : group.report_delay).add(outcome.delay_ms);
    }
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    run.all += groups[i];
    if (i < header.groups.size() && groups[i].messages > 0) run.countries[header.groups[i].country] += groups[i];
  }
  return true;
}

// Where OLD must be what was accepted, it is not taken on trust: what git has of a file need not be that.
bool is_as_accepted(const OutcomeReader& before, const std::string& baseline_file) {
  Baseline baseline;
  std::string problem = fmt::format("{} is not there", baseline_file);
  if (read_baseline(baseline_file, baseline, problem) != BaselineFound::read) {
    tell("dlrsim: nothing was compared: " + problem);
    return false;
  }
  if (baseline.scenario_hash == before.header.scenario_hash) return true;
  tell(
      fmt::format("dlrsim: nothing was compared: {} is of another scenario than the one that was accepted ({}). It was "
                  "changed before what was accepted was committed, or is of another commit; git log -p {} shows which",
                  before.path(), baseline_file, shell_word(baseline_file)));
  return false;
}

struct CompareFlags {
  std::string before, after, accepted;
  bool json = false;
  Programs programs;
  double false_alarms = reports::FalseAlarmBudget::kDefault;
};

int compare_outcomes(const CompareFlags& flags) {
  OutcomeReader before, after;
  if (const int exit = before.open(flags.before); exit != kPassed) return exit;
  if (const int exit = after.open(flags.after); exit != kPassed) return exit;
  if (!flags.accepted.empty() && !is_as_accepted(before, flags.accepted)) return kScenarioInvalid;
  if (const std::string why = why_not_paired(before.header, after.header); !why.empty()) {
    for (const OutcomeReader* one : {&before, &after}) {
      if (one->what_part().empty()) continue;
      tell(
          fmt::format("dlrsim: nothing was compared: {}, and {} is {}: a part is no sample of the whole. Compare runs "
                      "that are whole, or a part with the same draws",
                      why, one->path(), one->what_part()));
      return kScenarioInvalid;
    }
    reports::SampledRun then, now;
    if (!sample(before, then) || !sample(after, now)) return kScenarioInvalid;
    const CompareOutput output = compare_as_samples(then, now, why, flags.false_alarms, flags.json);
    return print(output.text) ? output.exit : kCouldNotWrite;
  }
  if (before.header.scenario_hash != after.header.scenario_hash) {
    const auto parameters = [](const reports::OutcomesHeader& header) {
      std::string text;
      for (const reports::Parameter& one : header.set) text += fmt::format(" {}={}", one.name, one.value);
      return text.empty() ? std::string("the file's own parameters") : "the parameters" + text;
    };
    tell(before.header.set == after.header.set ? std::string("dlrsim: the scenario itself was changed between the two")
                                               : fmt::format("dlrsim: the first was run with {}, the second with {}",
                                                             parameters(before.header), parameters(after.header)));
  }
  MessageComparison found;
  std::vector<std::uint64_t> old_words(kChunk), new_words(kChunk);
  for (std::uint64_t at = 0; at < before.header.messages; at += kChunk) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(kChunk, before.header.messages - at));
    if (!before.next({old_words.data(), count}) || !after.next({new_words.data(), count})) return kScenarioInvalid;
    for (std::size_t i = 0; i < count; ++i) {
      found.add(at + i, reports::unpack(old_words[i]), reports::unpack(new_words[i]));
    }
  }
  const Parts parts{before.what_part(), after.what_part()};
  if (found.messages == 0) {
    const auto what = [](const std::string& part) { return part.empty() ? std::string("whole") : part; };
    tell(fmt::format(
        "dlrsim: no message is in both, so nothing was compared: {} is {}, {} is {}. Compare the same shard "
        "of both runs, or both whole",
        before.path(), what(parts.before), after.path(), what(parts.after)));
    return kUsage;
  }
  std::vector<std::uint64_t> first;
  for (const MessageDifference& one : found.shown()) {
    if (first.size() < kHistoriesShown) first.push_back(one.message);
  }
  const std::vector<History> lives = histories(before.header, after.header, first, flags.programs);
  if (!print(flags.json ? as_json(found, after.header, parts, lives)
                        : as_text(found, before.header, after.header, parts, lives))) {
    return kCouldNotWrite;
  }
  return found.differs() ? kChanged : kPassed;
}

int compare(const CompareFlags& flags) {
  const bool before = is_outcome_file(flags.before), after = is_outcome_file(flags.after);
  if (before && after) return compare_outcomes(flags);
  for (const std::string& path : {flags.before, flags.after}) {
    if (access(path.c_str(), R_OK) == 0) continue;
    tell(fmt::format(
        "dlrsim: could not read {}: {}; what is compared are two files of `{} run SCENARIO --outcomes FILE`, or of "
        "`-o FILE`",
        path, std::strerror(errno), program_name()));
    return kScenarioInvalid;
  }
  if (before || after) {
    tell(fmt::format(
        "dlrsim: {} is not a file of outcomes, {} is one: compare two of a kind, of `run --outcomes FILE` or "
        "of `run -o FILE`",
        before ? flags.after : flags.before, before ? flags.before : flags.after));
    return kScenarioInvalid;
  }
  if (!flags.accepted.empty()) {
    tell("dlrsim: --accepted is for files of outcomes, of `run --outcomes FILE`");
    return kUsage;
  }
  return compare_result_files(flags.before, flags.after, flags.false_alarms, flags.json);
}

}  // namespace

void add_compare(CLI::App& program, int& exit) {
  const auto flags = std::make_shared<CompareFlags>();
  CLI::App* command = program.add_subcommand(
      "compare", "Two runs beside each other: message by message where they are the same draws, else as two samples");
  command->add_option("OLD", flags->before, "What `run --outcomes` wrote, or `run -o`")->required();
  command->add_option("NEW", flags->after, "What a later one wrote")->required();
  command->add_flag("--json", flags->json, "As JSON");
  command
      ->add_option("--accepted", flags->accepted,
                   "A baseline, which OLD must be of: nothing is compared with a scenario that was never accepted")
      ->type_name("BASELINE");
  command
      ->add_option("--old-program", flags->programs.before,
                   "The dlrsim that made OLD: the first messages that differ are told by both programs")
      ->type_name("PATH");
  command->add_option("--new-program", flags->programs.after, "The dlrsim that made NEW; this one by default")
      ->type_name("PATH");
  command
      ->add_option_function<std::string>(
          "--timeout", [flags](const std::string& text) { flags->programs.patience = *parse_duration(text); },
          "How long either program may take to tell a life; 60s by default")
      ->type_name("DURATION")
      ->check([](const std::string& text) {
        const std::optional<Duration> time = parse_duration(text);
        return time && time->count() > 0 ? std::string() : "expected a duration such as 30s or 2m, not '" + text + "'";
      });
  command
      ->add_option("--false-alarms", flags->false_alarms, "The chance that two samples of one thing are said to differ")
      ->capture_default_str()
      ->check(CLI::Range(1e-12, 0.5));
  command->callback([flags, &exit] { exit = compare(*flags); });
}

}  // namespace dlr::sim::cli
