#include "sim/cli/baseline.h"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <chrono>
#include <filesystem>
#include <utility>

#include "reports/json_node.h"
#include "reports/json_text.h"
#include "reports/json_writer.h"
#include "reports/notices.h"
#include "sim/cli/ask_program.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/files.h"
#include "sim/cli/output.h"
#include "sim/cli/program_name.h"

namespace dlr::sim::cli {
namespace {

// Grows when files are written in another way.
constexpr std::uint64_t kFormat = 1;

// Git's command for the folder that a file lies in.
std::string git_there(const std::filesystem::path& file) {
  return "git -C " + shell_word(file.has_parent_path() ? file.parent_path().string() : ".");
}

// Without git, a repository or a commit of the file it is not.
bool is_committed(const std::filesystem::path& file) {
  constexpr std::size_t kLongestHash = 100;
  const Answer answer =
      ask_program(fmt::format("{} log -1 --format=%h -- {}", git_there(file), shell_word(file.filename().string())),
                  std::chrono::seconds(10), kLongestHash);
  return answer.exit == kPassed && !answer.text.empty();
}

using reports::Fingerprint;
using reports::FingerprintBlock;

Fingerprint fingerprint_of(const reports::JsonNode& node) {
  const auto fingerprint = reports::parse_fingerprint(node.text());
  if (!fingerprint) node.wrong("must be 32 hexadecimal digits");
  return *fingerprint;
}

struct NewerFormat {
  std::uint64_t format;
};

Fingerprint sum_of(const std::vector<FingerprintBlock>& blocks, Fingerprint FingerprintBlock::*layer) {
  Fingerprint sum;
  for (const FingerprintBlock& block : blocks) sum += block.*layer;
  return sum;
}

// Throws what is wrong with it: a file that somebody altered, or merged by hand, must not pass for one.
Baseline read(const reports::JsonNode& node) {
  Baseline baseline;
  const std::uint64_t format = node.has("format") ? node["format"].number() : kFormat;
  if (format > kFormat) throw NewerFormat{format};
  baseline.scenario = node["scenario"].text();
  if (node.has("point")) baseline.point = node["point"].text();
  baseline.scenario_hash = node["scenario_hash"].text();
  baseline.messages = node["messages"].number();
  node["accepted"].each([&](const reports::JsonNode& one) {
    baseline.accepted.push_back({one["on"].text(), one["version"].text(), one["reason"].text(),
                                 fingerprint_of(one["outcomes"]), fingerprint_of(one["timeline"])});
  });
  if (baseline.accepted.empty()) node["accepted"].wrong("nothing is accepted");
  const std::uint64_t size = reports::messages_in_block(baseline.messages);
  node["blocks"].each([&](const reports::JsonNode& one) {
    if (one["first"].number() != baseline.blocks.size() * size) one["first"].wrong("no block begins there");
    baseline.blocks.push_back({fingerprint_of(one["outcomes"]), fingerprint_of(one["timeline"])});
  });
  if (baseline.blocks.size() != reports::blocks_of(baseline.messages)) {
    node["blocks"].wrong(fmt::format("{} are there, and {} messages have {}", baseline.blocks.size(), baseline.messages,
                                     reports::blocks_of(baseline.messages)));
  }
  if (node.has("ended")) {
    std::uint64_t all = 0;
    const reports::JsonNode ended = node["ended"];
    for (const auto& [country, ignored] : ended.object()) {
      const reports::JsonNode ends = ended[country];
      auto& counts = baseline.ended[std::string(country)];
      for (std::size_t i = 0; i < kEnds.size(); ++i) all += counts[i] = ends[reports::info(kEnds[i]).name].number();
    }
    if (all != baseline.messages) ended.wrong("its numbers do not add up to the messages");
  }
  const Acceptance& last = baseline.accepted.back();
  if (!(sum_of(baseline.blocks, &FingerprintBlock::outcomes) == last.outcomes) ||
      !(sum_of(baseline.blocks, &FingerprintBlock::timeline) == last.timeline)) {
    node["blocks"].wrong("they do not add up to the fingerprint that was accepted last");
  }
  return baseline;
}

// Where they differ.
std::vector<reports::BaselineComparison::Ended> ended_otherwise(EndedByCountry then, EndedByCountry now) {
  for (const auto& [country, counts] : then) now.try_emplace(country);  // a country of which there is none any more
  std::vector<reports::BaselineComparison::Ended> ended;
  for (const auto& [country, counts] : now) {
    const auto& before = then[country];
    for (std::size_t i = 0; i < kEnds.size(); ++i) {
      if (before[i] != counts[i]) ended.push_back({country, kEnds[i], before[i], counts[i]});
    }
  }
  return ended;
}

std::string quoted_json(std::string_view text) {
  reports::JsonWriter json;
  json.text(text);
  return json.take();
}

}  // namespace

EndedByCountry ended_by_country(const reports::Result& result) {
  EndedByCountry ended;
  for (const reports::Group& group : result.groups) {
    auto& counts = ended[group.name.country];
    for (std::size_t i = 0; i < kEnds.size(); ++i) {
      counts[i] += group.measured.totals[static_cast<std::size_t>(kEnds[i])];
    }
  }
  return ended;
}

std::string baseline_path(const std::string& scenario_file, const reports::Point& point) {
  const std::filesystem::path file(scenario_file);
  const std::string path = (file.parent_path() / "baselines" / file.stem()).string();
  if (!point.is_one()) return path + ".json";
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.=,%+";
  constexpr std::size_t kLongest = 150;
  std::string name;
  bool is_whole = true;  // two points must not have one name
  for (const char c : point.name) {
    if (c == ' ') continue;
    const bool is_plain = kPlain.find(c) != std::string_view::npos;
    is_whole = is_whole && is_plain;
    name += is_plain ? c : '_';
  }
  if (!is_whole || name.size() > kLongest) {
    name = fmt::format("{}-{:016x}", name.substr(0, kLongest), XXH3_64bits(point.name.data(), point.name.size()));
  }
  return path + "/" + name + ".json";
}

BaselineFound read_baseline(const std::string& path, Baseline& into, std::string& problem) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return BaselineFound::none;
  const std::optional<std::string> text = read_file(path);
  problem = fmt::format("{} could not be read", path);
  if (!text) return BaselineFound::unreadable;
  try {
    const boost::json::value value = reports::parse_json(*text);
    into = read(reports::JsonNode(value));
    problem.clear();
    return BaselineFound::read;
  } catch (const reports::ResultProblem& wrong) {
    const std::string place = wrong.place.empty() ? std::string() : wrong.place + ": ";
    problem = fmt::format("{} is no baseline that can be read: {}{}", path, place, wrong.text);
  } catch (const NewerFormat& newer) {
    problem = fmt::format("{} is a baseline of format {}, by a newer dlrsim; this one reads format {}", path,
                          newer.format, kFormat);
  }
  return BaselineFound::unreadable;
}

