// Two runs beside each other, message by message: who ended otherwise, and whose delay moved. What cannot be paired is
// compared as two samples.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <memory>

#include "reports/false_alarms.h"
#include "reports/group_json.h"
#include "reports/histogram.h"
#include "reports/json_writer.h"
#include "reports/message_outcomes.h"
#include "reports/render/human.h"
#include "sim/cli/commands.h"
#include "sim/cli/compare_runs.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/histories.h"
#include "sim/cli/outcome_reader.h"

namespace dlr::sim::cli {
namespace {

using reports::GroupName;
using reports::MessageEnd;
using reports::MessageOutcome;
using reports::OutcomesHeader;

constexpr std::size_t kChunk = 1U << 16U;  // messages
constexpr std::size_t kFirstShown = 5;
constexpr std::size_t kHistoriesShown = 3;

struct Difference {
  std::uint64_t message = 0;
  MessageOutcome before, after;
};

struct Comparison {
  std::uint64_t messages = 0;  // run in both
  std::uint64_t only_one = 0;  // run in one of the two
  std::uint64_t changed = 0;   // ended otherwise
  std::uint64_t other_code = 0;
  std::array<std::array<std::uint64_t, reports::kMessageEnds>, reports::kMessageEnds> from_to{};
  std::map<std::uint16_t, std::uint64_t> changed_by_group;
  reports::Histogram later, earlier;    // by how much, of those that ended alike
  std::vector<Difference> first;        // that ended otherwise
  std::vector<Difference> first_moved;  // that ended alike, at another time or with another code

  // What to show: first of all those that ended otherwise.
  std::vector<Difference> shown() const {
    std::vector<Difference> all = first;
    const std::size_t room = kFirstShown - first.size();
    all.insert(all.end(), first_moved.begin(),
               first_moved.begin() + static_cast<std::ptrdiff_t>(std::min(room, first_moved.size())));
    return all;
  }

