#include "sim/scenario/show.h"

#include <fmt/format.h>
#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <algorithm>
#include <string_view>

#include "sim/scenario/expectations.h"
#include "sim/scenario/settings.h"
#include "sim/scenario/values.h"

namespace dlr::sim {
namespace {

// What other readers than ours would take for something else than a text (YAML 1.1), and what ours takes for nothing.
bool needs_quotes(std::string_view text) {
  static constexpr std::string_view kWords[] = {"y",  "n",   "yes",  "no",    "on",   "off",
                                                "true", "false", "null", "~", "nan",  "inf"};
  if (text.empty() || parse_decimal(text) || (text.front() >= '0' && text.front() <= '9') ||
      text.find_first_of("+-.$=") == 0 || text.find(": ") != std::string_view::npos) {
    return true;
  }
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return std::find(std::begin(kWords), std::end(kWords), lower) != std::end(kWords);
}

// Writes one scenario. A map is on one line from `flow()` on; values are plain, texts of the user quoted where needed.
class Writer {
 public:
  std::string take() { return std::string(out_.c_str()) + "\n"; }

  void scenario(const Scenario& scenario);

 private:
  void open(bool flow = true) { out_ << (flow ? YAML::Flow : YAML::Block) << YAML::BeginMap; }
  void close() { out_ << YAML::EndMap; }
  void open_list(bool flow = true) { out_ << (flow ? YAML::Flow : YAML::Block) << YAML::BeginSeq; }
  void close_list() { out_ << YAML::EndSeq; }

  void key(std::string_view name) {
    out_ << YAML::Key;
    text(name);
    out_ << YAML::Value;
  }
  // A user's word.
  void text(std::string_view word) {
    if (needs_quotes(word)) out_ << YAML::DoubleQuoted;
    out_ << std::string(word);
  }
  void text(std::string_view name, std::string_view word) {
    key(name);
    // A leading "$" is the reader's mark of a parameter.
    text(word.front() == '$' ? "$" + std::string(word) : std::string(word));
  }
  // A value in the format's own writing.
  void plain(const std::string& value) { out_ << value; }
  void plain(std::string_view name, const std::string& value) {
    key(name);
    plain(value);
  }
  void duration(std::string_view name, Duration value) { plain(name, format_duration(value)); }
  void duration(std::string_view name, const std::optional<Duration>& value) {
    if (value) duration(name, *value);
  }
  void share(std::string_view name, Share value) { plain(name, format_share(value)); }
  template <class Number>
  void number(std::string_view name, Number value) {
    plain(name, fmt::format("{}", value));
  }
  void rate(std::string_view name, const Rate& value) { plain(name, format_rate(value)); }

  void limits(const Distribution& distribution) {
    duration("min", distribution.min);
    duration("max", distribution.max);
  }
  void members(const Distribution& distribution);
  void distribution(std::string_view name, const Distribution& value) {
    key(name);
    open();
    members(value);
    close();
  }
  void statuses(const std::vector<StatusShare>& shares) {
    key("statuses");
    open();
    for (const StatusShare& entry : shares) share(entry.status->name, entry.share);
    close();
  }
  void outcome(const Profile& profile, Outcome outcome);
  void profile(const Profile& profile);
  void country(const Scenario& scenario, const CountryTraffic& country);
  void provider(const ProviderSettings& provider);
  void tracker(const TrackerSettings& tracker);
  void arrivals(const Arrivals& arrivals);
  void traffic(const Scenario& scenario, const Traffic& entry);
  void where(const Scenario& scenario, const FaultWhere& where);
  void kind(const ProviderBusy& fault);
  void kind(const ProviderTimeout& fault);
  void kind(const BadRequest& fault);
  void kind(const SlowResponses& fault);
  void kind(const DuplicateReports& fault);
  void kind(const DelayReports& fault);
  void kind(const ContradictReports& fault);
  void kind(const EarlyReports& fault);
  void kind(const HoldReports& fault);
  void kind(const CallbackDown& fault);
  void fault(const Scenario& scenario, const Fault& fault);
  void limit(const reports::Limit& limit);
  void expectation(const reports::Expectation& expectation);

