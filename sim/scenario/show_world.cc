#include "sim/scenario/show_world.h"

#include "sim/scenario/mechanism.h"
#include "sim/scenario/value_text.h"

namespace dlr::sim {
namespace {

void write_outcome(YamlWriter& out, const Profile& profile, Outcome outcome) {
  const OutcomeProfile& shown = profile.outcomes[static_cast<std::size_t>(outcome)];
  if (shown.share == Share{}) return;
  out.key(to_string(outcome));
  out.open();
  out.share("share", shown.share);
  if (outcome == Outcome::rejected) out.share("in_response", profile.rejected_in_response);
  if (shown.delay) out.distribution("delay", *shown.delay);
  if (!shown.statuses.empty()) out.statuses(shown.statuses);
  if (!shown.errors.empty()) {
    out.key("errors");
    out.open();
    for (const ErrorShare& entry : shown.errors) out.share(entry.error->name, entry.share);
    out.close();
  }
  out.close();
}

// The ladder as the waits that it is made of.
void write_mechanism(YamlWriter& out, const Mechanism& mechanism) {
  out.key("mechanism");
  out.open();
  out.key("first_attempt");
  out.open();
  out.share("success", mechanism.success);
  out.distribution("latency", mechanism.latency);
  out.close();
  out.key("absent");
  out.open();
  out.distribution("return", mechanism.absent_return);
  out.share("never", mechanism.never);
  out.share("alert", mechanism.alert);
  out.close();
  out.key("ladder");
  out.open_list();
  Duration last{};
  for (const Duration rung : mechanism.ladder) {
    out.plain(format_duration(rung - last));
    last = rung;
  }
  out.close_list();
  out.duration("validity", mechanism.validity);
  out.close();
}

void write_ways(YamlWriter& out, const Scenario& scenario, const Operator& entry) {
  const std::string& sms = scenario.profiles[entry.profile[0]].name;
  if (entry.profile[0] == entry.profile[1]) {
    out.text("profile", sms);
    return;
  }
  out.key("profile");
  out.open();
  out.text("sms", sms);
  out.text("mms", scenario.profiles[entry.profile[1]].name);
  out.close();
}

}  // namespace

void write_profile(YamlWriter& out, const Profile& profile) {
  out.key(profile.name);
  out.open(YamlWriter::Style::block);
  for (std::size_t i = 0; i < kOutcomes; ++i) write_outcome(out, profile, static_cast<Outcome>(i));
  out.distribution("report_lag", profile.report_lag);
  if (profile.mechanism) write_mechanism(out, *profile.mechanism);
  if (profile.per_part) {
    out.key("per_part");
    out.open();
    out.distribution("delay", profile.per_part->delay);
    out.share("loss", profile.per_part->loss);
    out.plain("reports", profile.per_part->reports == PartReports::each ? "each" : "once");
    out.close();
  }
  if (!profile.hours.empty()) {
    out.key("hours");
    out.open();
    for (const AbsentHours& window : profile.hours) {
      out.key(format_hours(window));
      out.open();
      out.share("absent", window.absent);
      out.close();
    }
    out.close();
  }
  out.close();
}

void write_country(YamlWriter& out, const Scenario& scenario, const CountryTraffic& country) {
  out.key(country.country.text());
  out.open();
  out.key("reports");
  out.open();
  out.plain("sms", country.reports[0] ? "full" : "none");
  out.plain("mms", country.reports[1] ? "full" : "none");
  out.close();
  out.key("utc_offset");
  out.quoted(format_utc_offset(country.utc_offset));
  out.key("operators");
  out.open();
  for (const Operator& entry : country.operators) {
    out.key(entry.name);
    out.open();
    if (!entry.mccmnc.empty()) out.text("mccmnc", entry.mccmnc);
    out.share("share", entry.share);
    write_ways(out, scenario, entry);
    if (entry.throughput) out.rate("throughput", *entry.throughput);
    out.close();
  }
  out.close();
  out.close();
}

}  // namespace dlr::sim