  void add(std::uint64_t message, const MessageOutcome& before, const MessageOutcome& after) {
    if (before.end == MessageEnd::none || after.end == MessageEnd::none) {
      only_one += before.end != after.end ? 1 : 0;
      return;
    }
    ++messages;
    if (before == after) return;
    std::vector<Difference>& ones = before.end != after.end ? first : first_moved;
    if (ones.size() < kFirstShown) ones.push_back({message, before, after});
    if (before.end != after.end) {
      ++changed;
      ++from_to[static_cast<std::size_t>(before.end)][static_cast<std::size_t>(after.end)];
      ++changed_by_group[before.group];
      return;
    }
    if (before.code != after.code) ++other_code;
    if (after.delay_ms > before.delay_ms) later.add(after.delay_ms - before.delay_ms);
    if (after.delay_ms < before.delay_ms) earlier.add(before.delay_ms - after.delay_ms);
  }
  bool differs() const { return !first.empty() || !first_moved.empty() || only_one > 0; }
};

// `exact`: to the millisecond.
std::string described(const MessageOutcome& outcome, bool exact) {
  std::string text = to_string(outcome.end);
  if (outcome.code != MessageOutcome::kNoCode) text += fmt::format(" {}", outcome.code);
  if (outcome.delay_ms != MessageOutcome::kNoDelay) {
    text += fmt::format(" after {}", exact ? format_duration(Duration{outcome.delay_ms})
                                           : reports::human_duration(Duration{outcome.delay_ms}));
  }
  return text;
}

std::string name_of(const OutcomesHeader& header, std::uint16_t group) {
  if (group >= header.groups.size()) return "?";
  const GroupName& name = header.groups[group];
  return fmt::format("{}/{} {}", name.country, name.operator_name, name.campaign);
}

std::string moved(const reports::Histogram& by, std::string_view word) {
  if (by.count() == 0) return {};
  return fmt::format("  {} end as before, but {}: by {} at the median, {} at p99, {} at most\n",
                     reports::human_count(by.count()), word,
                     reports::human_duration(static_cast<double>(*by.percentile(50))),
                     reports::human_duration(static_cast<double>(*by.percentile(99))),
                     reports::human_duration(static_cast<double>(*by.max())));
}

std::string title_of(const OutcomesHeader& header) {
  return header.point.empty() ? header.scenario : fmt::format("{} [{}]", header.scenario, header.point);
}

std::string as_text(const Comparison& found, const OutcomesHeader& header, const std::vector<History>& lives) {
  std::string text = fmt::format("{}, seed {}: {} in both runs\n", title_of(header), header.seed,
                                 reports::human_number_of(found.messages, "message"));
  if (found.only_one > 0) {
    text += fmt::format("  run in one of the two only: {}\n", reports::human_number_of(found.only_one, "message"));
  }
  if (!found.differs()) return text + "  no message ended otherwise, or at another time\n";
  if (found.changed > 0) {
    text += fmt::format("  {} ended otherwise\n", reports::human_number_of(found.changed, "message"));
    for (std::size_t from = 0; from < reports::kMessageEnds; ++from) {
      for (std::size_t to = 0; to < reports::kMessageEnds; ++to) {
        if (found.from_to[from][to] == 0) continue;
        text += fmt::format("    {:<14} -> {:<14} {:>14}\n", to_string(static_cast<MessageEnd>(from)),
                            to_string(static_cast<MessageEnd>(to)), reports::human_count(found.from_to[from][to]));
      }
    }
    std::vector<std::pair<std::uint64_t, std::uint16_t>> groups;
    for (const auto& [group, count] : found.changed_by_group) groups.emplace_back(count, group);
    std::sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    constexpr std::size_t kGroupsShown = 8;
    for (std::size_t i = 0; i < std::min(groups.size(), kGroupsShown); ++i) {
      text += fmt::format("    {:<31} {:>14}\n", reports::printable(name_of(header, groups[i].second)),
                          reports::human_count(groups[i].first));
    }
    if (groups.size() > kGroupsShown) text += fmt::format("    and {} more\n", groups.size() - kGroupsShown);
  }
  if (found.other_code > 0) {
    text += fmt::format("  {} end as before, but with another status_code\n", reports::human_count(found.other_code));
  }
  text += moved(found.later, "later") + moved(found.earlier, "earlier");
  const std::vector<Difference> shown = found.shown();
  if (!shown.empty()) text += "  the first that differ:\n";
  for (const Difference& one : shown) {
    const bool exact = described(one.before, false) == described(one.after, false);
    text += fmt::format("    {:<10} {}: {} -> {}\n", one.message, reports::printable(name_of(header, one.before.group)),
                        described(one.before, exact), described(one.after, exact));
  }
  for (const History& life : lives) text += beside_each_other(life, terminal_width());
  if (!shown.empty() && lives.empty()) {
    text +=
        fmt::format("  its life, with either program: ./dlrsim{}\n", trace_arguments(header, shown.front().message));
  }
  return text;
}

void write_life(reports::JsonWriter& json, const std::optional<std::vector<std::string>>& lines) {
  if (!lines) {
    json.null();
    return;
  }
  json.begin_array();
  for (const std::string& line : *lines) json.text(line);
  json.end_array();
}

void write_outcome(reports::JsonWriter& json, const MessageOutcome& outcome) {
  json.begin_object();
  json.key("end").text(to_string(outcome.end));
  json.key("status_code");
  outcome.code == MessageOutcome::kNoCode ? json.null() : json.value(outcome.code);
  json.key("delay_ms");
  outcome.delay_ms == MessageOutcome::kNoDelay ? json.null() : json.value(outcome.delay_ms);
  json.end_object();
}

void write_shift(reports::JsonWriter& json, const reports::Histogram& by) {
  json.begin_object();
  json.key("count").value(by.count());
  for (const auto& [name, percent] : {std::pair{"p50_ms", 50.0}, {"p99_ms", 99.0}, {"max_ms", 100.0}}) {
    json.key(name);
    by.count() == 0 ? json.null() : json.value(*by.percentile(percent));
  }
  json.end_object();
}

std::string as_json(const Comparison& found, const OutcomesHeader& header, const std::vector<History>& lives) {
  reports::JsonWriter json;
  json.begin_object();
  json.key("scenario").text(header.scenario);
  json.key("point").text_or_null(header.point);
  json.key("by").text("messages");
  json.key("seed").value(header.seed);
  json.key("messages").value(found.messages);
  json.key("only_in_one").value(found.only_one);
  json.key("differs").value(found.differs());
  json.key("changed").begin_object();
  json.key("total").value(found.changed);
  json.key("from_to").begin_array();
  for (std::size_t from = 0; from < reports::kMessageEnds; ++from) {
    for (std::size_t to = 0; to < reports::kMessageEnds; ++to) {
      if (found.from_to[from][to] == 0) continue;
      json.begin_object();
      json.key("from").text(to_string(static_cast<MessageEnd>(from)));
      json.key("to").text(to_string(static_cast<MessageEnd>(to)));
      json.key("messages").value(found.from_to[from][to]);
      json.end_object();
    }
  }
  json.end_array();
  json.key("by_group").begin_array();
  for (const auto& [group, count] : found.changed_by_group) {
    const GroupName name = group < header.groups.size() ? header.groups[group] : GroupName{};
    json.begin_object();
    write_group_name(json, name);
    json.key("messages").value(count);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  json.key("other_status_code").value(found.other_code);
  write_shift(json.key("later"), found.later);
  write_shift(json.key("earlier"), found.earlier);
  json.key("first").begin_array();
  for (const Difference& one : found.shown()) {
    json.begin_object();
    json.key("message").value(one.message);
    write_outcome(json.key("before"), one.before);
    write_outcome(json.key("after"), one.after);
    json.end_object();
  }
  json.end_array();
  json.key("histories").begin_array();
  for (const History& life : lives) {
    json.begin_object();
    json.key("message").value(life.message);
    write_life(json.key("before"), life.before);
    write_life(json.key("after"), life.after);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take() + "\n";
}

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

struct CompareFlags {
  std::string before, after;
  bool json = false;
  Programs programs;
  double false_alarms = reports::FalseAlarmBudget::kDefault;
};

int compare_outcomes(const CompareFlags& flags) {
  OutcomeReader before, after;
  if (const int exit = before.open(flags.before); exit != kPassed) return exit;
  if (const int exit = after.open(flags.after); exit != kPassed) return exit;
  if (const std::string why = why_not_paired(before.header, after.header); !why.empty()) {
    reports::SampledRun then, now;
    if (!sample(before, then) || !sample(after, now)) return kScenarioInvalid;
    const CompareOutput output = compare_as_samples(then, now, why, flags.false_alarms, flags.json);
    return print(output.text) ? output.exit : kCouldNotWrite;
  }
  if (before.header.scenario_hash != after.header.scenario_hash) {
    tell("dlrsim: the scenario itself was changed between the two");
  }
  Comparison found;
  std::vector<std::uint64_t> old_words(kChunk), new_words(kChunk);
  for (std::uint64_t at = 0; at < before.header.messages; at += kChunk) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(kChunk, before.header.messages - at));
    if (!before.next({old_words.data(), count}) || !after.next({new_words.data(), count})) return kScenarioInvalid;
    for (std::size_t i = 0; i < count; ++i) {
      found.add(at + i, reports::unpack(old_words[i]), reports::unpack(new_words[i]));
    }
  }
  std::vector<std::uint64_t> first;
  for (const Difference& one : found.shown()) {
    if (first.size() < kHistoriesShown) first.push_back(one.message);
  }
  const std::vector<History> lives = histories(after.header, first, flags.programs);
  if (!print(flags.json ? as_json(found, after.header, lives) : as_text(found, after.header, lives))) {
    return kCouldNotWrite;
  }
  return found.differs() ? kChanged : kPassed;
}

int compare(const CompareFlags& flags) {
  const bool before = is_outcome_file(flags.before), after = is_outcome_file(flags.after);
  if (before && after) return compare_outcomes(flags);
  for (const std::string& path : {flags.before, flags.after}) {
    if (access(path.c_str(), R_OK) == 0) continue;
    tell(fmt::format("dlrsim: could not read {}: {}", path, std::strerror(errno)));
    return kScenarioInvalid;
  }
  if (before || after) {
    tell(fmt::format(
        "dlrsim: {} is not a file of outcomes, {} is one: compare two of a kind, of `run --outcomes FILE` or "
        "of `run -o FILE`",
        before ? flags.after : flags.before, before ? flags.before : flags.after));
    return kScenarioInvalid;
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
      ->add_option("--old-program", flags->programs.before,
                   "The dlrsim that made OLD: the first messages that differ are told by both programs")
      ->type_name("PATH");
  command->add_option("--new-program", flags->programs.after, "The dlrsim that made NEW; this one by default")
      ->type_name("PATH");
  command
      ->add_option("--false-alarms", flags->false_alarms, "The chance that two samples of one thing are said to differ")
      ->capture_default_str()
      ->check(CLI::Range(1e-12, 0.5));
  command->callback([flags, &exit] { exit = compare(*flags); });
}

}  // namespace dlr::sim::cli
