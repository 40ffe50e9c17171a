// Two runs beside each other, message by message: who ended otherwise, and whose delay moved.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <memory>

#include "reports/histogram.h"
#include "reports/json_writer.h"
#include "reports/message_outcomes.h"
#include "reports/render/human.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"

namespace dlr::sim::cli {
namespace {

using reports::GroupName;
using reports::MessageEnd;
using reports::MessageOutcome;
using reports::OutcomesHeader;

constexpr std::size_t kChunk = 1U << 16U;  // messages
constexpr std::size_t kFirstShown = 5;

// A file of outcomes, read from its beginning to its end.
class Reader {
 public:
  Reader() = default;
  ~Reader() {
    if (file_ >= 0) close(file_);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // The exit status; not kPassed is told on stderr.
  int open(const std::string& path) {
    path_ = path;
    file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file_ < 0) return wrong(std::strerror(errno));
    std::string bytes(reports::kHeaderPrefix, '\0');
    if (!read(bytes.data(), bytes.size())) return not_one();
    const std::uint64_t size = reports::outcomes_header_size(bytes);
    if (size == 0) return not_one();
    bytes.resize(size);
    if (!read(bytes.data() + reports::kHeaderPrefix, size - reports::kHeaderPrefix)) return not_one();
    if (!reports::read_outcomes_header(bytes, header)) return not_one();
    return kPassed;
  }
  // The next messages, as many as fit.
  bool next(std::span<std::uint64_t> into) {
    return read(reinterpret_cast<char*>(into.data()), into.size_bytes()) || (wrong("it ends too early"), false);
  }

  OutcomesHeader header;

 private:
  bool read(char* into, std::size_t size) {
    while (size > 0) {
      const ssize_t got = ::read(file_, into, size);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return false;
      into += got;
      size -= static_cast<std::size_t>(got);
    }
    return true;
  }
  int wrong(const char* why) {
    tell(fmt::format("dlrsim: {}: {}", path_, why));
    return kScenarioInvalid;
  }
  int not_one() { return wrong("not a file of outcomes; `dlrsim run SCENARIO --outcomes FILE` writes one"); }

  std::string path_;
  int file_ = -1;
};

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
  reports::Histogram later, earlier;  // by how much, of those that ended alike
  std::vector<Difference> first;

  void add(std::uint64_t message, const MessageOutcome& before, const MessageOutcome& after) {
    if (before.end == MessageEnd::none || after.end == MessageEnd::none) {
      only_one += before.end != after.end ? 1 : 0;
      return;
    }
    ++messages;
    if (before == after) return;
    if (first.size() < kFirstShown) first.push_back({message, before, after});
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
  bool differs() const { return !first.empty() || only_one > 0; }
};

std::string described(const MessageOutcome& outcome) {
  std::string text = to_string(outcome.end);
  if (outcome.code != MessageOutcome::kNoCode) text += fmt::format(" {}", outcome.code);
  if (outcome.delay_ms != MessageOutcome::kNoDelay) {
    text += fmt::format(" after {}", reports::human_duration(Duration{outcome.delay_ms}));
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

std::string as_text(const Comparison& found, const OutcomesHeader& header) {
  std::string text = fmt::format("{}, seed {}: {} in both runs\n", header.scenario, header.seed,
                                 reports::human_number_of(found.messages, "message"));
  if (found.only_one > 0) {
    text += fmt::format("  {} were run in one of the two only\n", reports::human_number_of(found.only_one, "message"));
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
  if (!found.first.empty()) text += "  the first that differ:\n";
  for (const Difference& one : found.first) {
    text += fmt::format("    {:<10} {}: {} -> {}\n", one.message, reports::printable(name_of(header, one.before.group)),
                        described(one.before), described(one.after));
  }
  if (!found.first.empty()) {
    text += fmt::format("  its life, with either program: ./dlrsim trace {} --message {} --seed {}\n",
                        shell_word(header.scenario_file), found.first[0].message, header.seed);
  }
  return text;
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

std::string as_json(const Comparison& found, const OutcomesHeader& header) {
  reports::JsonWriter json;
  json.begin_object();
  json.key("scenario").text(header.scenario);
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
    json.key("country").text(name.country);
    json.key("operator").text(name.operator_name);
    json.key("campaign").text(name.campaign);
    json.key("channel").text(name.channel);
    json.key("messages").value(count);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  json.key("other_status_code").value(found.other_code);
  write_shift(json.key("later"), found.later);
  write_shift(json.key("earlier"), found.earlier);
  json.key("first").begin_array();
  for (const Difference& one : found.first) {
    json.begin_object();
    json.key("message").value(one.message);
    write_outcome(json.key("before"), one.before);
    write_outcome(json.key("after"), one.after);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take() + "\n";
}

// Messages are drawn by seed and index: pairs are pairs only where both are the same.
std::string why_not_paired(const OutcomesHeader& before, const OutcomesHeader& after) {
  if (before.scenario != after.scenario) {
    return fmt::format("one is of {}, the other of {}", before.scenario, after.scenario);
  }
  if (before.seed != after.seed) return fmt::format("one ran with seed {}, the other with {}", before.seed, after.seed);
  if (before.messages != after.messages) {
    return fmt::format("one has {} messages, the other {}", before.messages, after.messages);
  }
  return {};
}

int compare(const std::string& before_path, const std::string& after_path, bool json) {
  Reader before, after;
  if (const int exit = before.open(before_path); exit != kPassed) return exit;
  if (const int exit = after.open(after_path); exit != kPassed) return exit;
  if (const std::string why = why_not_paired(before.header, after.header); !why.empty()) {
    tell(fmt::format("dlrsim: {} and {} cannot be paired, message by message: {}", before_path, after_path, why));
    return kUsage;
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
  if (!print(json ? as_json(found, before.header) : as_text(found, before.header))) return kCouldNotWrite;
  return found.differs() ? kChanged : kPassed;
}

}  // namespace

void add_compare(CLI::App& program, int& exit) {
  struct Flags {
    std::string before, after;
    bool json = false;
  };
  const auto flags = std::make_shared<Flags>();
  CLI::App* command = program.add_subcommand("compare", "Two runs of a scenario, message by message: what changed");
  command->add_option("OLD", flags->before, "What `run --outcomes` wrote")->required();
  command->add_option("NEW", flags->after, "What a later one wrote, with the same seed")->required();
  command->add_flag("--json", flags->json, "As JSON");
  command->callback([flags, &exit] { exit = compare(flags->before, flags->after, flags->json); });
}

}  // namespace dlr::sim::cli
