#include "sim/world/world.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <span>
#include <utility>
#include <variant>

#include "core/numbering.h"
#include "core/parts.h"
#include "core/status.h"
#include "sim/lane_plan.h"
#include "sim/scenario/fault_target.h"

namespace dlr::sim {
namespace {

// Rows of words by the core's own table rows, each once.
class WordCollector {
 public:
  explicit WordCollector(Words& words) : words_(words) {}

  std::uint16_t row(const ProviderStatus* status) { return place(statuses_, words_.statuses, status); }
  std::uint16_t row(const ProviderError* error) { return place(errors_, words_.errors, error); }

  RowChoice choice(const std::vector<StatusShare>& shares) {
    return choose(shares, [](const StatusShare& share) { return share.status; });
  }
  RowChoice choice(const std::vector<ErrorShare>& shares) {
    return choose(shares, [](const ErrorShare& share) { return share.error; });
  }

 private:
  template <class Row>
  static std::uint16_t place(std::map<const Row*, std::uint16_t>& known, std::vector<Row>& rows, const Row* row) {
    const auto [at, is_new] = known.emplace(row, static_cast<std::uint16_t>(rows.size()));
    if (is_new) rows.push_back(*row);
    return at->second;
  }
  template <class Shares, class RowOf>
  RowChoice choose(const Shares& shares, RowOf row_of) {
    RowChoice choice;
    std::vector<std::uint64_t> weights;
    for (const auto& share : shares) {
      if (share.share.ppm == 0) continue;
      weights.push_back(share.share.ppm);
      choice.rows.push_back(row(row_of(share)));
    }
    if (!weights.empty()) choice.alias = engine::AliasTable(weights);
    return choice;
  }

