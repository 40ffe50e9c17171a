#include "sim/scenario/certainty.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "sim/engine/curve.h"
#include "sim/scenario/fault_target.h"
#include "sim/scenario/outcome_counter.h"
#include "sim/scenario/traffic.h"

namespace dlr::sim {
namespace {

using reports::Counter;
using reports::Where;

struct Route {
  const Traffic& entry;
  const CountryTraffic& country;
  const Operator& route;
  const Profile& profile;

  bool reports() const { return country.reports[static_cast<std::size_t>(entry.channel)]; }
};

// What one message of a route adds to a count: nothing, one, or whatever chance makes of it.
enum class Adds : std::uint8_t { nothing, one, either };

Adds adds(const Scenario& scenario, const Route& at, Counter counter) {
  if (counter == Counter::messages_submitted) return Adds::one;
  const std::optional<Outcome> outcome = outcome_of(counter);
  if (const Share refused = too_long(at.entry); refused != Share{}) {
    if (refused != kWhole || !outcome) return Adds::either;
    return outcome == Outcome::rejected && !scenario.tracker.refuse_too_long ? Adds::one : Adds::nothing;
  }
  if (!outcome || outcome == Outcome::unreported) return Adds::either;
  if (outcome != Outcome::rejected && !at.reports()) return Adds::nothing;
  // Attempts and parts make a failure of what was to be delivered, never the other way round.
  const bool may_fail = at.profile.mechanism || at.profile.per_part;
  if (outcome == Outcome::failed && may_fail) return Adds::either;
  return at.profile.outcomes[static_cast<std::size_t>(*outcome)].share.ppm == 0 ? Adds::nothing : Adds::either;
}

bool meets(const Route& at, const Where& where) {
  return (where.country.empty() || where.country == at.country.country.text()) &&
         (where.operator_name.empty() || where.operator_name == at.route.name) &&
         (where.campaign.empty() || where.campaign == at.entry.campaign) &&
         (where.channel.empty() || where.channel == to_string(at.entry.channel));
}

template <class Look>
bool each_route(const Scenario& scenario, const Traffic& entry, Look&& look) {
  return std::ranges::all_of(entry.countries, [&](const CountryShare& share) {
    const CountryTraffic& country = scenario.countries[share.country];
    return share.share.ppm == 0 || std::ranges::all_of(country.operators, [&](const Operator& route) {
             const Profile& profile = scenario.profiles[route.profile[static_cast<std::size_t>(entry.channel)]];
             return route.share.ppm == 0 || look(Route{entry, country, route, profile});
           });
  });
}

// The same of each message of an entry: then the count does not hang on who was drawn to be sent what.
bool is_certain_count(const Scenario& scenario, Counter counter, const Where& where) {
  return std::ranges::all_of(scenario.traffic, [&](const Traffic& entry) {
    std::optional<Adds> first;
    return each_route(scenario, entry, [&](const Route& at) {
      const Adds one = meets(at, where) ? adds(scenario, at, counter) : Adds::nothing;
      if (!first) first = one;
      return one != Adds::either && one == *first;
    });
  });
}

bool never_comes(const Scenario& scenario, Counter counter, const Where& where) {
  return std::ranges::all_of(scenario.traffic, [&](const Traffic& entry) {
    return each_route(scenario, entry, [&](const Route& at) {
      return !meets(at, where) || adds(scenario, at, counter) == Adds::nothing;
    });
  });
}

bool is_certain(const Scenario& scenario, const reports::Expectation& expectation) {
  const auto& [at_least, at_most, text] = expectation.limit;
  const auto all = static_cast<double>(scenario.messages());
  const bool is_undisturbed = std::ranges::all_of(scenario.faults, is_harmless);
  if (std::holds_alternative<reports::PeakInFlightMetric>(expectation.metric)) {
    const auto most = static_cast<double>(scenario.tracker.max_in_flight.value_or(scenario.messages()));
    return !at_least && at_most && *at_most >= std::min(all, most);
  }
  if (const auto* ratio = std::get_if<reports::RatioMetric>(&expectation.metric)) {
    return is_undisturbed && never_comes(scenario, ratio->numerator, expectation.where);
  }
  const auto* count = std::get_if<reports::CounterMetric>(&expectation.metric);
  if (count == nullptr || !reports::is_once_a_message(count->counter)) return false;
  // No more than there are, and all of them: then one message is proof.
  if (!at_least && at_most && *at_most >= all) return true;
  if (at_least && (!at_most || *at_most >= all) && *at_least >= all) return true;
  return (is_undisturbed || count->counter == Counter::messages_submitted) &&
         is_certain_count(scenario, count->counter, expectation.where);
}

// What becomes known of the messages that an expectation is about, where all operators they go to are silent. The
// provider's own rejections are heard from there too.
struct Silence {
  std::vector<std::string> countries;  // that are meant and have messages
  bool is_whole = true;                // no operator that is meant reports
  bool rejections = false;             // some may be rejected
  double messages = 0;                 // that are meant, about
  double rejected = 0;                 // of them, about
};

Silence silence_of(const Scenario& scenario, const Where& where) {
  Silence found;
  for (const Traffic& entry : scenario.traffic) {
    for (const CountryShare& share : entry.countries) {
      const CountryTraffic& country = scenario.countries[share.country];
      for (const Operator& route : country.operators) {
        const Profile& profile = scenario.profiles[route.profile[static_cast<std::size_t>(entry.channel)]];
        const Route at{entry, country, route, profile};
        const double messages = static_cast<double>(entry.messages) * static_cast<double>(share.share.ppm) / 1e6 *
                                static_cast<double>(route.share.ppm) / 1e6;
        if (messages <= 0 || !meets(at, where)) continue;
        found.is_whole = found.is_whole && !at.reports();
        found.rejections = found.rejections || adds(scenario, at, Counter::messages_rejected) != Adds::nothing;
        found.messages += messages;
        found.rejected +=
            too_long(entry) != Share{} ? messages : messages * static_cast<double>(profile.outcomes[0].share.ppm) / 1e6;
        const std::string name = country.country.text();
        if (std::ranges::find(found.countries, name) == found.countries.end()) found.countries.push_back(name);
      }
    }
  }
  found.is_whole = found.is_whole && !found.countries.empty();
  return found;
}

// So many messages may get no answer in time, for the answers' own delay.
constexpr double kUnanswered = 1e-3;

// Whether nothing else keeps messages from the provider: what is not rejected then ends unreported.
bool all_gets_through(const Scenario& scenario) {
  const double slow = engine::Curve(scenario.provider.answer).quantile(engine::Level::from_above(kUnanswered));
  return !scenario.tracker.max_in_flight && slow < static_cast<double>(scenario.tracker.send.timeout.count()) &&
         std::ranges::all_of(scenario.faults, is_harmless);
}

// Whether so few can end unreported: hardly ever so far below what the routes make (Hoeffding), e^-40.
bool is_too_few_unreported(const Scenario& scenario, const Silence& silence, double most) {
  const double off = (silence.messages - silence.rejected - most) / silence.messages - kUnanswered;
  return off > 0 && 2 * off * off * silence.messages > 40 && all_gets_through(scenario);
}

// Whether a rejection can be followed by another word on the same message, which may be the first that is heard.
bool is_contradicted(const Scenario& scenario) {
  return std::ranges::any_of(scenario.faults, [](const Fault& fault) {
    return std::holds_alternative<ContradictReports>(fault.kind) || std::holds_alternative<UnknownStatuses>(fault.kind);
  });
}

bool is_of_tracked_reports(Counter counter) {
  return counter == Counter::reports_tracked || counter == Counter::reports_duplicate ||
         counter == Counter::reports_conflict || counter == Counter::reports_late;
}

constexpr const char* kNeverKnown =
    "so that none is ever known to be delivered or failed; expect `unreported` there, ask about another country, or "
    "say `reports: full` of it";
constexpr const char* kNoData =
    "and none is rejected either, so that there is nothing to measure; expect `unreported` there, ask about another "
    "country, or say `reports: full` of it";
constexpr const char* kOnlyRejections =
    "so that all that is reported from there are the provider's rejections; take `of: reported` away, ask about "
    "another country, or say `reports: full` of it";
constexpr const char* kAllUnreported =
    "so that all that are not rejected end unreported; say `at_least` of it, ask about another country, or say "
    "`reports: full` of it";

// Why silence keeps it from being met, with the cure; null: it may be met.
const char* why_hopeless(const Scenario& scenario, const reports::Expectation& expectation, const Silence& silence) {
  const auto& [at_least, at_most, text] = expectation.limit;
  const bool asks_for_some = at_least && *at_least > 0;
  // Of a rejection a report may say something else: then even the silent may be known to be delivered.
  const bool only_rejections = !silence.rejections || !is_contradicted(scenario);
  if (const auto* delay = std::get_if<reports::DelayMetric>(&expectation.metric)) {
    if (delay->delay == reports::Delay::rejection) return silence.rejections ? nullptr : kNoData;
    return only_rejections ? kNeverKnown : nullptr;
  }
  const auto* ratio = std::get_if<reports::RatioMetric>(&expectation.metric);
  const auto* count = std::get_if<reports::CounterMetric>(&expectation.metric);
  if (ratio == nullptr && count == nullptr) return nullptr;
  if (ratio != nullptr && ratio->of_reported && !silence.rejections) return kNoData;
  const Counter counter = ratio != nullptr ? ratio->numerator : count->counter;
  const std::optional<Outcome> outcome = outcome_of(counter);
  if (outcome == Outcome::delivered || outcome == Outcome::failed) {
    if (!asks_for_some || !only_rejections) return nullptr;
    return ratio != nullptr && ratio->of_reported ? kOnlyRejections : kNeverKnown;
  }
  if (outcome == Outcome::rejected && ratio != nullptr && ratio->of_reported)
    return at_most && *at_most < 1 && only_rejections ? kOnlyRejections : nullptr;
  if (outcome == Outcome::unreported && at_most && (ratio == nullptr || !ratio->of_reported)) {
    const double most = ratio != nullptr ? *at_most * silence.messages : *at_most;
    return is_too_few_unreported(scenario, silence, most) ? kAllUnreported : nullptr;
  }
  return is_of_tracked_reports(counter) && asks_for_some && !silence.rejections ? kNeverKnown : nullptr;
}

}  // namespace

void mark_certain(Scenario& scenario) {
  for (reports::Expectation& expectation : scenario.expectations) {
    expectation.certain = is_certain(scenario, expectation);
  }
}

std::vector<std::string> hopeless_expectations(const Scenario& scenario) {
  std::vector<std::string> sentences;
  for (const reports::Expectation& expectation : scenario.expectations) {
    const Silence silence = silence_of(scenario, expectation.where);
    const char* why = silence.is_whole ? why_hopeless(scenario, expectation, silence) : nullptr;
    if (why == nullptr) continue;
    sentences.push_back(fmt::format(
        "{}:{}: warning: the expectation `{}` is never met: no operator of {} reports what became of a message, {}",
        expectation.file, expectation.line, expectation.id, fmt::join(silence.countries, ", "), why));
  }
  return sentences;
}

}  // namespace dlr::sim
