#include "sim/world/provider.h"

#include <algorithm>

#include "sim/faults/bad_request.h"
#include "sim/faults/contradict_reports.h"
#include "sim/faults/delay_reports.h"
#include "sim/faults/drop_reports.h"
#include "sim/faults/duplicate_reports.h"
#include "sim/faults/early_reports.h"
#include "sim/faults/hold_reports.h"
#include "sim/faults/operator_down.h"
#include "sim/faults/provider_busy.h"
#include "sim/faults/provider_timeout.h"
#include "sim/faults/skewed_done_at.h"
#include "sim/faults/slow_responses.h"
#include "sim/faults/unknown_statuses.h"
#include "sim/world/operators_word.h"

namespace dlr::sim {

namespace {

// With a mechanism the operator's attempts decide on the delay (operators_word.h).
bool is_by_attempts(const ProfileTables& profile, Outcome outcome) {
  return profile.mechanism && (outcome == Outcome::delivered || outcome == Outcome::failed);
}

// Refused at once, with the status of its channel; a repeat is told that the message is there, as after any rejection
// in a response.
void reject_as_too_long(const World& world, std::uint32_t traffic, std::uint64_t message, Journey& journey) {
  constexpr auto kLeastDelay = static_cast<std::uint32_t>(kUsualRejectionDelay.min.count());
  constexpr auto kMostDelay = static_cast<std::uint32_t>(kUsualRejectionDelay.max.count());
  const Words4 rejection = engine::draw_block(world.scenario.seed, message, purpose::kRejection);
  journey.outcome = Outcome::rejected;
  journey.rejected_in_response = true;
  journey.status = world.too_long_row[static_cast<int>(world.scenario.traffic[traffic].channel)];
  journey.error = world.no_error_row;
  journey.delay = kLeastDelay + engine::scale(rejection[purpose::callback_delay], kMostDelay - kLeastDelay + 1);
  journey.lag = 0;
}

}  // namespace

void choose_way(const World& world, std::uint32_t traffic, const Words4& draw, Journey& journey) {
  const TrafficTables& tables = world.traffic[traffic];
  const std::uint32_t place = tables.routes.size() > 1 ? tables.route.pick(draw[purpose::route]) : 0;
  journey = {};
  journey.route = tables.routes[place];
  journey.group = tables.first_group + place;
  const ProfileTables& profile = world.profiles[world.routes[journey.route].profile];
  journey.outcome = static_cast<Outcome>(profile.outcome.pick(draw[purpose::outcome]));
  if (journey.outcome != Outcome::unreported && !is_by_attempts(profile, journey.outcome)) {
    profile.outcomes[static_cast<std::size_t>(journey.outcome)].delay.prefetch(draw[purpose::delay]);
  }
}

void draw_details(const World& world, std::uint32_t traffic, std::uint64_t message, const Words4& draw,
                  const Words4& details, Journey& journey) {
  const TrafficTables& tables = world.traffic[traffic];
  const ProfileTables& profile = world.profiles[world.routes[journey.route].profile];
  journey.answer = world.answer.sample(draw[purpose::answer]);
  journey.parts = tables.part_counts[0];

  const bool is_reported = journey.outcome != Outcome::unreported;
  const OutcomeTables& outcome = profile.outcomes[static_cast<std::size_t>(journey.outcome)];
  if (is_reported && !is_by_attempts(profile, journey.outcome))
    journey.delay = outcome.delay.sample(draw[purpose::delay]);
  if ((is_reported && outcome.draws_details) || tables.part_counts.size() > 1) {
    if (tables.part_counts.size() > 1) journey.parts = tables.part_counts[tables.parts.pick(details[purpose::parts])];
    if (is_reported) {
      journey.status = outcome.statuses.pick(details[purpose::status]);
      journey.error = outcome.errors.pick(details[purpose::error]);
    }
    if (is_reported && profile.has_lag) journey.lag = profile.lag.sample(details[purpose::report_lag]);
  } else if (is_reported) {
    journey.status = outcome.statuses.rows[0];
    journey.error = outcome.errors.rows[0];
  }
  if (journey.outcome == Outcome::rejected) {
    journey.lag = 0;  // the provider's own word
    if (profile.rejected_in_response.ppm > 0) {
      const Words4 rejection = engine::draw_block(world.scenario.seed, message, purpose::kRejection);
      journey.rejected_in_response = engine::strikes(rejection[purpose::in_response], profile.rejected_in_response);
    }
  }
  if (journey.parts >= tables.too_long_from) [[unlikely]] {
    reject_as_too_long(world, traffic, message, journey);
  }
}

TryFate decide_try(const World& world, std::uint32_t traffic, const Journey& journey, std::uint64_t message,
                   std::uint32_t try_number, LaneTime at, std::vector<std::uint64_t>& struck) {
  TryFate fate;
  for (const FaultTables& tables : world.provider_faults) {
    if (!tables.active(at) || !tables.meets(world.routes[journey.route], world.scenario.traffic[traffic])) continue;
    const Words4 draw =
        engine::draw_block(world.scenario.seed, message, purpose::provider_fault_block(tables.index, try_number));
    bool has_struck = false;
    if (const auto* busy = std::get_if<ProviderBusy>(&tables.fault->kind)) has_struck = strike(*busy, draw, fate);
    if (const auto* silent = std::get_if<ProviderTimeout>(&tables.fault->kind))
      has_struck = strike(*silent, draw, fate);
    if (const auto* bad = std::get_if<BadRequest>(&tables.fault->kind)) has_struck = strike(*bad, draw, fate);
    if (const auto* slow = std::get_if<SlowResponses>(&tables.fault->kind)) {
      has_struck = strike(*slow, tables, draw, fate);
    }
    struck[tables.index] += has_struck ? 1 : 0;
  }
  return fate;
}

std::uint64_t later_answer_time(const World& world, std::uint64_t message, std::uint32_t try_number) {
  return world.answer.sample(engine::draw_block(world.scenario.seed, message, purpose::answer_block(try_number))[0]);
}

bool may_strike(const World& world, const GroupTables& group, std::uint64_t message, std::uint64_t ready) {
  return std::ranges::any_of(group.met_by, [&](std::uint32_t fault) {
    const FaultTables& tables = world.report_faults[fault];
    return tables.share == kWhole ||
           (tables.active(ready) && is_struck(tables.share, first_draw(tables, world.scenario.seed, message, 0)));
  });
}

void strike_reports(const World& world, std::uint32_t traffic, const Journey& journey, std::uint64_t message,
                    std::vector<std::uint64_t>& released, std::vector<std::uint64_t>& struck, ReportPlan& plan) {
  const std::uint64_t seed = world.scenario.seed;
  for (const FaultTables& tables : world.report_faults) {
    if (!tables.meets(world.routes[journey.route], world.scenario.traffic[traffic])) continue;
    std::uint64_t count = 0;
    const auto& kind = tables.fault->kind;
    if (const auto* copies = std::get_if<DuplicateReports>(&kind)) count = strike(*copies, tables, seed, message, plan);
    if (const auto* later = std::get_if<DelayReports>(&kind)) count = strike(*later, tables, seed, message, plan);
    if (const auto* early = std::get_if<EarlyReports>(&kind)) count = strike(*early, tables, seed, message, plan);
    if (const auto* other = std::get_if<ContradictReports>(&kind)) {
      count = strike(*other, tables, world.no_error_row, seed, message, plan);
    }
    const ProfileTables& profile = world.profiles[world.routes[journey.route].profile];
    if (const auto* down = std::get_if<OperatorDown>(&kind)) {
      count = strike(*down, tables, delay_of(profile, journey.outcome), validity_of(profile, journey.outcome),
                     world.expired_row, world.no_error_row, seed, message, plan);
    }
    if (const auto* drop = std::get_if<DropReports>(&kind)) count = strike(*drop, tables, seed, message, plan);
    if (const auto* news = std::get_if<UnknownStatuses>(&kind)) {
      count = strike(*news, tables, world.no_error_row, seed, message, plan);
    }
    if (const auto* skewed = std::get_if<SkewedDoneAt>(&kind)) count = strike(*skewed, tables, seed, message, plan);
    if (const auto* hold = std::get_if<HoldReports>(&kind)) {
      count = strike(*hold, tables, released[tables.index], plan);
    }
    struck[tables.index] += count;
  }
}

}  // namespace dlr::sim