  Words& words_;
  std::map<const ProviderStatus*, std::uint16_t> statuses_;
  std::map<const ProviderError*, std::uint16_t> errors_;
};

ProfileTables tables_of(const Profile& profile, WordCollector& words) {
  ProfileTables tables;
  std::vector<std::uint64_t> shares;
  for (std::size_t i = 0; i < kOutcomes; ++i) {
    const OutcomeProfile& outcome = profile.outcomes[i];
    shares.push_back(outcome.share.ppm);
    if (outcome.share.ppm == 0) continue;
    OutcomeTables& made = tables.outcomes[i];
    if (outcome.delay) made.delay = engine::make_quantile_table(*outcome.delay);
    made.statuses = words.choice(outcome.statuses);
    made.errors = words.choice(outcome.errors);
  }
  tables.outcome = engine::AliasTable(shares);
  tables.rejected_in_response = profile.rejected_in_response;
  const auto* constant = std::get_if<engine::Constant>(&profile.report_lag.shape);
  tables.has_lag = constant == nullptr || constant->value != Duration{0};
  if (tables.has_lag) tables.lag = engine::make_quantile_table(profile.report_lag);
  for (OutcomeTables& outcome : tables.outcomes) {
    outcome.draws_details = outcome.statuses.has_choice() || outcome.errors.has_choice() || tables.has_lag;
  }
  if (profile.mechanism) tables.mechanism = tables_of(*profile.mechanism);
  tables.hours = &profile.hours;
  if (profile.per_part) {
    tables.per_part = &*profile.per_part;
    tables.part_delay = engine::make_quantile_table(profile.per_part->delay);
  }
  tables.is_special = profile.mechanism || profile.per_part || !profile.hours.empty();
  return tables;
}

// Statuses that no table of the provider's has: an id that its group does not have, a group that does not exist, a name
// and nothing else.
const std::array<ProviderStatus, 4> kUnknownStatuses{{
    {1, 191, "PENDING", "PENDING_SOMEWHERE", "Said by nobody so far"},
    {2, 192, "UNDELIVERABLE", "UNDELIVERABLE_BY_PIGEON", "Said by nobody so far"},
    {17, 1, "LIMBO", "LIMBO_LOST", "Said by nobody so far"},
    {kAbsent, kAbsent, "", "MYSTERIOUS", "Said by nobody so far"},
}};

// From how many parts on the provider refuses a message of this entry: any, none (256), or by the number (source:
// Infobip SMS API, status 25; MMS API, status 77). The provider's own rule, and so not the sender's (core/parts.h).
std::uint16_t too_long_from(const Traffic& entry, const Frame::Campaign& campaign) {
  constexpr std::uint16_t kAny = 1, kNone = 256, kParts = 25;
  constexpr std::size_t kBytes = 4000, kMmsCharacters = 1600;
  if (entry.channel == Channel::mms) return campaign.text_characters > kMmsCharacters ? kAny : kNone;
  return campaign.text_bytes > kBytes ? kAny : kParts + 1;
}

std::uint64_t power_of_ten(std::uint32_t exponent) {
  std::uint64_t power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

FaultTables tables_of(const Fault& fault, std::uint32_t index, WordCollector& words) {
  FaultTables tables;
  tables.fault = &fault;
  tables.index = index;
  tables.from = fault.at ? static_cast<std::uint64_t>(fault.at->count()) : 0;
  tables.to = fault.lasting ? tables.from + static_cast<std::uint64_t>(fault.lasting->count())
                            : std::numeric_limits<std::uint64_t>::max();
  if (const auto* slow = std::get_if<SlowResponses>(&fault.kind))
    tables.delay = engine::make_quantile_table(slow->delay);
  if (const auto* copies = std::get_if<DuplicateReports>(&fault.kind)) {
    tables.share = copies->share;
    tables.delay = engine::make_quantile_table(copies->after);
  }
  if (const auto* later = std::get_if<DelayReports>(&fault.kind)) {
    tables.share = later->share;
    tables.delay = engine::make_quantile_table(later->by);
  }
  if (const auto* drop = std::get_if<DropReports>(&fault.kind)) tables.share = drop->share;
  if (const auto* other = std::get_if<ContradictReports>(&fault.kind)) {
    tables.share = other->share;
    tables.delay = engine::make_quantile_table(other->after);
    tables.statuses = words.choice(other->statuses);
  }
  if (const auto* skewed = std::get_if<SkewedDoneAt>(&fault.kind); skewed != nullptr && skewed->by) {
    tables.delay = engine::make_quantile_table(*skewed->by);
  }
  if (const auto* news = std::get_if<UnknownStatuses>(&fault.kind)) {
    tables.share = news->share;
    for (const ProviderStatus& status : kUnknownStatuses) tables.statuses.rows.push_back(words.row(&status));
  }
  return tables;
}

}  // namespace

bool FaultTables::meets(const Route& route, const Traffic& entry) const {
  const FaultWhere& where = fault->where;
  if (where.country && *where.country != route.country) return false;
  if (where.operator_index && *where.operator_index != route.operator_index) return false;
  if (where.channel && *where.channel != entry.channel) return false;
  return where.campaign.empty() || where.campaign == entry.campaign;
}

World::World(const Scenario& described) : scenario(described) {
  WordCollector words(frame.words);
  accepted_row = words.row(core::find_status("PENDING_ACCEPTED"));
  duplicate_row = words.row(core::find_status("REJECTED_DUPLICATE_MESSAGE_ID"));
  no_error_row = words.row(core::find_error("NO_ERROR"));
  enroute_row = words.row(core::find_status("PENDING_ENROUTE"));
  at_operator_row = words.row(core::find_status("DELIVERED_TO_OPERATOR"));
  expired_row = words.row(core::find_status("EXPIRED_EXPIRED"));
  undeliverable_row = words.row(core::find_status("UNDELIVERABLE_NOT_DELIVERED"));
  absent_row = words.row(core::find_error("EC_ABSENT_SUBSCRIBER"));

  for (const Profile& profile : scenario.profiles) profiles.push_back(tables_of(profile, words));
  answer = engine::make_quantile_table(scenario.provider.answer);

  std::vector<std::size_t> first_operator;         // by country, in `ways`
  std::vector<std::array<std::uint32_t, 2>> ways;  // by operator and channel: in `routes`
  for (std::size_t c = 0; c < scenario.countries.size(); ++c) {
    const CountryTraffic& country = scenario.countries[c];
    first_operator.push_back(ways.size());
    const core::NumberingPlan* plan = core::find_numbering_plan(country.country);
    for (std::size_t o = 0; o < country.operators.size(); ++o) {
      Route route;
      route.country = c;
      route.operator_index = o;
      route.profile = country.operators[o].profile[0];
      route.code = country.country;
      route.throughput = country.operators[o].throughput;
      route.reports[0] = country.reports[0];
      route.reports[1] = country.reports[1];
      if (plan != nullptr) {
        route.numbers = engine::Divisor(power_of_ten(plan->free_digits));
        route.first_number = plan->mobile_example - plan->mobile_example % route.numbers.value();
      }
      const auto place = static_cast<std::uint32_t>(routes.size());
      route.queue = place;
      routes.push_back(route);
      ways.push_back({place, place});
      if (country.operators[o].profile[1] == route.profile) continue;
      route.profile = country.operators[o].profile[1];
      routes.push_back(route);
      ways.back()[1] = place + 1;
    }
  }

  std::uint64_t first_message = 0;
  for (const Traffic& entry : scenario.traffic) {
    TrafficTables tables;
    tables.first_message = first_message;
    tables.first_group = groups;
    std::vector<std::uint64_t> weights;
    for (const CountryShare& share : entry.countries) {
      const std::vector<Operator>& operators = scenario.countries[share.country].operators;
      for (std::size_t o = 0; o < operators.size(); ++o) {
        tables.routes.push_back(ways[first_operator[share.country] + o][static_cast<std::size_t>(entry.channel)]);
        weights.push_back(std::uint64_t{share.share.ppm} * operators[o].share.ppm);
      }
    }
    tables.route = engine::AliasTable(weights);
    weights.clear();
    for (const PartsShare& share : entry.parts) {
      tables.part_counts.push_back(share.parts);
      weights.push_back(share.share.ppm);
    }
    tables.parts = engine::AliasTable(weights);
    tables.draws_details =
        tables.part_counts.size() > 1 || std::ranges::any_of(tables.routes, [this](std::uint32_t route) {
          return std::ranges::any_of(profiles[routes[route].profile].outcomes, &OutcomeTables::draws_details);
        });
    groups += static_cast<std::uint32_t>(tables.routes.size());
    first_message += entry.messages;

    Frame::Campaign campaign;
    campaign.context.campaign_id = entry.campaign;
    campaign.context.campaign_name = entry.name;
    campaign.context.sender = entry.sender;
    campaign.context.event_type = scenario.tracker.event_type;
    campaign.channel = entry.channel;
    campaign.own.insert(entry.properties.begin(), entry.properties.end());
    campaign.text_bytes = entry.text.size();
    campaign.text_characters =
        static_cast<std::size_t>(std::count_if(entry.text.begin(), entry.text.end(), [](char byte) {
          return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U;
        }));
    tables.too_long_from = too_long_from(entry, campaign);
    tables.text_is_too_long = core::is_too_long(entry.channel, entry.text, entry.text_options);
    traffic.push_back(std::move(tables));
    frame.campaigns.push_back(std::move(campaign));
  }

  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    const Fault& fault = scenario.faults[i];
    const FaultTarget target = target_of(fault.kind);
    if (target == FaultTarget::tracker) continue;
    FaultTables tables = tables_of(fault, static_cast<std::uint32_t>(i), words);
    if (target == FaultTarget::strays) tables.statuses.rows = {undeliverable_row, at_operator_row};
    (target == FaultTarget::tries       ? provider_faults
     : target == FaultTarget::callbacks ? callback_faults
     : target == FaultTarget::strays    ? stray_faults
                                        : report_faults)
        .push_back(std::move(tables));
  }

