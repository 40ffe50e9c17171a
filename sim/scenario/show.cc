#include "sim/scenario/show.h"

#include <string_view>

#include "sim/scenario/expectations.h"
#include "sim/scenario/settings.h"
#include "sim/scenario/show_fault.h"
#include "sim/scenario/show_world.h"
#include "sim/scenario/value_text.h"
#include "sim/scenario/yaml_writer.h"

namespace dlr::sim {
namespace {

constexpr auto kBlock = YamlWriter::Style::block;

void write_provider(YamlWriter& out, const ProviderSettings& provider) {
  out.key("provider");
  out.open(kBlock);
  out.key("answer");
  out.open();
  out.distribution("delay", provider.answer);
  out.close();
  const CallbackSettings& callback = provider.callback;
  out.key("callback");
  out.open();
  out.number("batch", callback.batch);
  out.duration("every", callback.every);
  out.duration("answer", callback.answer);
  out.duration("timeout", callback.timeout);
  if (callback.retry == provider_retry_schedule()) {
    out.plain("retry", "infobip");
  } else if (callback.retry.empty()) {
    out.plain("retry", "none");
  } else {
    out.key("retry");
    out.open_list();
    for (const Duration wait : callback.retry) out.plain(format_duration(wait));
    out.close_list();
  }
  out.close();
  if (provider.body_v2 == Share{} || provider.body_v2 == kWhole) {
    out.plain("body", provider.body_v2 == kWhole ? "v2" : "v3");
  } else {
    out.key("body");
    out.open();
    out.share("v3", Share{kWhole.ppm - provider.body_v2.ppm});
    out.share("v2", provider.body_v2);
    out.close();
  }
  out.boolean("intermediate", provider.intermediate);
  out.close();
}

void write_ids(YamlWriter& out, const Ids& ids) {
  if (ids.form == IdForm::minted) {
    out.plain("ids", "minted");
    return;
  }
  out.key("ids");
  out.open();
  if (ids.form == IdForm::text) {
    out.key("foreign");
    out.open();
    out.number("length", ids.length);
    out.close();
  } else {
    out.plain("foreign", ids.form == IdForm::uuid ? "uuid" : "digits");
  }
  out.close();
}

void write_tracker(YamlWriter& out, const TrackerSettings& tracker) {
  out.key("tracker");
  out.open(kBlock);
  out.key("send");
  out.open();
  out.duration("timeout", tracker.send.timeout);
  out.number("tries", tracker.send.tries);
  out.key("backoff");
  out.open();
  out.duration("first", tracker.send.backoff.first);
  out.plain("factor", format_decimal(tracker.send.backoff.factor));
  out.duration("cap", tracker.send.backoff.cap);
  out.share("jitter", tracker.send.backoff.jitter);
  out.close();
  out.close();
  if (tracker.max_in_flight) out.number("max_in_flight", *tracker.max_in_flight);
  if (!tracker.refuse_too_long) out.boolean("refuse_too_long", false);
  out.text("event_type", tracker.event_type);
  write_ids(out, tracker.ids);
  if (tracker.no_report) {
    out.key("country_table");
    out.open();
    out.key("no_report");
    out.open_list();
    for (const Country country : *tracker.no_report) out.text_value(country.text());
    out.close_list();
    out.close();
  }
  out.close();
}

void write_arrivals(YamlWriter& out, const Arrivals& arrivals) {
  out.key("arrivals");
  out.open();
  if (const auto* curve = std::get_if<CurveArrivals>(&arrivals)) {
    out.key("curve");
    out.open_list();
    for (const CurvePiece& piece : curve->pieces) {
      out.open();
      out.duration("for", piece.lasting);
      out.rate("rate", piece.rate);
      out.close();
    }
    out.close_list();
  } else if (const auto* burst = std::get_if<BurstArrivals>(&arrivals)) {
    out.key("burst");
    out.open();
    out.duration("over", burst->over);
    out.close();
  } else {
    const auto* constant = std::get_if<ConstantArrivals>(&arrivals);
    out.key(constant != nullptr ? "constant" : "poisson");
    out.open();
    out.rate("rate", constant != nullptr ? constant->rate : std::get<PoissonArrivals>(arrivals).rate);
    out.close();
  }
  out.close();
}

void write_language(YamlWriter& out, const core::PartsOptions& options) {
  if (options.language == core::NationalLanguage::none) return;
  out.key("language");
  out.open();
  out.plain("code", std::string(core::code_of(options.language)));
  out.boolean("single_shift", options.single_shift);
  out.boolean("locking_shift", options.locking_shift);
  out.close();
}

void write_traffic(YamlWriter& out, const Scenario& scenario, const Traffic& entry) {
  out.open(kBlock);
  out.text("campaign", entry.campaign);
  out.text("name", entry.name);
  if (!entry.population.empty()) out.text("population", entry.population);
  out.plain("channel", to_string(entry.channel));
  out.number("messages", entry.messages);
  out.duration("starts", entry.starts);
  write_arrivals(out, entry.arrivals);
  out.key("countries");
  out.open();
  for (const CountryShare& part : entry.countries)
    out.share(scenario.countries[part.country].country.text(), part.share);
  out.close();
  if (entry.text.empty()) {
    out.key("parts");
    out.open();
    for (const PartsShare& part : entry.parts) {
      out.share(std::to_string(part.parts), part.share);
    }
    out.close();
  } else {
    out.text("text", entry.text);
    write_language(out, entry.text_options);
  }
  out.boolean("local_time", entry.local_time);
  if (entry.sms_fallback) {
    out.key("sms_fallback");
    out.open();
    out.share("share", entry.sms_fallback->share);
    out.number("parts", entry.sms_fallback->parts);
    out.close();
  }
  if (!entry.sender.empty()) out.text("sender", entry.sender);
  if (!entry.properties.empty()) {
    out.key("properties");
    out.open();
    for (const auto& [name, value] : entry.properties) out.text(name, value);
    out.close();
  }
  out.close();
}

// The limit's text is as the file says it: "between A and B", "near A within B", "at least A".
void write_limit(YamlWriter& out, const reports::Limit& limit) {
  std::vector<std::string> words;
  for (std::string_view rest = limit.text; !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    words.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (words[0] == "between") {
    out.key("between");
    out.open_list();
    out.plain(words[1]);
    out.plain(words[3]);
    out.close_list();
  } else if (words[0] == "near") {
    out.plain("near", words[1]);
    out.plain("within", words[3]);
  } else if (words[0] == "equals") {
    out.plain("equals", words[1]);
  } else {
    out.plain("at_" + words[1], words[2]);
  }
}

void write_expectation(YamlWriter& out, const reports::Expectation& expectation) {
  out.open();
  out.text("id", expectation.id);
  const auto [name, value] = written_metric(expectation.metric);
  out.plain(name, value);
  if (const auto* ratio = std::get_if<reports::RatioMetric>(&expectation.metric);
      ratio != nullptr && ratio->of_reported) {
    out.plain("of", "reported");
  }
  if (const auto* delay = std::get_if<reports::DelayMetric>(&expectation.metric)) {
    out.plain("stat", delay->percentile ? "p" + format_decimal(*delay->percentile) : "mean");
  }
  const reports::Where& where = expectation.where;
  if (!where.all()) {
    out.key("where");
    out.open();
    if (!where.operator_name.empty()) {
      out.text("operator", where.country + "/" + where.operator_name);
    } else if (!where.country.empty()) {
      out.text("country", where.country);
    }
    if (!where.campaign.empty()) out.text("campaign", where.campaign);
    if (!where.channel.empty()) out.plain("channel", where.channel);
    out.close();
  }
  write_limit(out, expectation.limit);
  out.plain("severity", expectation.required ? "required" : "advisory");
  out.close();
}

void write_scenario(YamlWriter& out, const Scenario& scenario) {
  out.open(kBlock);
  out.plain("version", "1");
  out.text("name", scenario.name);
  out.text("summary", scenario.summary);
  out.key("tags");
  out.open_list();
  for (const std::string& tag : scenario.tags) out.text_value(tag);
  out.close_list();
  out.number("seed", scenario.seed);
  out.plain("start", format_instant(scenario.start));
  out.duration("waiting_period", scenario.waiting_period);
  if (scenario.lanes) out.number("lanes", *scenario.lanes);
  if (const auto& [min, max] = scenario.replications; max > min) {
    out.key("replications");
    out.open();
    out.number("min", min);
    out.number("max", max);
    out.plain("stop_when", "decided");
    out.close();
  } else if (max > 1) {
    out.number("replications", max);
  }
  out.key("profiles");
  out.open(kBlock);
  for (const Profile& entry : scenario.profiles) write_profile(out, entry);
  out.close();
  write_provider(out, scenario.provider);
  write_tracker(out, scenario.tracker);
  out.key("countries");
  out.open(kBlock);
  for (const CountryTraffic& entry : scenario.countries) write_country(out, scenario, entry);
  out.close();
  out.key("traffic");
  out.open_list(kBlock);
  for (const Traffic& entry : scenario.traffic) write_traffic(out, scenario, entry);
  out.close_list();
  if (!scenario.faults.empty()) {
    out.key("faults");
    out.open_list(kBlock);
    for (const Fault& entry : scenario.faults) write_fault(out, scenario, entry);
    out.close_list();
  }
  if (!scenario.expectations.empty()) {
    out.key("expect");
    out.open_list(kBlock);
    for (const reports::Expectation& entry : scenario.expectations) write_expectation(out, entry);
    out.close_list();
  }
  out.close();
}

}  // namespace

std::string effective_yaml(const Scenario& scenario) {
  YamlWriter out;
  write_scenario(out, scenario);
  return out.take();
}

}  // namespace dlr::sim
