// A result as JSON. The members are described in result_schema.cc; result_reader.cc reads them back.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "reports/decimal.h"
#include "reports/exit_status.h"
#include "reports/group_json.h"
#include "reports/json_text.h"
#include "reports/json_writer.h"
#include "reports/judgement_json.h"
#include "reports/notices.h"
#include "reports/result.h"
#include "reports/seal.h"
#include "reports/verdict.h"
#include "reports/wide.h"

namespace dlr::reports {
namespace {

void write_optional(JsonWriter& json, std::optional<std::uint64_t> value) { value ? json.value(*value) : json.null(); }

// The counters of one family, from the list of everything counted.
void write_family(JsonWriter& json, std::string_view family, std::span<const std::uint64_t> values) {
  json.begin_object();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (kCounterInfo[i].family == family) json.key(kCounterInfo[i].name).value(values[i]);
  }
  json.end_object();
}

void write_histogram(JsonWriter& json, const Histogram& histogram) {
  json.begin_object();
  json.key("count").value(histogram.count());
  write_optional(json.key("min"), histogram.min());
  write_optional(json.key("mean"), histogram.mean(), kPlaces);
  for (const unsigned percent : {50U, 90U, 95U, 99U}) {
    write_optional(json.key(fmt::format("p{}", percent)), histogram.percentile(percent));
  }
  write_optional(json.key("max"), histogram.max());
  if (histogram.count() == 0) {
    json.key("reason").text(kNoData);
  } else {
    const auto [high, low] = histogram.sum();
    json.key("sum").text(fmt::to_string(Wide{high} << 64U | low));
    json.key("first_bucket").value(histogram.first_bucket());
    json.key("buckets").begin_array();
    std::int64_t empty = 0;
    for (const std::uint64_t count : histogram.counts()) {
      if (count == 0) {
        --empty;
        continue;
      }
      if (empty != 0) json.value(empty);
      empty = 0;
      json.value(count);
    }
    json.end_array();
  }
  json.end_object();
}

void write_groups(JsonWriter& json, const std::vector<Group>& groups) {
  json.begin_array();
  for (const Group& group : groups) {
    json.begin_object();
    write_group_name(json, group.name);
    write_family(json.key("totals"), "messages", group.measured.totals);
    write_histogram(json.key("delivery_delay_ms"), group.measured.delivery_delay);
    write_histogram(json.key("report_delay_ms"), group.measured.report_delay);
    write_histogram(json.key("rejection_delay_ms"), group.measured.rejection_delay);
    json.end_object();
  }
  json.end_array();
}

// A sample, and after it -n when it is repeated n times.
void write_samples(JsonWriter& json, const std::vector<std::uint64_t>& samples) {
  json.begin_array();
  for (std::size_t i = 0; i < samples.size();) {
    std::int64_t repeated = 0;
    for (json.value(samples[i++]); i < samples.size() && samples[i] == samples[i - 1]; ++i) --repeated;
    if (repeated != 0) json.value(repeated);
  }
  json.end_array();
}

void write_in_flight(JsonWriter& json, const Result& result) {
  json.begin_object();
  write_optional(json.key("peak"), result.peak_in_flight());
  if (result.in_flight_by_minute.empty()) json.key("reason").text(kNoData);
  write_samples(json.key("by_minute"), result.in_flight_by_minute);
  json.end_object();
}

void write_situations(JsonWriter& json, const Situations& situations) {
  json.begin_object();
  for (const auto& [name, groups] :
       {std::pair("lifecycle", &situations.lifecycle), std::pair("statuses", &situations.statuses),
        std::pair("errors", &situations.errors)}) {
    json.key(name).begin_object();
    for (const SituationGroup& group : *groups) {
      json.key(group.name).begin_object();
      for (const Situation& situation : group.situations) json.key(situation.name).value(situation.count);
      json.end_object();
    }
    json.end_object();
  }
  json.end_object();
}

void write_fault_windows(JsonWriter& json, const std::vector<FaultWindow>& windows) {
  const auto write_duration = [&json](const char* name, const std::optional<Duration>& duration) {
    json.key(name);
    duration ? json.value(duration->count()) : json.null();
  };
  json.begin_array();
  for (const auto& [id, at, lasting] : windows) {
    json.begin_object();
    json.key("id").text(id);
    write_duration("at_ms", at);
    write_duration("for_ms", lasting);
    json.end_object();
  }
  json.end_array();
}

void write_invariants(JsonWriter& json, const Result& result) {
  const Breaches& breaches = result.breaches;
  json.begin_object();
  json.key("checked").value(result.invariants_checked);
  json.key("broken").value(breaches.count());
  json.key("broken_messages").value(breaches.messages);
  write_optional(json.key("first_message"), breaches.first);
  json.key("argument").text_or_null(result.argument);
  json.key("rules").begin_array();
  for (const auto& [words, rule] : breaches.first_rules()) {
    json.begin_object();
    json.key("rule").text(words);
    json.key("messages").value(rule.messages);
    json.key("first_message").value(rule.first);
    json.end_object();
  }
  json.end_array();
  json.key("more_examples").begin_array();
  for (const Result::Example& example : result.more_examples) {
    json.begin_object();
    json.key("message").value(example.message);
    json.key("argument").text(example.argument);
    json.end_object();
  }
  json.end_array();
  json.key("miscounted").begin_array();
  for (std::size_t i = 0; i < kCounters; ++i) {
    const auto& [lanes, counted, expected] = breaches.miscounts[i];
    if (lanes == 0) continue;
    json.begin_object();
    json.key("counter").text(kCounterInfo[i].full_name());
    json.key("lanes").value(lanes);
    json.key("counted").value(counted);
    json.key("expected").value(expected);
    json.end_object();
  }
  json.end_array();
  json.key("laws").begin_array();
  for (const auto& [words, sums] : breaches.laws) {
    json.begin_object();
    json.key("law").text(words);
    json.key("lanes").value(sums.lanes);
    json.key("left").value(sums.counted);
    json.key("right").value(sums.expected);
    json.end_object();
  }
  json.end_array();
  json.key("in_flight");
  if (breaches.in_flight) {
    json.begin_object();
    json.key("lanes").value(breaches.in_flight_lanes);
    json.key("minute").value(breaches.in_flight->minute);
    json.key("counted").value(breaches.in_flight->counted);
    json.key("expected").value(breaches.in_flight->expected);
    json.end_object();
  } else {
    json.null();
  }
  json.end_object();
}

void write_samples(JsonWriter& json, const Replication& replication, const std::vector<Judgement>& expectations) {
  json.begin_array();
  for (std::size_t i = 0; i < replication.samples.size(); ++i) {
    const Sample& sample = replication.samples[i];
    json.begin_object();
    write_optional(json.key("value"), sample.value, places_of(expectations[i].expectation.metric));
    json.key("keeps_limit").value(sample.keeps_limit);
    json.key("part").value(sample.part);
    json.key("whole").value(sample.whole);
    write_histogram(json.key("delays_ms"), sample.delays);
    json.end_object();
  }
  json.end_array();
}

void write_replications(JsonWriter& json, const Result& result) {
  json.begin_array();
  for (const Replication& replication : result.replications) {
    json.begin_object();
    json.key("seed").value(replication.seed);
    json.key("outcomes").text(to_hex(replication.outcomes));
    json.key("broken").value(replication.broken);
    json.key("values").begin_array();
    for (std::size_t i = 0; i < replication.values.size(); ++i) {
      write_optional(json, replication.values[i], places_of(result.expectations[i].expectation.metric));
    }
    json.end_array();
    if (!replication.samples.empty()) write_samples(json.key("samples"), replication, result.expectations);
    json.end_object();
  }
  json.end_array();
}

void write_speed(JsonWriter& json, const Speed& speed) {
  json.begin_object();
  write_optional(json.key("messages_per_s"), speed.messages_per_s);
  json.key("wall_s");
  if (speed.wall_us) {
    json.raw(fmt::format("{}.{:06}", *speed.wall_us / 1'000'000, *speed.wall_us % 1'000'000));
  } else {
    json.null();
  }
  write_optional(json.key("peak_rss_bytes"), speed.peak_rss_bytes);
  if (!speed.messages_per_s || !speed.wall_us || !speed.peak_rss_bytes) json.key("reason").text(speed.reason);
  json.end_object();
}

void write_provenance(JsonWriter& json, const Provenance& provenance) {
  json.begin_object();
  json.key("program").text(provenance.program);
  json.key("version").text(provenance.version);
  json.key("commit").text_or_null(provenance.commit);
  json.key("compiler").text(provenance.compiler);
  json.key("flags").text(provenance.flags);
  json.key("command_line").text(provenance.command_line);
  json.key("scenario_file").text(provenance.scenario_file);
  json.key("scenario_hash").text(provenance.scenario_hash);
  json.key("baseline_file").text_or_null(provenance.baseline_file);
  json.key("baseline_committed").value(provenance.baseline_committed);
  write_optional(json.key("threads"),
                 provenance.threads == 0 ? std::nullopt : std::optional<std::uint64_t>(provenance.threads));
  json.key("shards_merged").begin_array();
  for (const std::uint32_t shard : provenance.shards_merged) json.value(shard);
  json.end_array();
  json.key("again").text_or_null(provenance.again);
  json.end_object();
}

void write_baseline(JsonWriter& json, const Result& result) {
  if (!result.baseline) return json.null();
  const BaselineComparison& baseline = *result.baseline;
  json.begin_object();
  json.key("changed").value(result.changed());
  json.key("outcomes").text(to_hex(baseline.outcomes));
  json.key("timeline").text(to_hex(baseline.timeline));
  json.key("same_scenario").value(baseline.same_scenario);
  json.key("ended").begin_array();
  for (const auto& [country, end, then, now] : baseline.ended) {
    json.begin_object();
    json.key("country").text(country);
    json.key("outcome").text(info(end).name);
    json.key("then").value(then);
    json.key("now").value(now);
    json.end_object();
  }
  json.end_array();
  json.key("changed_messages").begin_array();
  for (const BaselineComparison::Span& span : baseline.changed) {
    json.begin_object();
    json.key("first").value(span.first);
    json.key("last").value(span.last);
    json.key("outcomes").value(span.outcomes);
    json.end_object();
  }
  json.end_array();
  json.key("cannot_compare").text_or_null(baseline.cannot_compare);
  json.end_object();
}

}  // namespace

