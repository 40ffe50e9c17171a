#include "reports/render/ndjson.h"

#include <fmt/format.h>

#include "reports/decimal.h"
#include "reports/group_json.h"
#include "reports/json_writer.h"
#include "reports/render/copies.h"
#include "reports/render/delay_kinds.h"
#include "reports/render/expectation_text.h"
#include "reports/verdict.h"

namespace dlr::reports {
namespace {

class Lines {
 public:
  Lines(const Result& result, std::uint64_t copy) : result_(result), copy_(copy) {}

  std::string all() {
    run();
    for (const Judgement& judgement : result_.expectations) expectation(judgement);
    for (const auto& [id, struck] : result_.faults) {
      JsonWriter json = begin("fault");
      json.key("id").text(id);
      json.key("struck").value(struck);
      end(json);
    }
    for (const Group& group : result_.groups) {
      totals_and_delays(group);
      for (const DelayKind& delay : kDelays) histogram(group, delay);
    }
    series("in_flight", result_.in_flight_by_minute);
    series("reports", result_.reports_by_minute);
    return std::move(text_);
  }

 private:
  JsonWriter begin(std::string_view type) const {
    JsonWriter json;
    json.begin_object();
    json.key("type").text(type);
    json.key("scenario").text(result_.scenario);
    json.key("seed").value(result_.seed);
    json.key("point").text_or_null(result_.point.name);
    json.key("copy").value(copy_);
    return json;
  }
  void end(JsonWriter& json) {
    json.end_object();
    text_ += json.take() + '\n';
  }

  static void value(JsonWriter& json, std::optional<std::uint64_t> value) { value ? json.value(*value) : json.null(); }
  static void value(JsonWriter& json, std::optional<double> value, unsigned places) {
    value ? json.raw(decimal_text(*value, places)) : json.null();
  }

  void run() {
    JsonWriter json = begin("run");
    json.key("exit_code").value(result_.exit_code);
    json.key("version").text(result_.provenance.version);
    json.key("drive").text(result_.drive);
    json.key("start").text(format_instant(result_.start));
    json.key("simulated_ms").value(result_.simulated.count());
    json.key("outcomes").text(to_hex(result_.outcomes));
    json.key("timeline").text(to_hex(result_.timeline));
    json.key("invariants_checked").value(result_.invariants_checked);
    json.key("invariants_broken").value(result_.breaches.count());
    for (std::size_t i = 0; i < kCounters; ++i) {
      json.key(kCounterInfo[i].full_name()).value(result_.counters.values[i]);
    }
    end(json);
  }

  void expectation(const Judgement& judgement) {
    const auto& [id, metric, where, limit, required, certain, file, line] = judgement.expectation;
    const unsigned places = places_of(metric);
    JsonWriter json = begin("expectation");
    json.key("id").text(id);
    json.key("verdict").text(to_string(judgement.verdict));
    json.key("severity").text(required ? "required" : "advisory");
    json.key("metric").text(metric_text(judgement.expectation));
    json.key("chance").text(to_string(judgement.chance));
    value(json.key("value"), judgement.value, places);
    value(json.key("low"), judgement.low, places);
    value(json.key("high"), judgement.high, places);
    value(json.key("at_least"), limit.at_least, places);
    value(json.key("at_most"), limit.at_most, places);
    json.key("file").text_or_null(file);
    json.key("line").value(line);
    json.key("reason").text_or_null(judgement.reason);
    end(json);
  }

  void totals_and_delays(const Group& group) {
    JsonWriter json = begin("group");
    write_group_name(json, group.name);
    for (std::size_t i = 0; i < kMessageCounters; ++i) json.key(kCounterInfo[i].name).value(group.measured.totals[i]);
    for (const DelayKind& delay : kDelays) {
      const Histogram& histogram = group.measured.*delay.histogram;
      const auto figure = [&](std::string_view what) -> JsonWriter& {
        return json.key(fmt::format("{}_{}", delay.name, what));
      };
      figure("count").value(histogram.count());
      value(figure("min"), histogram.min());
      value(figure("mean"), histogram.mean(), kPlaces);
      for (const unsigned percent : kPercentiles) {
        value(figure(fmt::format("p{}", percent)), histogram.percentile(percent));
      }
      value(figure("max"), histogram.max());
    }
    end(json);
  }

  // Buckets as [first value, first value after it, count], the empty ones left out.
  void histogram(const Group& group, const DelayKind& delay) {
    const Histogram& histogram = group.measured.*delay.histogram;
    if (histogram.count() == 0) return;
    JsonWriter json = begin("histogram");
    write_group_name(json, group.name);
    json.key("delay").text(delay.name);
    json.key("buckets_ms").begin_array();
    histogram.each_bucket([&](std::uint64_t from, std::uint64_t below, std::uint64_t count) {
      json.begin_array();
      json.value(from);
      json.value(below);
      json.value(count);
      json.end_array();
    });
    json.end_array();
    end(json);
  }

  // By minute from the start on.
  void series(std::string_view name, const std::vector<std::uint64_t>& values) {
    JsonWriter json = begin("series");
    json.key("name").text(name);
    json.key("step_s").value(60);
    json.key("values").begin_array();
    for (const std::uint64_t value : values) json.value(value);
    json.end_array();
    end(json);
  }

  const Result& result_;
  const std::uint64_t copy_;
  std::string text_;
};

}  // namespace

std::string render_ndjson(std::span<const Result> results, std::span<const NotRun> not_run) {
  std::string text;
  const std::vector<std::uint64_t> copies = copies_of(results);
  for (std::size_t i = 0; i < results.size(); ++i) text += Lines(results[i], copies[i]).all();
  for (const auto& [file, why, exit_code] : not_run) {
    JsonWriter json;
    json.begin_object();
    json.key("type").text("not_run");
    json.key("file").text(file);
    json.key("why").text(why);
    json.end_object();
    text += json.take() + '\n';
  }
  return text;
}

}  // namespace dlr::reports