  // Words that only they need come last.
  for (std::size_t i = 0; i < traffic.size(); ++i) {
    const bool is_met = std::ranges::any_of(traffic[i].part_counts,
                                            [&](std::uint8_t parts) { return parts >= traffic[i].too_long_from; });
    if (!is_met) continue;
    const bool is_sms = scenario.traffic[i].channel == Channel::sms;
    too_long_row[is_sms ? 0 : 1] =
        words.row(core::find_status(is_sms ? "REJECTED_MESSAGE_TOO_LONG" : "REJECTED_MESSAGE_TEXT_TOO_LONG"));
  }
  for (std::size_t i = 0; i < traffic.size(); ++i) {
    const Traffic& entry = scenario.traffic[i];
    const bool may_be_plain = entry.channel == Channel::sms && !entry.sms_fallback && !scenario.provider.intermediate;
    for (const std::uint32_t place : traffic[i].routes) {
      const Route& route = routes[place];
      GroupTables& group = by_group.emplace_back();
      for (std::uint32_t fault = 0; fault < report_faults.size(); ++fault) {
        if (report_faults[fault].meets(route, entry)) group.met_by.push_back(fault);
      }
      group.is_plain = may_be_plain && group.met_by.empty() && !profiles[route.profile].is_special;
    }
  }
  outages = outages_of(scenario);

