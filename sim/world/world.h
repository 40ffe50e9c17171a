// The world of a scenario, ready to be sampled: routes with their outcomes and delays, traffic, faults. Built once,
// shared by all lanes, never changed.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/engine/alias_table.h"
#include "sim/engine/divisor.h"
#include "sim/engine/quantile_table.h"
#include "sim/faults/tracker_crash.h"
#include "sim/ground_truth.h"
#include "sim/scenario/scenario.h"
#include "sim/world/handset.h"

namespace dlr::sim {

// A choice between rows of a table of words, by share.
struct RowChoice {
  engine::AliasTable alias;
  std::vector<std::uint16_t> rows;  // of Words

  bool has_choice() const { return rows.size() > 1; }
  std::uint16_t pick(std::uint32_t word) const { return rows.size() > 1 ? rows[alias.pick(word)] : rows[0]; }
};

struct OutcomeTables {
  engine::QuantileTable delay;
  RowChoice statuses;
  RowChoice errors;
  bool draws_details = false;  // the status, the error or the lag has to be drawn
};

struct ProfileTables {
  engine::AliasTable outcome;
  OutcomeTables outcomes[kOutcomes];
  Share rejected_in_response;
  bool has_lag = false;
  engine::QuantileTable lag;

  bool is_special = false;  // one of these decides, beside the delay
  std::optional<MechanismTables> mechanism;
  const std::vector<AbsentHours>* hours = nullptr;
  const PerPart* per_part = nullptr;  // null: none
  engine::QuantileTable part_delay;
};

// The way to one operator; where it treats the channels differently, two that share what the operator takes.
struct Route {
  std::size_t country = 0;         // index in Scenario::countries
  std::size_t operator_index = 0;  // within that country
  std::size_t profile = 0;         // index in World::profiles
  Country code;
  bool reports[2] = {true, true};  // by channel
  std::uint64_t first_number = 0;  // recipients are first_number + something below `numbers`
  engine::Divisor numbers;
  std::optional<Rate> throughput;  // in parts of messages, of all lanes together
  std::uint32_t queue = 0;         // before it: the place in World::routes of the operator's first
  std::uint32_t sharers = 0;       // of such a first one: how many lanes share its throughput
};

struct TrafficTables {
  std::uint64_t first_message = 0;    // index of its first message in the scenario
  std::uint32_t first_group = 0;      // its groups are first_group + place in `routes`
  engine::AliasTable route;           // picks a place in `routes`
  std::vector<std::uint32_t> routes;  // indexes in World::routes
  engine::AliasTable parts;
  std::vector<std::uint8_t> part_counts;
  bool draws_details = false;       // some of its messages need their block purpose::kDetails
  std::uint16_t too_long_from = 0;  // parts: such a message the provider rejects at once
  bool text_is_too_long = false;    // by the sender's own count (core/parts.h)
};

// What all messages of a group have in common.
struct GroupTables {
  std::vector<std::uint32_t> met_by;  // faults of reports: places in World::report_faults
  bool is_plain = false;  // one report a message, by SMS, that no fault meets and whose profile is not special
};

// A fault with its tables, its window and its place in the scenario's list.
struct FaultTables {
  const Fault* fault = nullptr;
  std::uint32_t index = 0;
  std::uint64_t from = 0, to = 0;  // struck is what happens at from <= t < to, ms since the start
  engine::QuantileTable delay;
  RowChoice statuses;
  std::uint32_t sharers = 0;  // of a rate: how many lanes share it
  Share share =
      kWhole;  // of reports: those that it strikes, as struck_reports.h has it; the whole: it decides by itself

  bool active(std::uint64_t at) const { return at >= from && at < to; }
  bool meets(const Route& route, const Traffic& traffic) const;
};

struct World {
  explicit World(const Scenario& scenario);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  const Scenario& scenario;
  Frame frame;
  std::vector<ProfileTables> profiles;
  std::vector<Route> routes;
  std::vector<TrafficTables> traffic;
  engine::QuantileTable answer;
  std::uint16_t accepted_row = 0;       // PENDING_ACCEPTED: the normal answer
  std::uint16_t duplicate_row = 0;      // REJECTED_DUPLICATE_MESSAGE_ID
  std::uint16_t no_error_row = 0;       // NO_ERROR
  std::uint16_t enroute_row = 0;        // PENDING_ENROUTE
  std::uint16_t at_operator_row = 0;    // DELIVERED_TO_OPERATOR
  std::uint16_t expired_row = 0;        // EXPIRED_EXPIRED
  std::uint16_t undeliverable_row = 0;  // UNDELIVERABLE_NOT_DELIVERED
  std::uint16_t absent_row = 0;         // EC_ABSENT_SUBSCRIBER
  std::uint16_t too_long_row[2] = {};   // by channel: REJECTED_MESSAGE_TOO_LONG, REJECTED_MESSAGE_TEXT_TOO_LONG
  std::uint32_t groups = 0;             // one per traffic entry and route
  std::vector<GroupTables> by_group;

  std::vector<FaultTables> provider_faults;  // by kind, each in the scenario's order
  std::vector<FaultTables> report_faults;
  std::vector<FaultTables> callback_faults;
  std::vector<FaultTables> stray_faults;
  std::vector<Outage> outages;  // of the tracker

 private:
  void share_rates();
};

}  // namespace dlr::sim
