#include "sim/cli/baseline.h"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <filesystem>

#include "reports/json_node.h"
#include "reports/json_writer.h"
#include "sim/cli/commands.h"
#include "sim/cli/files.h"
#include "sim/cli/output.h"

namespace dlr::sim::cli {
namespace {

using reports::Fingerprint;
using reports::FingerprintBlock;

Fingerprint fingerprint_of(const reports::JsonNode& node) {
  const auto fingerprint = reports::parse_fingerprint(node.text());
  if (!fingerprint) node.wrong("must be 32 hexadecimal digits");
  return *fingerprint;
}

std::string quoted_json(std::string_view text) {
  reports::JsonWriter json;
  json.text(text);
  return json.take();
}

}  // namespace

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

BaselineFound read_baseline(const std::string& path, Baseline& into) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return BaselineFound::none;
  const std::optional<std::string> text = read_file(path);
  if (!text) return BaselineFound::unreadable;
  try {
    const boost::json::value value = boost::json::parse(*text);
    const reports::JsonNode node(value);
    into = {};
    into.scenario = node["scenario"].text();
    if (node.has("point")) into.point = node["point"].text();
    into.scenario_hash = node["scenario_hash"].text();
    into.messages = node["messages"].number();
    node["accepted"].each([&](const reports::JsonNode& one) {
      into.accepted.push_back({one["on"].text(), one["version"].text(), one["reason"].text(),
                               fingerprint_of(one["outcomes"]), fingerprint_of(one["timeline"])});
    });
    node["blocks"].each([&](const reports::JsonNode& one) {
      into.blocks.push_back({fingerprint_of(one["outcomes"]), fingerprint_of(one["timeline"])});
    });
    if (into.accepted.empty()) node["accepted"].wrong("nothing is accepted");
    return BaselineFound::read;
  } catch (const reports::ResultProblem& wrong) {
    tell(fmt::format("dlrsim: {} is no baseline: {}: {}. Write it anew: dlrsim accept SCENARIO --reason WHY", path,
                     wrong.place, wrong.text));
    return BaselineFound::unreadable;
  } catch (const std::exception& wrong) {
    tell(fmt::format("dlrsim: {} is no baseline: {}. Write it anew: dlrsim accept SCENARIO --reason WHY", path,
                     wrong.what()));
    return BaselineFound::unreadable;
  }
}

bool write_baseline(const std::string& path, const Baseline& baseline) {
  std::string text = "{\n";
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
  text += "\n  ],\n  \"blocks\": [";
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

BaselineFound compare_with_baseline(reports::Result& result) {
  result.baseline.reset();
  if (!result.own_seed || !result.own_parameters || !result.planted.empty() || result.partial()) {
    return BaselineFound::read;
  }
  Baseline baseline;
  const BaselineFound found = read_baseline(baseline_path(result.provenance.scenario_file, result.point), baseline);
  if (found != BaselineFound::read) return found;
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
  result.baseline = std::move(comparison);
  return found;
}

}  // namespace dlr::sim::cli