  const SendSettings& send = scenario.tracker.send;
  frame.start = scenario.start;
  frame.waiting_period = scenario.waiting_period;
  frame.no_report = scenario.tracker.no_report;
  frame.refuse_too_long = scenario.tracker.refuse_too_long;
  frame.foreign_ids = scenario.tracker.ids.form != IdForm::minted;
  frame.callback_retries = scenario.provider.callback.retry.size();
  frame.send_timeout = send.timeout;
  frame.send_tries = send.tries;
  frame.backoff_first = send.backoff.first;
  frame.backoff_cap = send.backoff.cap;
  frame.backoff_factor = send.backoff.factor;
  frame.backoff_jitter = send.backoff.jitter;
  share_rates();
}

// A rate of an operator, or of a release, belongs to all lanes that send what it is about; fewer messages than lanes
// are in so many of them at most.
void World::share_rates() {
  std::vector<std::uint64_t> of_queue(routes.size()), of_fault(report_faults.size());
  LanePlan(scenario).each_population([&](std::uint32_t lanes, std::span<const std::uint32_t> entries) {
    const auto add = [lanes](std::uint64_t& messages, std::uint32_t& sharers) {
      sharers += static_cast<std::uint32_t>(std::min<std::uint64_t>(lanes, std::exchange(messages, 0)));
    };
    for (const std::uint32_t entry : entries) {
      for (const std::uint32_t route : traffic[entry].routes) {
        if (routes[route].throughput) of_queue[routes[route].queue] += scenario.traffic[entry].messages;
      }
      for (std::size_t i = 0; i < report_faults.size(); ++i) {
        const FaultTables& fault = report_faults[i];
        const bool is_met = std::holds_alternative<HoldReports>(fault.fault->kind) &&
                            std::ranges::any_of(traffic[entry].routes, [&](std::uint32_t route) {
                              return fault.meets(routes[route], scenario.traffic[entry]);
                            });
        if (is_met) of_fault[i] += scenario.traffic[entry].messages;
      }
    }
    for (const std::uint32_t entry : entries) {
      for (const std::uint32_t route : traffic[entry].routes) {
        Route& first = routes[routes[route].queue];
        add(of_queue[first.queue], first.sharers);
      }
    }
    for (std::size_t i = 0; i < report_faults.size(); ++i) add(of_fault[i], report_faults[i].sharers);
  });
}

}  // namespace dlr::sim