void tell_of_baseline(const std::string& problem, const std::string& path, const std::string& scenario_file) {
  tell("dlrsim: " + problem);
  const std::string restore = command_to_restore(path);
  tell(fmt::format("dlrsim: {}accept anew, without its history: {} accept {} --anew --reason WHY",
                   restore.empty() ? restore : fmt::format("take it as it was: {}; or ", restore), program_name(),
                   shell_word(scenario_file)));
}

bool write_baseline(const std::string& path, const Baseline& baseline) {
  std::string text = fmt::format("{{\n  \"format\": {},\n", kFormat);
  text += fmt::format("  \"scenario\": {},\n", quoted_json(baseline.scenario));
  if (!baseline.point.empty()) text += fmt::format("  \"point\": {},\n", quoted_json(baseline.point));
  text += fmt::format("  \"scenario_hash\": {},\n", quoted_json(baseline.scenario_hash));
  text += fmt::format("  \"messages\": {},\n", baseline.messages);
  text += "  \"accepted\": [";
  for (const Acceptance& one : baseline.accepted) {
    text += fmt::format(
        "{}\n    {{\n      \"on\": {},\n      \"version\": {},\n      \"reason\": {},\n      \"outcomes\": \"{}\",\n"
        "      \"timeline\": \"{}\"\n    }}",
        &one == &baseline.accepted.front() ? "" : ",", quoted_json(one.on), quoted_json(one.version),
        quoted_json(one.reason), to_hex(one.outcomes), to_hex(one.timeline));
  }
  text += "\n  ],\n  \"ended\": {";
  const char* comma = "";
  for (const auto& [country, counts] : baseline.ended) {
    text += fmt::format("{}\n    {}: {{", std::exchange(comma, ","), quoted_json(country));
    for (std::size_t i = 0; i < kEnds.size(); ++i) {
      text += fmt::format("{}\"{}\": {}", i == 0 ? "" : ", ", reports::info(kEnds[i]).name, counts[i]);
    }
    text += "}";
  }
  text += "\n  },\n  \"blocks\": [";
  const std::uint64_t size = reports::messages_in_block(baseline.messages);
  for (std::size_t i = 0; i < baseline.blocks.size(); ++i) {
    text += fmt::format("{}\n    {{\"first\": {}, \"outcomes\": \"{}\", \"timeline\": \"{}\"}}", i == 0 ? "" : ",",
                        i * size, to_hex(baseline.blocks[i].outcomes), to_hex(baseline.blocks[i].timeline));
  }
  text += "\n  ]\n}\n";
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  OutputFile file;
  return file.open(path) && file.write(text) && file.put_in_place();
}

