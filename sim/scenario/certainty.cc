#include "sim/scenario/certainty.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

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
  if (at_least && !at_most && *at_least >= all) return true;
  return (is_undisturbed || count->counter == Counter::messages_submitted) &&
         is_certain_count(scenario, count->counter, expectation.where);
}

const reports::RatioMetric* ratio_of(const reports::Expectation& expectation) {
  return std::get_if<reports::RatioMetric>(&expectation.metric);
}

// What it is a count or a share of; nothing: of no messages.
std::optional<Counter> counter_of(const reports::Expectation& expectation) {
  if (const auto* ratio = ratio_of(expectation)) return ratio->numerator;
  if (const auto* count = std::get_if<reports::CounterMetric>(&expectation.metric)) return count->counter;
  return std::nullopt;
}

// Whether it asks for messages of which a report says that they were delivered or failed.
bool asks_for_reports(const reports::Expectation& expectation) {
  if (const auto* delay = std::get_if<reports::DelayMetric>(&expectation.metric))
    return delay->delay != reports::Delay::rejection;
  const std::optional<Counter> counter = counter_of(expectation);
  const std::optional<double>& at_least = expectation.limit.at_least;
  return (counter == Counter::messages_delivered || counter == Counter::messages_failed) && at_least && *at_least > 0;
}

// Whether it has no data, or a value beyond its limit, where nothing becomes known of any message.
bool asks_for_any_word(const Scenario& scenario, const reports::Expectation& expectation) {
  const reports::RatioMetric* ratio = ratio_of(expectation);
  if (ratio == nullptr) return false;
  if (!never_comes(scenario, Counter::messages_rejected, expectation.where)) return false;
  const std::optional<double>& at_most = expectation.limit.at_most;
  return ratio->of_reported ||
         (ratio->numerator == Counter::messages_unreported && at_most && *at_most < 1 &&
          std::ranges::all_of(scenario.faults, is_harmless) &&
          std::ranges::none_of(scenario.traffic, [](const Traffic& entry) { return too_long(entry) != Share{}; }));
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
    if (!asks_for_reports(expectation) && !asks_for_any_word(scenario, expectation)) continue;
    std::vector<std::string> silent;
    bool is_any_heard = false;
    for (const Traffic& entry : scenario.traffic) {
      each_route(scenario, entry, [&](const Route& at) {
        if (!meets(at, expectation.where)) return true;
        is_any_heard = is_any_heard || at.reports();
        const std::string name = at.country.country.text();
        if (std::ranges::find(silent, name) == silent.end()) silent.push_back(name);
        return true;
      });
    }
    if (is_any_heard || silent.empty()) continue;
    sentences.push_back(fmt::format(
        "{}:{}: warning: the expectation `{}` is never met: no operator of {} reports what became of a message, so "
        "that "
        "none is ever known to be delivered or failed; expect `unreported` there, ask about another country, or say "
        "`reports: full` of it",
        expectation.file, expectation.line, expectation.id, fmt::join(silent, ", ")));
  }
  return sentences;
}

}  // namespace dlr::sim
