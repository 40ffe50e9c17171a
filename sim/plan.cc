#include "sim/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "reports/notices.h"
#include "sim/scenario/fault_target.h"
#include "sim/scenario/outcome_counter.h"
#include "sim/scenario/traffic.h"

namespace dlr::sim {
namespace {

using reports::Chance;
using reports::Counter;
using reports::Expectation;

double ratio_of(Share share) { return static_cast<double>(share.ppm) / 1e6; }

// The messages that are meant, and how they would end if nothing went wrong.
struct PlannedOutcomes {
  double submitted = 0;
  std::array<double, kOutcomes> ends{};  // handed over counts as unreported
  bool by_attempts = false;              // delivered or failed is decided by a mechanism
  bool parts_get_lost = false;

  double end(Outcome outcome) const { return ends[static_cast<std::size_t>(outcome)]; }
  double finals() const { return end(Outcome::delivered) + end(Outcome::failed) + end(Outcome::rejected); }
};

void add_route(PlannedOutcomes& into, const Profile& profile, bool reports, double messages) {
  into.submitted += messages;
  into.by_attempts = into.by_attempts || (profile.mechanism && reports);
  into.parts_get_lost = into.parts_get_lost || (profile.per_part && profile.per_part->loss.ppm > 0);
  for (std::size_t i = 0; i < kOutcomes; ++i) {
    const auto outcome = static_cast<Outcome>(i);
    const bool is_heard =
        outcome == Outcome::rejected || (reports && (outcome == Outcome::delivered || outcome == Outcome::failed));
    into.ends[static_cast<std::size_t>(is_heard ? outcome : Outcome::unreported)] +=
        messages * ratio_of(profile.outcomes[i].share);
  }
}

// Refused by the core, or rejected by the provider.
void add_too_long(PlannedOutcomes& into, bool by_core, double messages) {
  into.submitted += messages;
  if (!by_core) into.ends[static_cast<std::size_t>(Outcome::rejected)] += messages;
}

PlannedOutcomes expected_of(const Scenario& scenario, const reports::Where& where) {
  PlannedOutcomes expected;
  for (const Traffic& entry : scenario.traffic) {
    if (!where.campaign.empty() && where.campaign != entry.campaign) continue;
    if (!where.channel.empty() && where.channel != to_string(entry.channel)) continue;
    for (const CountryShare& share : entry.countries) {
      const CountryTraffic& country = scenario.countries[share.country];
      if (!where.country.empty() && where.country != country.country.text()) continue;
      for (const Operator& route : country.operators) {
        if (!where.operator_name.empty() && where.operator_name != route.name) continue;
        const auto channel = static_cast<std::size_t>(entry.channel);
        const double messages = static_cast<double>(entry.messages) * ratio_of(share.share) * ratio_of(route.share);
        const double too_many = messages * ratio_of(too_long(entry));
        add_route(expected, scenario.profiles[route.profile[channel]], country.reports[channel], messages - too_many);
        add_too_long(expected, scenario.tracker.refuse_too_long, too_many);
      }
    }
  }
  return expected;
}

// Why the routes alone do not decide how many messages end so; empty: they do.
std::string why_not_made(const Scenario& scenario, const PlannedOutcomes& expected, Counter counter) {
  const std::optional<Outcome> outcome = outcome_of(counter);
  if (!outcome) return "the routes do not say it";
  const auto fault = std::ranges::find_if_not(scenario.faults, is_harmless);
  if (fault != scenario.faults.end()) return fmt::format("the fault `{}` has a say in it", fault->id);
  if (expected.parts_get_lost) return "parts of messages get lost";
  const bool hangs_on_attempts = outcome == Outcome::delivered || outcome == Outcome::failed;
  if (expected.by_attempts && hangs_on_attempts) return "the attempts at absent handsets have a say in it";
  return {};
}

class Planner {
 public:
  Planner(const Scenario& scenario, const reports::Judging& judging) : scenario_(scenario), judging_(judging) {}

  PlannedCheck plan(const Expectation& expectation) {
    PlannedCheck check;
    check.expectation = &expectation;
    check.chance = reports::chance_of(expectation, judging_.shared, judging_.replications.max > 1);
    const PlannedOutcomes expected = expected_of(scenario_, expectation.where);
    std::visit([&](const auto& metric) { look_at(metric, expected, check); }, expectation.metric);
    if (check.chance == Chance::replications) over_replications(check);
    if (reports::asks_one_share_exactly(expectation)) {
      check.reason = fmt::format("`{}` {}", expectation.id, reports::kExactShareCure);
    }
    return check;
  }

 private:
  double replications() const { return static_cast<double>(judging_.replications.max); }
  std::uint64_t whole(const PlannedCheck& check, double messages) const {
    return static_cast<std::uint64_t>(std::llround(messages * (check.chance == Chance::messages ? replications() : 1)));
  }

