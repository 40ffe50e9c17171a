// A result from JSON, with the place of what is wrong. What is derived from other members (percentiles, peaks, sums of
// what broke) is not read but derived again.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <limits>

#include "reports/decimal.h"
#include "reports/group_json.h"
#include "reports/json_node.h"
#include "reports/json_text.h"
#include "reports/judgement_json.h"
#include "reports/result.h"
#include "reports/seal.h"
#include "reports/verdict.h"
#include "reports/wide.h"

namespace dlr::reports {
namespace {

using Node = JsonNode;

Fingerprint read_fingerprint(const Node& node) {
  const auto fingerprint = parse_fingerprint(node.text());
  if (!fingerprint) node.wrong("must be 32 hexadecimal digits");
  return *fingerprint;
}

void read_family(const Node& node, std::string_view family, std::span<std::uint64_t> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (kCounterInfo[i].family != family) continue;
    // Results of older versions do not count it.
    if (i == static_cast<std::size_t>(Counter::reports_fell_back) && !node.has(kCounterInfo[i].name)) continue;
    values[i] = node[kCounterInfo[i].name].number();
  }
}

Histogram::Sum read_sum(const Node& node) {
  const std::string text = node.text();
  constexpr std::size_t kMostDigits = 38;  // all of them fit
  if (text.empty() || text.size() > kMostDigits || text.find_first_not_of("0123456789") != std::string::npos) {
    node.wrong("must be a whole number, as text");
  }
  Wide sum = 0;
  for (const char digit : text) sum = sum * 10 + static_cast<Wide>(digit - '0');
  return {static_cast<std::uint64_t>(sum >> 64U), static_cast<std::uint64_t>(sum)};
}

Histogram read_histogram(const Node& node) {
  if (node["count"].number() == 0) return {};
  std::vector<std::uint64_t> counts;
  node["buckets"].each([&](const Node& item) {
    const auto number = item.number<std::int64_t>();
    if (number < -std::int64_t{Histogram::kBuckets}) item.wrong("skips more buckets than there are");
    if (number < 0) {
      counts.resize(counts.size() + static_cast<std::size_t>(-number), 0);
    } else {
      counts.push_back(static_cast<std::uint64_t>(number));
    }
    if (counts.size() > Histogram::kBuckets) item.wrong("lies beyond the last bucket");
  });
  const auto histogram = Histogram::from_parts(node["first_bucket"].number<std::uint32_t>(), counts,
                                               node["min"].number(), node["max"].number(), read_sum(node["sum"]));
  if (!histogram || histogram->count() != node["count"].number()) {
    node.wrong("count, min, max, sum and buckets contradict each other");
  }
  return *histogram;
}

Group read_group(const Node& node) {
  Group group;
  group.name = read_group_name(node);
  read_family(node["totals"], "messages", group.measured.totals);
  group.measured.delivery_delay = read_histogram(node["delivery_delay_ms"]);
  group.measured.report_delay = read_histogram(node["report_delay_ms"]);
  group.measured.rejection_delay = read_histogram(node["rejection_delay_ms"]);
  return group;
}

std::vector<std::uint64_t> read_samples(const Node& node) {
  constexpr std::size_t kMost = 1'000'000;  // minutes; a run has 49 days at most
  std::vector<std::uint64_t> samples;
  node.each([&](const Node& item) {
    const auto number = item.number<std::int64_t>();
    if (number < 0 && samples.empty()) item.wrong("repeats a sample before the first one");
    if (number < -static_cast<std::int64_t>(kMost) || samples.size() >= kMost)
      item.wrong("makes more minutes than a run has");
    if (number < 0) {
      samples.resize(samples.size() + static_cast<std::size_t>(-number), samples.back());
    } else {
      samples.push_back(static_cast<std::uint64_t>(number));
    }
  });
  return samples;
}

std::vector<SituationGroup> read_situations(const Node& node) {
  std::vector<SituationGroup> groups;
  for (const auto& [group_name, members] : node.object()) {
    const std::string_view group_text(group_name);
    SituationGroup& group = groups.emplace_back();
    group.name = group_text;
    const Node group_node(members, node, group_text);
    for (const auto& [name, count] : group_node.object()) {
      const std::string_view text(name);
      group.situations.push_back({std::string(text), Node(count, group_node, text).number()});
    }
  }
  return groups;
}

std::optional<Duration> read_duration(const Node& node) {
  if (node.is_null()) return std::nullopt;
  return Duration{node.number<std::int64_t>()};
}

Breaches read_breaches(const Node& node) {
  Breaches breaches;
  breaches.messages = node["broken_messages"].number();
  breaches.first = node["first_message"].optional_number();
  if (node.has("rules")) {
    node["rules"].each([&](const Node& item) {
      breaches.rules[item["rule"].text()] = {item["messages"].number(), item["first_message"].number()};
    });
  }
  node["miscounted"].each([&](const Node& item) {
    const auto counter = find_counter(item["counter"].text());
    if (!counter) item["counter"].wrong("must be the name of a counter");
    breaches.miscounts[static_cast<std::size_t>(*counter)] = {item["lanes"].number(), item["counted"].number(),
                                                              item["expected"].number()};
  });
  if (node.has("laws")) {
    node["laws"].each([&](const Node& item) {
      breaches.laws[item["law"].text()] = {item["lanes"].number(), item["left"].number(), item["right"].number()};
    });
  }
  if (const Node in_flight = node["in_flight"]; !in_flight.is_null()) {
    breaches.in_flight_lanes = in_flight["lanes"].number();
    breaches.in_flight = {in_flight["minute"].number(), in_flight["counted"].number(), in_flight["expected"].number()};
  }
  return breaches;
}

Replication read_replication(const Node& node, const std::vector<Judgement>& expectations) {
  Replication replication;
  replication.seed = node["seed"].number();
  replication.outcomes = read_fingerprint(node["outcomes"]);
  replication.broken = node["broken"].number();
  node["values"].each([&](const Node& item) {
    const std::size_t place = replication.values.size();
    if (place == expectations.size()) item.wrong("is of no expectation");
    replication.values.push_back(item.optional_decimal(places_of(expectations[place].expectation.metric)));
  });
  if (!node.has("samples")) return replication;
  node["samples"].each([&](const Node& item) {
    const std::size_t place = replication.samples.size();
    if (place == expectations.size()) item.wrong("is of no expectation");
    replication.samples.push_back({item["value"].optional_decimal(places_of(expectations[place].expectation.metric)),
                                   item["keeps_limit"].yes(), item["part"].number(), item["whole"].number(),
                                   read_histogram(item["delays_ms"])});
  });
  if (replication.samples.size() != expectations.size())
    node["samples"].wrong("there must be one for each expectation");
  return replication;
}

Speed read_speed(const Node& node) {
  Speed speed;
  speed.messages_per_s = node["messages_per_s"].optional_number();
  if (const auto seconds = node["wall_s"].optional_decimal(6)) {
    if (*seconds < 0) node["wall_s"].wrong("must not be negative");
    speed.wall_us = static_cast<std::uint64_t>(to_units(*seconds, 6));
  }
  speed.peak_rss_bytes = node["peak_rss_bytes"].optional_number();
  if (node.has("reason")) speed.reason = node["reason"].text();
  return speed;
}

Provenance read_provenance(const Node& node) {
  Provenance provenance;
  if (node.has("program")) provenance.program = node["program"].text();
  provenance.version = node["version"].text();
  if (node.has("commit")) provenance.commit = node["commit"].optional_text();
  provenance.compiler = node["compiler"].text();
  provenance.flags = node["flags"].text();
  provenance.command_line = node["command_line"].text();
  provenance.scenario_file = node["scenario_file"].text();
  provenance.scenario_hash = node["scenario_hash"].text();
  if (node.has("baseline_file")) provenance.baseline_file = node["baseline_file"].optional_text();
  provenance.baseline_committed =
      node.has("baseline_committed") ? node["baseline_committed"].yes() : !provenance.baseline_file.empty();
  if (!node["threads"].is_null()) provenance.threads = node["threads"].number<std::uint32_t>();
  node["shards_merged"].each(
      [&](const Node& item) { provenance.shards_merged.push_back(item.number<std::uint32_t>()); });
  provenance.again = node["again"].optional_text();
  return provenance;
}

std::vector<FingerprintBlock> read_blocks(const Node& node, std::uint64_t messages) {
  std::vector<FingerprintBlock> blocks;
  const Node outcomes = node["outcomes_by_block"], timeline = node["timeline_by_block"];
  outcomes.each([&](const Node& item) { blocks.push_back({read_fingerprint(item), {}}); });
  std::size_t at = 0;
  timeline.each([&](const Node& item) {
    if (at < blocks.size()) blocks[at].timeline = read_fingerprint(item);
    ++at;
  });
  if (blocks.size() != blocks_of(messages)) outcomes.wrong(fmt::format("must be {} blocks", blocks_of(messages)));
  if (at != blocks.size()) timeline.wrong(fmt::format("must be {} blocks", blocks.size()));
  return blocks;
}

std::optional<BaselineComparison> read_baseline(const Node& node) {
  if (node.is_null()) return std::nullopt;
  BaselineComparison baseline;
  baseline.outcomes = read_fingerprint(node["outcomes"]);
  baseline.timeline = read_fingerprint(node["timeline"]);
  baseline.same_scenario = node["same_scenario"].yes();
  node["changed_messages"].each([&](const Node& item) {
    baseline.changed.push_back({item["first"].number(), item["last"].number(), item["outcomes"].yes()});
  });
  if (node.has("ended")) {
    node["ended"].each([&](const Node& item) {
      const auto end = find_counter("messages." + item["outcome"].text());
      if (!end) item["outcome"].wrong("must be an outcome");
      baseline.ended.push_back({item["country"].text(), *end, item["then"].number(), item["now"].number()});
    });
  }
  baseline.cannot_compare = node["cannot_compare"].optional_text();
  return baseline;
}

Result read(const Node& node) {
  if (node["version"].number() != kResultVersion) {
    node["version"].wrong(fmt::format("is another one than this program reads ({})", kResultVersion));
  }
  // Results of older versions have none.
  if (node.has(kSeal) && node[kSeal].text() != seal_of(node.object())) {
    node[kSeal].wrong("does not fit: the result was altered after it was written; run it again");
  }
  Result result;
  result.scenario = node["scenario"].text();
  if (node.has("point") && !node["point"].is_null()) {
    result.point = {node["point"]["number"].number<std::uint32_t>(), node["point"]["name"].text()};
    if (!result.point.is_one()) node["point"]["number"].wrong("points are numbered from 1");
  }
  result.summary = node["summary"].text();
  result.seed = node["seed"].number();
  result.own_seed = node["own_seed"].yes();
  const Node parameters = node["parameters"];
  for (const auto& [name, value] : parameters.object()) {
    const std::string_view as_text(name);
    result.parameters.push_back({std::string(as_text), Node(value, parameters, as_text).text()});
  }
  result.own_parameters = node["own_parameters"].yes();
  result.drive = node["drive"].text();
  result.planted = node["planted"].text();
  const auto start = parse_instant(node["start"].text());
  if (!start) node["start"].wrong("must be an instant such as `2026-01-01T00:00:00Z`");
  result.start = *start;
  result.simulated = Duration{node["simulated_ms"].number<std::int64_t>()};
  // Results of older versions say neither this nor when faults struck.
  if (node.has("waiting_period_ms")) result.waiting_period = Duration{node["waiting_period_ms"].number<std::int64_t>()};
  if (node.has("fault_windows")) {
    node["fault_windows"].each([&](const Node& item) {
      result.fault_windows.push_back({item["id"].text(), read_duration(item["at_ms"]), read_duration(item["for_ms"])});
    });
  }
  result.messages = node["messages"].number();
  if (const Node shard = node["shard"]; !shard.is_null()) {
    result.shard = {shard["index"].number<std::uint32_t>(), shard["of"].number<std::uint32_t>()};
    if (result.shard.of < 2 || result.shard.index < 1 || result.shard.index > result.shard.of) {
      shard.wrong("there is no such shard");
    }
  }
  result.lanes = node["lanes"]["total"].number();
  result.lanes_done = node["lanes"]["done"].number();
  result.interrupted = node["interrupted"].yes();
  if (node.has("own_replications")) result.own_replications = node["own_replications"].yes();
  result.exit_code = node["exit_code"].number<int>();
  result.outcomes = read_fingerprint(node["fingerprint"]["outcomes"]);
  result.timeline = read_fingerprint(node["fingerprint"]["timeline"]);
  result.blocks = read_blocks(node["fingerprint"], result.messages);
  result.baseline = read_baseline(node["baseline"]);
  read_family(node["totals"], "messages", result.counters.values);
  for (const char* family : {"events", "responses", "reports", "callbacks"}) {
    read_family(node[family], family, result.counters.values);
  }
  const Node faults = node["faults"];
  for (const auto& [id, struck] : faults.object()) {
    const std::string_view as_text(id);
    result.faults.push_back({std::string(as_text), Node(struck, faults, as_text).number()});
  }
  result.invariants_checked = node["invariants"]["checked"].number();
  result.breaches = read_breaches(node["invariants"]);
  result.argument = node["invariants"]["argument"].optional_text();
  if (const Node invariants = node["invariants"]; invariants.has("more_examples")) {
    invariants["more_examples"].each([&](const Node& item) {
      result.more_examples.push_back({item["message"].number(), item["argument"].text()});
    });
  }
  node["expectations"].each([&](const Node& item) { result.expectations.push_back(read_judgement(item)); });
  result.judging = read_judging(node["judging"]);
  node["replications"].each(
      [&](const Node& item) { result.replications.push_back(read_replication(item, result.expectations)); });
  result.in_flight_by_minute = read_samples(node["in_flight"]["by_minute"]);
  // Nor do they say what follows.
  if (node.has("reports_by_minute")) result.reports_by_minute = read_samples(node["reports_by_minute"]);
  if (node.has("situations")) {
    const Node situations = node["situations"];
    result.situations = {read_situations(situations["lifecycle"]), read_situations(situations["statuses"]),
                         read_situations(situations["errors"])};
  }
  node["groups"].each([&](const Node& item) { result.groups.push_back(read_group(item)); });
  result.speed = read_speed(node["speed"]);
  result.provenance = read_provenance(node["provenance"]);
  if (node.has("baseline_use")) {
    result.baseline_use = static_cast<BaselineUse>(node["baseline_use"].choice({"where there", "required", "ignored"}));
  }
  if (node.has("not_sure_passes")) {
    result.not_sure_passes = node["not_sure_passes"].yes();
    result.lacks_baseline = node["lacks_baseline"].yes();
    result.baseline_problem = node["baseline_problem"].optional_text();
  } else {  // an older version: its exit code alone tells
    result.not_sure_passes = result.exit_code == 0;
    result.lacks_baseline = result.exit_code == 7;
  }
  return result;
}

}  // namespace

std::variant<Result, ResultProblem> read_result(std::string_view text) {
  try {
    const boost::json::value value = parse_json(text);
    return read(Node(value));
  } catch (ResultProblem& problem) {
    if (problem.place.empty()) problem.place = "the result";
    return std::move(problem);
  }
}

}  // namespace dlr::reports