  YAML::Emitter out_;
};

// Shapes whose own map carries the limits, and the others, beside which they stand.
void Writer::members(const Distribution& distribution) {
  if (const auto* constant = std::get_if<engine::Constant>(&distribution.shape)) {
    duration("constant", constant->value);
    limits(distribution);
  } else if (const auto* uniform = std::get_if<engine::Uniform>(&distribution.shape)) {
    key("uniform");
    open();
    duration("min", uniform->min);
    duration("max", uniform->max);
    close();
    limits(distribution);
  } else if (const auto* empirical = std::get_if<engine::Empirical>(&distribution.shape)) {
    key("empirical");
    open();
    for (const auto& [probability, delay] : empirical->quantiles) duration(format_quantile(probability), delay);
    close();
    limits(distribution);
  } else if (const auto* mixture = std::get_if<engine::Mixture>(&distribution.shape)) {
    key("mixture");
    open_list();
    for (const engine::MixturePart& part : mixture->parts) {
      open();
      share("weight", part.weight);
      members(part.distribution);
      close();
    }
    close_list();
    limits(distribution);
  } else if (const auto* exponential = std::get_if<engine::Exponential>(&distribution.shape)) {
    key("exponential");
    open();
    duration("mean", exponential->mean);
    limits(distribution);
    close();
  } else if (const auto* lognormal = std::get_if<engine::Lognormal>(&distribution.shape)) {
    key("lognormal");
    open();
    duration("median", lognormal->median);
    if (lognormal->sigma) {
      plain("sigma", format_decimal(*lognormal->sigma));
    } else {
      duration(format_quantile(lognormal->probability), lognormal->value);
    }
    limits(distribution);
    close();
  } else {
    const auto* weibull = std::get_if<engine::Weibull>(&distribution.shape);
    const auto* gamma = std::get_if<engine::Gamma>(&distribution.shape);
    key(weibull != nullptr ? "weibull" : "gamma");
    open();
    plain("shape", format_decimal(weibull != nullptr ? weibull->shape : gamma->shape));
    duration("scale", weibull != nullptr ? weibull->scale : gamma->scale);
    limits(distribution);
    close();
  }
}

void Writer::outcome(const Profile& profile, Outcome outcome) {
  const OutcomeProfile& shown = profile.outcomes[static_cast<std::size_t>(outcome)];
  if (shown.share == Share{}) return;
  key(to_string(outcome));
  open();
  share("share", shown.share);
  if (outcome == Outcome::rejected) share("in_response", profile.rejected_in_response);
  if (shown.delay) distribution("delay", *shown.delay);
  if (!shown.statuses.empty()) statuses(shown.statuses);
  if (!shown.errors.empty()) {
    key("errors");
    open();
    for (const ErrorShare& entry : shown.errors) share(entry.error->name, entry.share);
    close();
  }
  close();
}

void Writer::profile(const Profile& profile) {
  key(profile.name);
  open(false);
  for (std::size_t i = 0; i < kOutcomes; ++i) outcome(profile, static_cast<Outcome>(i));
  distribution("report_lag", profile.report_lag);
  close();
}

void Writer::country(const Scenario& scenario, const CountryTraffic& country) {
  key(country.country.text());
  open();
  key("reports");
  open();
  plain("sms", country.reports[0] ? "full" : "none");
  plain("mms", country.reports[1] ? "full" : "none");
  close();
  key("utc_offset");
  out_ << YAML::DoubleQuoted << format_utc_offset(country.utc_offset);
  key("operators");
  open();
  for (const Operator& entry : country.operators) {
    key(entry.name);
    open();
    if (!entry.mccmnc.empty()) text("mccmnc", entry.mccmnc);
    share("share", entry.share);
    text("profile", scenario.profiles[entry.profile].name);
    close();
  }
  close();
  close();
}

void Writer::provider(const ProviderSettings& provider) {
  key("provider");
  open(false);
  key("answer");
  open();
  distribution("delay", provider.answer);
  close();
  const CallbackSettings& callback = provider.callback;
  key("callback");
  open();
  number("batch", callback.batch);
  duration("every", callback.every);
  duration("answer", callback.answer);
  duration("timeout", callback.timeout);
  if (callback.retry == provider_retry_schedule()) {
    plain("retry", "infobip");
  } else if (callback.retry.empty()) {
    plain("retry", "none");
  } else {
    key("retry");
    open_list();
    for (const Duration wait : callback.retry) plain(format_duration(wait));
    close_list();
  }
  close();
  close();
}

void Writer::tracker(const TrackerSettings& tracker) {
  key("tracker");
  open(false);
  key("send");
  open();
  duration("timeout", tracker.send.timeout);
  number("tries", tracker.send.tries);
  key("backoff");
  open();
  duration("first", tracker.send.backoff.first);
  plain("factor", format_decimal(tracker.send.backoff.factor));
  duration("cap", tracker.send.backoff.cap);
  share("jitter", tracker.send.backoff.jitter);
  close();
  close();
  if (tracker.max_in_flight) number("max_in_flight", *tracker.max_in_flight);
  text("event_type", tracker.event_type);
  if (tracker.no_report) {
    key("country_table");
    open();
    key("no_report");
    open_list();
    for (const Country country : *tracker.no_report) text(country.text());
    close_list();
    close();
  }
  close();
}

void Writer::arrivals(const Arrivals& arrivals) {
  key("arrivals");
  open();
  if (const auto* curve = std::get_if<CurveArrivals>(&arrivals)) {
    key("curve");
    open_list();
    for (const CurvePiece& piece : curve->pieces) {
      open();
      duration("for", piece.lasting);
      rate("rate", piece.rate);
      close();
    }
    close_list();
  } else if (const auto* burst = std::get_if<BurstArrivals>(&arrivals)) {
    key("burst");
    open();
    duration("over", burst->over);
    close();
  } else {
    const auto* constant = std::get_if<ConstantArrivals>(&arrivals);
    key(constant != nullptr ? "constant" : "poisson");
    open();
    rate("rate", constant != nullptr ? constant->rate : std::get<PoissonArrivals>(arrivals).rate);
    close();
  }
  close();
}

void Writer::traffic(const Scenario& scenario, const Traffic& entry) {
  open(false);
  text("campaign", entry.campaign);
  text("name", entry.name);
  if (!entry.population.empty()) text("population", entry.population);
  plain("channel", to_string(entry.channel));
  number("messages", entry.messages);
  duration("starts", entry.starts);
  arrivals(entry.arrivals);
  key("countries");
  open();
  for (const CountryShare& part : entry.countries) share(scenario.countries[part.country].country.text(), part.share);
  close();
  key("parts");
  open();
  for (const PartsShare& part : entry.parts) {
    out_ << YAML::Key << std::to_string(part.parts) << YAML::Value << format_share(part.share);
  }
  close();
  if (!entry.sender.empty()) text("sender", entry.sender);
  if (!entry.properties.empty()) {
    key("properties");
    open();
    for (const auto& [name, value] : entry.properties) text(name, value);
    close();
  }
  close();
}

void Writer::where(const Scenario& scenario, const FaultWhere& where) {
  if (!where.country && where.campaign.empty() && !where.channel) return;
  key("where");
  open();
  if (where.country) {
    const CountryTraffic& country = scenario.countries[*where.country];
    if (where.operator_index) {
      text("operator", country.country.text() + "/" + country.operators[*where.operator_index].name);
    } else {
      text("country", country.country.text());
    }
  }
  if (!where.campaign.empty()) text("campaign", where.campaign);
  if (where.channel) plain("channel", to_string(*where.channel));
  close();
}

void Writer::kind(const ProviderBusy& fault) {
  key("provider_busy");
  open();
  share("share", fault.share);
  number("status", fault.status);
  duration("retry_after", fault.retry_after);
  close();
}
void Writer::kind(const ProviderTimeout& fault) {
  key("provider_timeout");
  open();
  share("share", fault.share);
  share("accepted", fault.accepted);
  close();
}
void Writer::kind(const BadRequest& fault) {
  key("bad_request");
  open();
  share("share", fault.share);
  number("status", fault.status);
  close();
}
void Writer::kind(const SlowResponses& fault) {
  key("slow_responses");
  open();
  distribution("delay", fault.delay);
  close();
}
void Writer::kind(const DuplicateReports& fault) {
  key("duplicate_reports");
  open();
  share("share", fault.share);
  distribution("after", fault.after);
  number("times", fault.times);
  close();
}
void Writer::kind(const DelayReports& fault) {
  key("delay_reports");
  open();
  share("share", fault.share);
  distribution("by", fault.by);
  close();
}
void Writer::kind(const ContradictReports& fault) {
  key("contradict_reports");
  open();
  share("share", fault.share);
  statuses(fault.statuses);
  distribution("after", fault.after);
  close();
}
void Writer::kind(const EarlyReports& fault) {
  key("early_reports");
  open();
  share("share", fault.share);
  close();
}
void Writer::kind(const HoldReports& fault) {
  key("hold_reports");
  open();
  plain("release", fault.release ? format_rate(*fault.release) : "at_once");
  close();
}
void Writer::kind(const CallbackDown& fault) {
  constexpr const char* kAnswers[] = {"503", "refuse", "timeout", "200_lost"};
  key("callback_down");
  open();
  plain("answer", kAnswers[static_cast<std::size_t>(fault.answer)]);
  close();
}

void Writer::fault(const Scenario& scenario, const Fault& fault) {
  open();
  text("id", fault.id);
  duration("at", fault.at);
  duration("for", fault.lasting);
  where(scenario, fault.where);
  std::visit([this](const auto& one) { kind(one); }, fault.kind);
  close();
}

// The limit's text is as the file says it: "between A and B", "near A within B", "at least A".
void Writer::limit(const reports::Limit& limit) {
  std::vector<std::string> words;
  for (std::string_view rest = limit.text; !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    words.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (words[0] == "between") {
    key("between");
    open_list();
    plain(words[1]);
    plain(words[3]);
    close_list();
  } else if (words[0] == "near") {
    plain("near", words[1]);
    plain("within", words[3]);
  } else if (words[0] == "equals") {
    plain("equals", words[1]);
  } else {
    plain("at_" + words[1], words[2]);
  }
}

void Writer::expectation(const reports::Expectation& expectation) {
  open();
  text("id", expectation.id);
  const auto [name, value] = written_metric(expectation.metric);
  plain(name, value);
  if (const auto* ratio = std::get_if<reports::RatioMetric>(&expectation.metric); ratio != nullptr && ratio->of_reported) {
    plain("of", "reported");
  }
  if (const auto* delay = std::get_if<reports::DelayMetric>(&expectation.metric)) {
    plain("stat", delay->percentile ? "p" + format_decimal(*delay->percentile) : "mean");
  }
  const reports::Where& where = expectation.where;
  if (!where.all()) {
    key("where");
    open();
    if (!where.operator_name.empty()) {
      text("operator", where.country + "/" + where.operator_name);
    } else if (!where.country.empty()) {
      text("country", where.country);
    }
    if (!where.campaign.empty()) text("campaign", where.campaign);
    if (!where.channel.empty()) plain("channel", where.channel);
    close();
  }
  limit(expectation.limit);
  plain("severity", expectation.required ? "required" : "advisory");
  close();
}

void Writer::scenario(const Scenario& scenario) {
  open(false);
  plain("version", "1");
  text("name", scenario.name);
  text("summary", scenario.summary);
  key("tags");
  open_list();
  for (const std::string& tag : scenario.tags) text(tag);
  close_list();
  number("seed", scenario.seed);
  plain("start", format_instant(scenario.start));
  duration("waiting_period", scenario.waiting_period);
  if (scenario.lanes) number("lanes", *scenario.lanes);
  key("profiles");
  open(false);
  for (const Profile& entry : scenario.profiles) profile(entry);
  close();
  provider(scenario.provider);
  tracker(scenario.tracker);
  key("countries");
  open(false);
  for (const CountryTraffic& entry : scenario.countries) country(scenario, entry);
  close();
  key("traffic");
  open_list(false);
  for (const Traffic& entry : scenario.traffic) traffic(scenario, entry);
  close_list();
  if (!scenario.faults.empty()) {
    key("faults");
    open_list(false);
    for (const Fault& entry : scenario.faults) fault(scenario, entry);
    close_list();
  }
  if (!scenario.expectations.empty()) {
    key("expect");
    open_list(false);
    for (const reports::Expectation& entry : scenario.expectations) expectation(entry);
    close_list();
  }
  close();
}

}  // namespace

std::string effective_yaml(const Scenario& scenario) {
  Writer writer;
  writer.scenario(scenario);
  return writer.take();
}

}  // namespace dlr::sim