  void look_at_routes(Counter counter, const PlannedOutcomes& expected, double messages, PlannedCheck& check) const {
    check.why_not_made = why_not_made(scenario_, expected, counter);
    if (check.why_not_made.empty() && messages > 0) check.made = expected.end(*outcome_of(counter)) / messages;
  }

  void look_at(const reports::RatioMetric& metric, const PlannedOutcomes& expected, PlannedCheck& check) const {
    const double messages = metric.of_reported ? expected.finals() : expected.submitted;
    check.messages = whole(check, messages);
    look_at_routes(metric.numerator, expected, messages, check);
    const auto& [at_least, at_most, text] = check.expectation->limit;
    find_reach(check, at_least, at_most);
  }

  void look_at(const reports::CounterMetric& metric, const PlannedOutcomes& expected, PlannedCheck& check) const {
    const auto messages = static_cast<double>(scenario_.messages());
    check.messages = whole(check, messages);
    if (!reports::is_once_a_message(metric.counter) || messages <= 0) return;
    look_at_routes(metric.counter, expected, messages, check);
    const auto as_share = [messages](const std::optional<double>& limit) {
      return limit ? std::optional(std::min(*limit / messages, 1.0)) : std::nullopt;
    };
    find_reach(check, as_share(check.expectation->limit.at_least), as_share(check.expectation->limit.at_most));
  }

  // The share of messages within the limit takes the place of a ratio; a percentile that may not be above its limit
  // is a share within it that may not be too small.
  void look_at(const reports::DelayMetric& metric, const PlannedOutcomes& expected, PlannedCheck& check) const {
    const bool rejections = metric.delay == reports::Delay::rejection;
    check.messages = whole(check, rejections ? expected.end(Outcome::rejected)
                                             : expected.end(Outcome::delivered) + expected.end(Outcome::failed));
    if (!metric.percentile) return;
    const double share = *metric.percentile / 100;
    const auto& [at_least, at_most, text] = check.expectation->limit;
    find_reach(check, at_most ? std::optional(share) : std::nullopt, at_least ? std::optional(share) : std::nullopt);
  }

  void look_at(const reports::FaultMetric&, const PlannedOutcomes& expected, PlannedCheck& check) const {
    check.messages = whole(check, expected.submitted);
  }
  void look_at(const reports::PeakInFlightMetric&, const PlannedOutcomes& expected, PlannedCheck& check) const {
    check.messages = whole(check, expected.submitted);
  }

  void find_reach(PlannedCheck& check, std::optional<double> lower, std::optional<double> upper) const {
    if (check.messages == 0) {
      check.reason = "no message is expected that it could be about, and without data it fails";
      return;
    }
    if (check.chance != Chance::messages) return;
    // No share is below none or above all.
    const bool is_low_kept = lower && *lower <= 0, is_high_kept = upper && *upper >= 1;
    if (lower) {
      const reports::Reach reach = reports::reach(*lower, check.messages, judging_.error);
      check.fails_up_to = reach.below;
      check.passes_from = is_low_kept ? std::optional(0.0) : reach.above;
    }
    if (upper) {
      const reports::Reach reach = reports::reach(*upper, check.messages, judging_.error);
      check.fails_from = reach.above;
      check.passes_up_to = is_high_kept ? std::optional(1.0) : reach.below;
    }
    if ((!lower || is_low_kept) && (!upper || is_high_kept)) return;
    const bool can_fail = check.fails_up_to || check.fails_from;
    // The two limits of a percentile are about two shares; those of anything else about one.
    const bool is_one_share = !std::holds_alternative<reports::DelayMetric>(check.expectation->metric);
    const bool leave_room = !check.passes_from || !check.passes_up_to || *check.passes_from <= *check.passes_up_to;
    const bool can_pass =
        (!lower || check.passes_from) && (!upper || check.passes_up_to) && (!is_one_share || leave_room);
    if (!can_fail) {
      check.reason = "so few messages never show that the limit is broken";
    } else if (!can_pass) {
      check.reason = lower && upper ? "the limits are too near to each other for so few messages: it never passes"
                                    : "so few messages never show that the limit is kept";
    }
  }

  void over_replications(PlannedCheck& check) const {
    if (!check.reason.empty()) return;
    const std::uint32_t most = judging_.replications.max;
    if (most < 2) {
      check.reason = "judged over replications, of which there is one: it is never sure; try --replications 5..30";
      return;
    }
    check.deviations = reports::deviations_found(most, judging_.error);
    if (!check.deviations) check.reason = fmt::format("{} replications are too few to plan with", most);
  }

  const Scenario& scenario_;
  const reports::Judging& judging_;
};

}  // namespace

std::vector<PlannedCheck> plan_of(const Scenario& scenario, const reports::Judging& judging) {
  Planner planner(scenario, judging);
  std::vector<PlannedCheck> plan;
  for (const Expectation& expectation : scenario.expectations) plan.push_back(planner.plan(expectation));
  return plan;
}

}  // namespace dlr::sim