std::string to_json(const Result& result) {
  JsonWriter json;
  json.begin_object();
  json.key("version").value(kResultVersion);
  json.key("scenario").text(result.scenario);
  json.key("point");
  if (result.point.is_one()) {
    json.begin_object();
    json.key("number").value(result.point.number);
    json.key("name").text(result.point.name);
    json.end_object();
  } else {
    json.null();
  }
  json.key("summary").text(result.summary);
  json.key("seed").value(result.seed);
  json.key("own_seed").value(result.own_seed);
  json.key("parameters").begin_object();
  for (const Parameter& parameter : result.parameters) json.key(parameter.name).text(parameter.value);
  json.end_object();
  json.key("own_parameters").value(result.own_parameters);
  json.key("own_replications").value(result.own_replications);
  json.key("drive").text(result.drive);
  json.key("planted").text(result.planted);
  json.key("start").text(format_instant(result.start));
  json.key("simulated_ms").value(result.simulated.count());
  json.key("waiting_period_ms").value(result.waiting_period.count());
  json.key("messages").value(result.messages);
  json.key("shard");
  if (result.shard.is_part()) {
    json.begin_object();
    json.key("index").value(result.shard.index);
    json.key("of").value(result.shard.of);
    json.end_object();
  } else {
    json.null();
  }
  json.key("lanes").begin_object();
  json.key("total").value(result.lanes);
  json.key("done").value(result.lanes_done);
  json.end_object();
  json.key("interrupted").value(result.interrupted);
  json.key("exit_code").value(result.exit_code);
  json.key("exit_codes").begin_array();
  for (const int status : exit_statuses_of(result)) json.value(status);
  json.end_array();
  json.key("not_sure_passes").value(result.not_sure_passes);
  json.key("fingerprint").begin_object();
  json.key("outcomes").text(to_hex(result.outcomes));
  json.key("timeline").text(to_hex(result.timeline));
  json.key("block_messages").value(messages_in_block(result.messages));
  json.key("outcomes_by_block").begin_array();
  for (const FingerprintBlock& block : result.blocks) json.text(to_hex(block.outcomes));
  json.end_array();
  json.key("timeline_by_block").begin_array();
  for (const FingerprintBlock& block : result.blocks) json.text(to_hex(block.timeline));
  json.end_array();
  json.end_object();
  write_baseline(json.key("baseline"), result);
  json.key("baseline_reason").text_or_null(why_not_compared(result));
  json.key("baseline_use").text(to_string(result.baseline_use));
  json.key("lacks_baseline").value(result.lacks_baseline);
  json.key("baseline_problem").text_or_null(result.baseline_problem);
  write_family(json.key("totals"), "messages", result.counters.values);
  for (const char* family : {"events", "responses", "reports", "callbacks"}) {
    write_family(json.key(family), family, result.counters.values);
  }
  json.key("faults").begin_object();
  for (const FaultCount& fault : result.faults) json.key(fault.id).value(fault.struck);
  json.end_object();
  write_fault_windows(json.key("fault_windows"), result.fault_windows);
  json.key("notices").begin_array();
  for (const std::string& sentence : notice_sentences(result)) json.text(sentence);
  json.end_array();
  write_invariants(json.key("invariants"), result);
  write_judging(json.key("judging"), result.judging);
  json.key("expectations").begin_array();
  for (const Judgement& judgement : result.expectations) write_judgement(json, judgement);
  json.end_array();
  write_replications(json.key("replications"), result);
  write_in_flight(json.key("in_flight"), result);
  write_samples(json.key("reports_by_minute"), result.reports_by_minute);
  write_situations(json.key("situations"), result.situations);
  write_groups(json.key("groups"), result.groups);
  write_speed(json.key("speed"), result.speed);
  write_provenance(json.key("provenance"), result.provenance);
  json.end_object();
  std::string text = json.take();
  const std::string seal = seal_of(parse_json(text).get_object());
  text.pop_back();
  return text + fmt::format(",\"{}\":\"{}\"}}", kSeal, seal);
}

}  // namespace dlr::reports