std::vector<reports::BaselineComparison::Span> changed_spans(const std::vector<FingerprintBlock>& before,
                                                             const std::vector<FingerprintBlock>& now,
                                                             std::uint64_t messages) {
  std::vector<reports::BaselineComparison::Span> spans;
  const std::uint64_t size = reports::messages_in_block(messages);
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (before[i] == now[i]) continue;
    const std::uint64_t first = i * size, last = std::min((i + 1) * size, messages) - 1;
    const bool outcomes = !(before[i].outcomes == now[i].outcomes);
    if (!spans.empty() && spans.back().last + 1 == first && spans.back().outcomes == outcomes) {
      spans.back().last = last;
    } else {
      spans.push_back({first, last, outcomes});
    }
  }
  return spans;
}

std::string command_to_restore(const std::string& baseline) {
  const std::filesystem::path file(baseline);
  if (!is_committed(file)) return {};
  return fmt::format("{} checkout -- {}", git_there(file), shell_word(file.filename().string()));
}

void compare_with_baseline(reports::Result& result) {
  result.baseline.reset();
  result.baseline_problem.clear();
  result.lacks_baseline = false;
  result.provenance.baseline_file.clear();
  result.provenance.baseline_committed = false;
  const bool is_required = result.baseline_use == reports::BaselineUse::required;
  if (result.baseline_use == reports::BaselineUse::ignored || !result.planted.empty() || result.partial()) return;
  if (!result.own_seed || !result.own_parameters) {
    if (!is_required) return;
    result.lacks_baseline = true;
    tell(fmt::format("dlrsim: {} was {}", result.title(), reports::why_not_compared(result)));
    return;
  }
  Baseline baseline;
  const std::string& file = result.provenance.scenario_file;
  const std::string path = baseline_path(file, result.point);
  const BaselineFound found = read_baseline(path, baseline, result.baseline_problem);
  if (found == BaselineFound::none) {
    if (!is_required) return;
    result.lacks_baseline = true;
    tell(fmt::format("dlrsim: nothing is accepted of {} yet: {} accept {} --reason \"first accepted\"", result.title(),
                     program_name(), shell_word(file)));
    return;
  }
  result.provenance.baseline_file = path;
  if (found == BaselineFound::unreadable) {
    tell_of_baseline(result.baseline_problem, path, file);
    return;
  }
  reports::BaselineComparison comparison;
  comparison.outcomes = baseline.accepted.back().outcomes;
  comparison.timeline = baseline.accepted.back().timeline;
  comparison.same_scenario = baseline.scenario_hash == result.provenance.scenario_hash;
  if (comparison.differs(result.outcomes, result.timeline)) {
    if (baseline.messages != result.messages || baseline.blocks.size() != result.blocks.size()) {
      comparison.cannot_compare =
          fmt::format("it had {} messages then, and has {} now", baseline.messages, result.messages);
    } else {
      comparison.changed = changed_spans(baseline.blocks, result.blocks, result.messages);
    }
  }
  if (comparison.differs(result.outcomes, result.timeline) && !comparison.same_scenario) {
    result.provenance.baseline_committed = is_committed(path);
  }
  if (!baseline.ended.empty()) comparison.ended = ended_otherwise(baseline.ended, ended_by_country(result));
  result.baseline = std::move(comparison);
}

}  // namespace dlr::sim::cli
