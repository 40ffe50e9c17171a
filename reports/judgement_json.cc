#include "reports/judgement_json.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "reports/decimal.h"
#include "reports/verdict.h"

namespace dlr::reports {
namespace {

using Node = JsonNode;

void write_metric(JsonWriter& json, const Metric& metric) {
  json.begin_object();
  if (const auto* ratio = std::get_if<RatioMetric>(&metric)) {
    json.key("ratio").text(info(ratio->numerator).name);
    json.key("of").text(ratio->of_reported ? "reported" : "submitted");
  } else if (const auto* delay = std::get_if<DelayMetric>(&metric)) {
    constexpr const char* names[] = {"delivery", "report", "rejection"};
    json.key("delay").text(names[static_cast<int>(delay->delay)]);
    json.key("stat").text(delay->percentile ? fmt::format("p{}", decimal_text(*delay->percentile, kPercentilePlaces))
                                            : "mean");
  } else if (const auto* counter = std::get_if<CounterMetric>(&metric)) {
    json.key("count").text(info(counter->counter).full_name());
  } else if (const auto* fault = std::get_if<FaultMetric>(&metric)) {
    json.key("count").text("faults." + fault->fault);
  } else {
    json.key("peak").text("in_flight");
  }
  json.end_object();
}

void write_where(JsonWriter& json, const Where& where) {
  const std::pair<const char*, std::string_view> members[] = {{"country", where.country},
                                                              {"operator", where.operator_name},
                                                              {"campaign", where.campaign},
                                                              {"channel", where.channel}};
  json.begin_object();
  for (const auto& [name, text] : members) {
    if (!text.empty()) json.key(name).text(text);
  }
  json.end_object();
}

std::optional<double> read_percentile(const Node& node) {
  const std::string text = node.text();
  if (text == "mean") return std::nullopt;
  double percent = 0;
  const char* const end = text.data() + text.size();
  if (!text.starts_with('p') || std::from_chars(text.data() + 1, end, percent).ptr != end || !(percent >= 0) ||
      percent > 100) {
    node.wrong("must be `mean` or a percentile such as `p99.9`");
  }
  return rounded(percent, kPercentilePlaces);
}

Metric read_metric(const Node& node) {
  if (node.has("ratio")) {
    const auto counter = find_counter("messages." + node["ratio"].text());
    if (!counter) node["ratio"].wrong("must be the name of a count of messages");
    return RatioMetric{*counter, node["of"].choice({"submitted", "reported"}) == 1};
  }
  if (node.has("delay")) {
    const std::size_t delay = node["delay"].choice({"delivery", "report", "rejection"});
    return DelayMetric{static_cast<Delay>(delay), read_percentile(node["stat"])};
  }
  if (node.has("peak")) return PeakInFlightMetric{};
  const std::string name = node["count"].text();
  if (constexpr std::string_view kFaults = "faults."; name.starts_with(kFaults)) {
    return FaultMetric{name.substr(kFaults.size())};
  }
  const auto counter = find_counter(name);
  if (!counter) node["count"].wrong("must be the name of a counter");
  return CounterMetric{*counter};
}

Replications read_replications(const Node& node) {
  const Replications replications{node["min"].number<std::uint32_t>(), node["max"].number<std::uint32_t>()};
  if (replications.min < 1 || replications.max < replications.min) {
    node.wrong("must be at least 1 replication, and at most as many as there may be");
  }
  return replications;
}

Where read_where(const Node& node) {
  const auto member = [&](std::string_view name) { return node.has(name) ? node[name].text() : std::string(); };
  return {member("country"), member("operator"), member("campaign"), member("channel")};
}

}  // namespace

void write_optional(JsonWriter& json, std::optional<double> value, unsigned places) {
  value ? json.raw(decimal_text(*value, places)) : json.null();
}

void write_judgement(JsonWriter& json, const Judgement& judgement) {
  const Expectation& expectation = judgement.expectation;
  const unsigned places = places_of(expectation.metric);
  json.begin_object();
  json.key("id").text(expectation.id);
  json.key("verdict").text(to_string(judgement.verdict));
  json.key("chance").text(to_string(judgement.chance));
  json.key("certain").value(expectation.certain);
  write_optional(json.key("value"), judgement.value, places);
  write_optional(json.key("low"), judgement.low, places);
  write_optional(json.key("high"), judgement.high, places);
  json.key("limit").begin_object();
  write_optional(json.key("at_least"), expectation.limit.at_least, places);
  write_optional(json.key("at_most"), expectation.limit.at_most, places);
  json.key("text").text(expectation.limit.text);
  json.end_object();
  json.key("reason").text_or_null(judgement.reason);
  json.key("would_tell");
  if (judgement.would_tell) {
    json.begin_object();
    json.key("min").value(judgement.would_tell->min);
    json.key("max").value(judgement.would_tell->max);
    json.end_object();
  } else {
    json.null();
  }
  write_metric(json.key("metric"), expectation.metric);
  write_where(json.key("where"), expectation.where);
  json.key("severity").text(expectation.required ? "required" : "advisory");
  json.key("file").text_or_null(expectation.file);
  json.key("line").value(expectation.line);
  json.end_object();
}

void write_judging(JsonWriter& json, const Judging& judging) {
  json.begin_object();
  json.key("shared").value(judging.shared);
  json.key("min").value(judging.replications.min);
  json.key("max").value(judging.replications.max);
  json.key("error").text(fmt::format("{}", judging.error));  // as text: exactly, whoever reads it
  json.end_object();
}

Judgement read_judgement(const Node& node) {
  Judgement judgement;
  Expectation& expectation = judgement.expectation;
  expectation.id = node["id"].text();
  expectation.metric = read_metric(node["metric"]);
  expectation.where = read_where(node["where"]);
  const unsigned places = places_of(expectation.metric);
  expectation.limit.at_least = node["limit"]["at_least"].optional_decimal(places);
  expectation.limit.at_most = node["limit"]["at_most"].optional_decimal(places);
  expectation.limit.text = node["limit"]["text"].text();
  expectation.required = node["severity"].choice({"required", "advisory"}) == 0;
  expectation.file = node["file"].optional_text();
  expectation.line = node["line"].number<std::uint32_t>();
  judgement.verdict = static_cast<Verdict>(node["verdict"].choice({"pass", "fail", "not sure"}));
  judgement.value = node["value"].optional_decimal(places);
  judgement.low = node["low"].optional_decimal(places);
  judgement.high = node["high"].optional_decimal(places);
  judgement.reason = node["reason"].optional_text();
  if (node.has("would_tell") && !node["would_tell"].is_null()) {
    judgement.would_tell = read_replications(node["would_tell"]);
  }
  if (node.has("chance")) {
    constexpr std::array kChances{Chance::none, Chance::messages, Chance::replications, Chance::unmeasured};
    judgement.chance = kChances[node["chance"].choice({"none", "messages", "replications", "unmeasured"})];
    expectation.certain = node["certain"].yes();
  } else if (judgement.low || judgement.high) {  // of an older version
    judgement.chance = Chance::messages;
  }
  return judgement;
}

Judging read_judging(const Node& node) {
  Judging judging;
  judging.shared = node["shared"].yes();
  judging.replications = read_replications(node);
  const std::string error = node["error"].text();
  const char* const end = error.data() + error.size();
  if (std::from_chars(error.data(), end, judging.error).ptr != end || !(judging.error >= 0 && judging.error < 1)) {
    node["error"].wrong("must be a number from 0 to 1, as text");
  }
  return judging;
}

}  // namespace dlr::reports
