#include "reports/render/again.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iomanip>
#include <sstream>
#include <string_view>

#include "reports/false_alarms.h"
#include "reports/message_outcomes.h"
#include "reports/render/conclusion.h"
#include "reports/verdict.h"

namespace dlr::reports {
namespace {

// What makes it this run and no other of the same file.
std::string flags(const Result& result) {
  std::string text;
  if (!result.own_seed) text += fmt::format(" --seed {}", result.seed);
  if (result.own_parameters && result.point.is_one()) text += " --point " + shell_word(result.point.name);
  for (const auto& [name, value] : result.parameters) {
    if (!result.own_parameters) text += " --set " + shell_word(name + "=" + value);
  }
  if (!result.planted.empty()) text += " --plant " + shell_word(result.planted);
  return text;
}

// The false alarms that a run of this alone must allow to judge it as it was judged among others.
double false_alarms_of(const Result& result) {
  double checks = 0;
  for (const Judgement& judgement : result.expectations) {
    checks += judgement.chance == Chance::messages || judgement.chance == Chance::replications ? 1 : 0;
  }
  return result.judging.error * std::max(checks, 1.0) * result.judging.replications.looks();
}

// How it was judged, so that the same verdicts come out; `replications` in place of those it had.
std::string judging_flags(const Result& result, std::string replications = {}) {
  const auto& [min, max] = result.judging.replications;
  if (replications.empty() && !result.own_replications) {
    replications = min == max ? fmt::to_string(min) : fmt::format("{}..{}", min, max);
  }
  std::string text = replications.empty() ? std::string() : " --replications " + replications;
  const double false_alarms = false_alarms_of(result);
  if (false_alarms > 0 && std::abs(false_alarms / FalseAlarmBudget::kDefault - 1) > 1e-6) {
    text += fmt::format(" --false-alarms {:.6g}", false_alarms);
  }
  return text + (result.not_sure_passes ? " --not-sure warn" : "");
}

// What the program is to be called with, whichever it is. Empty: nobody knows the file.
std::string arguments_to_repeat(const Result& result, const std::string& replications = {}) {
  const std::string& file = result.provenance.scenario_file;
  if (file.empty()) return {};
  return fmt::format(" run {}{}{}{}{}", shell_word(file), flags(result),
                     result.drive == "direct" ? "" : " --drive " + shell_word(result.drive),
                     judging_flags(result, replications),
                     result.shard.is_part() ? fmt::format(" --shard {}/{}", result.shard.index, result.shard.of) : "");
}

// The run again with every count. Empty: nobody knows the file.
std::string again_with_counts(const Result& result) {
  const std::string again = command_to_repeat(result);
  return again.empty() || result.interrupted ? again : again + " -v";
}

// The run again, as often as decides it. Empty: it does not help, or nobody knows the file.
std::string again_until_sure(const Result& result, const std::optional<Replications>& would_tell) {
  if (!would_tell || result.interrupted) return {};
  const auto& [min, max] = *would_tell;
  const std::string arguments =
      arguments_to_repeat(result, min == max ? fmt::to_string(min) : fmt::format("{}..{}", min, max));
  return arguments.empty() ? arguments : result.provenance.program + arguments;
}

// As many as decide everything that can be decided so.
std::optional<Replications> would_tell_all(const Result& result) {
  std::optional<Replications> all;
  for (const Judgement& judgement : result.expectations) {
    if (judgement.verdict != Verdict::not_sure || !judgement.would_tell) continue;
    const auto& [min, max] = *judgement.would_tell;
    all = all ? Replications{std::max(all->min, min), std::max(all->max, max)} : *judgement.would_tell;
  }
  return all;
}

// The run as it was in the replication that is furthest from the limit, where there are several.
std::string flags_of_worst(const Result& result, const Judgement& judgement, bool is_too_low) {
  std::size_t place = 0;
  while (place < result.expectations.size() && result.expectations[place].expectation.id != judgement.expectation.id) {
    ++place;
  }
  Result one = result;
  std::optional<double> worst;
  for (const Replication& replication : result.replications) {
    if (place >= replication.values.size() || !replication.values[place]) continue;
    const double value = *replication.values[place];
    if (worst && (is_too_low ? value >= *worst : value <= *worst)) continue;
    worst = value;
    one.seed = replication.seed;
    one.own_seed = result.own_seed && replication.seed == result.seed;
  }
  return flags(one);
}

}  // namespace

std::string shell_word(std::string_view word) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,%+@";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos) return std::string(word);
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

std::string command_to_repeat(const Result& result) {
  const std::string arguments = arguments_to_repeat(result);
  return arguments.empty() ? arguments : result.provenance.program + arguments;
}

std::string command_to_run_next(const Result& result) {
  if (!result.provenance.again.empty()) return result.provenance.again;
  const Tone tone = conclusion_of(result).tone;
  if (result.lacks_baseline && count_verdicts(result).failed == 0)
    return {};  // of this seed or these parameters nothing can be accepted
  if (tone == Tone::good || tone == Tone::neutral) return {};
  return tone == Tone::unsure && !result.interrupted ? again_until_sure(result, would_tell_all(result))
                                                     : again_with_counts(result);
}

std::string command_to_look(const Result& result, const Judgement& judgement) {
  return judgement.verdict == Verdict::not_sure ? again_until_sure(result, judgement.would_tell)
                                                : again_with_counts(result);
}

CompareCommands commands_to_compare(const Result& result) {
  const std::string arguments = arguments_to_repeat(result), &program = result.provenance.program;
  if (arguments.empty()) return {};
  const bool is_of_another = result.baseline && !result.baseline->same_scenario;
  if (is_of_another && !result.provenance.baseline_committed) {
    Result then = result;
    then.provenance.scenario_file = "OLD.yaml";
    return {"which messages: with the scenario as it was when it was accepted, which git does not have, and as it is:",
            fmt::format("  {0}{1} --no-baseline --outcomes old.outcomes\n  {0}{2} --outcomes new.outcomes\n  {0} "
                        "compare old.outcomes new.outcomes",
                        program, arguments_to_repeat(then), arguments)};
  }
  if (is_of_another && !result.provenance.baseline_file.empty()) {
    // With all that the scenario included then; and whether it is what was accepted is looked at, not believed.
    const std::filesystem::path file = result.provenance.scenario_file, accepted = result.provenance.baseline_file;
    const std::filesystem::path above = file.has_parent_path() ? file.parent_path() : ".";
    const std::string folder = shell_word(above.string());
    Result then = result;
    then.provenance.scenario_file = file.filename().string();
    const std::string arguments_then = arguments_to_repeat(then);
    constexpr std::string_view kRun = " run ";  // the file's name comes behind it
    return {
        "which messages: with the scenario as git has it of when it was accepted, and as it is, then compare the two:",
        fmt::format(
            "  git -C {0} worktree add -q --detach \"$PWD/accepted\" \"$(git -C {0} log -1 --format=%h -- {1})\"\n"
            "  {2}{3}accepted/\"$(git -C {0} rev-parse --show-prefix)\"{4} --outcomes old.outcomes\n"
            "  {2}{5} --outcomes new.outcomes\n"
            "  {2} compare old.outcomes new.outcomes --accepted {6}\n"
            "  # in the end: git -C {0} worktree remove --force \"$PWD/accepted\"; rm old.outcomes new.outcomes",
            folder, shell_word(accepted.lexically_relative(above).string()), program, kRun,
            arguments_then.substr(kRun.size()), arguments, shell_word(accepted.string()))};
  }
  return {"which messages: with the older program and this one, then compare the two:",
          fmt::format("  OLDER-dlrsim{0} --outcomes old.outcomes\n  {1}{0} --outcomes new.outcomes\n  {1} compare "
                      "old.outcomes new.outcomes --old-program "
                      "OLDER-dlrsim",
                      arguments, program)};
}

std::string command_to_find(const Result& result, const Judgement& judgement) {
  const Metric& metric = judgement.expectation.metric;
  const Where& where = judgement.expectation.where;
  const Limit& limit = judgement.expectation.limit;
  if (result.provenance.scenario_file.empty() || judgement.verdict != Verdict::fail || !judgement.value) return {};
  const bool is_too_low = limit.at_least && *judgement.value < *limit.at_least;
  std::string what;
  const auto of_end = [&](Counter counter, bool of_reported) {
    const CounterInfo& named = info(counter);
    std::string others;  // of reported ones: what they ended as instead
    for (const MessageEnd end : {MessageEnd::delivered, MessageEnd::rejected, MessageEnd::failed}) {
      if (named.name != to_string(end)) others += fmt::format("{}{}", others.empty() ? "" : ",", to_string(end));
    }
    for (std::size_t i = 1; i < kMessageEnds; ++i) {
      const std::string_view end = to_string(static_cast<MessageEnd>(i));
      if (named.family != std::string_view("messages") || named.name != end) continue;
      what = !is_too_low   ? fmt::format("outcome={}", end)
             : of_reported ? fmt::format("outcome={}", others)
                           : fmt::format("outcome!={}", end);
    }
  };
  if (const auto* ratio = std::get_if<RatioMetric>(&metric)) of_end(ratio->numerator, ratio->of_reported);
  if (const auto* counted = std::get_if<CounterMetric>(&metric)) of_end(counted->counter, false);
  // Messages are found by when their last word was received, which is not when they were delivered.
  if (const auto* delay = std::get_if<DelayMetric>(&metric);
      delay != nullptr && delay->delay != Delay::delivery && !is_too_low && limit.at_most) {
    what = fmt::format("outcome={} delay>{}", delay->delay == Delay::rejection ? "rejected" : "delivered,failed",
                       format_duration(Duration{static_cast<std::int64_t>(*limit.at_most)}));
  }
  if (what.empty()) return {};
  const auto add = [&what](const char* name, const std::string& value) {
    if (value.empty()) return;
    const bool is_one_word = value.find_first_of(" \"'\\") == std::string::npos;
    std::ostringstream quoted;
    quoted << std::quoted(value);
    what += fmt::format(" {}={}", name, is_one_word ? value : quoted.str());
  };
  if (!where.operator_name.empty()) {
    add("operator", where.country + "/" + where.operator_name);
  } else {
    add("country", where.country);
  }
  add("campaign", where.campaign);
  add("channel", where.channel);
  return fmt::format("{} trace {} --where {} --first 3{}", result.provenance.program,
                     shell_word(result.provenance.scenario_file), shell_word(what),
                     flags_of_worst(result, judgement, is_too_low));
}

std::string command_to_trace(const Result& result, Reference message) {
  const std::string& file = result.provenance.scenario_file;
  return file.empty() ? std::string()
                      : fmt::format("{} trace {} --message {}{}", result.provenance.program, shell_word(file), message,
                                    flags(result));
}

}  // namespace dlr::reports
