#include "reports/measurements.h"

#include <algorithm>

namespace dlr::reports {
namespace {

template <class Value>
void add_by_place(std::vector<Value>& values, const std::vector<Value>& others) {
  if (values.size() < others.size()) values.resize(others.size());
  for (std::size_t i = 0; i < others.size(); ++i) values[i] += others[i];
}

template <class Value>
void keep_lower(std::optional<Value>& value, const std::optional<Value>& other) {
  if (other && (!value || *other < *value)) value = other;
}

}  // namespace

GroupMeasurements& GroupMeasurements::operator+=(const GroupMeasurements& other) {
  for (std::size_t i = 0; i < totals.size(); ++i) totals[i] += other.totals[i];
  delivery_delay += other.delivery_delay;
  report_delay += other.report_delay;
  rejection_delay += other.rejection_delay;
  return *this;
}

SituationCounts& SituationCounts::operator+=(const SituationCounts& other) {
  add_by_place(lifecycle, other.lifecycle);
  add_by_place(statuses, other.statuses);
  add_by_place(errors, other.errors);
  return *this;
}

std::uint64_t Breaches::count() const {
  std::uint64_t count = messages + in_flight_lanes;
  for (const Miscount& miscount : miscounts) count += miscount.lanes;
  for (const auto& [words, sums] : laws) count += sums.lanes;
  return count;
}

std::vector<std::pair<std::string, BrokenRule>> Breaches::first_rules(std::size_t most) const {
  std::vector<std::pair<std::string, BrokenRule>> list(rules.begin(), rules.end());
  std::ranges::sort(list, {}, [](const auto& one) { return one.second.first; });
  list.resize(std::min(list.size(), most));
  return list;
}

Breaches& Breaches::operator+=(const Breaches& other) {
  messages += other.messages;
  keep_lower(first, other.first);
  for (const auto& [words, rule] : other.rules) {
    const auto [at, is_new] = rules.try_emplace(words, rule);
    if (is_new) continue;
    at->second.messages += rule.messages;
    at->second.first = std::min(at->second.first, rule.first);
  }
  for (std::size_t i = 0; i < miscounts.size(); ++i) miscounts[i] += other.miscounts[i];
  for (const auto& [words, sums] : other.laws) laws[words] += sums;
  in_flight_lanes += other.in_flight_lanes;
  keep_lower(in_flight, other.in_flight);
  return *this;
}

void Measurements::note_broken(Reference message, std::string_view rule) {
  ++breaches.messages;
  keep_lower(breaches.first, std::optional(message));
  if (rule.empty()) return;
  auto at = breaches.rules.find(rule);
  if (at == breaches.rules.end()) at = breaches.rules.try_emplace(std::string(rule), BrokenRule{0, message}).first;
  ++at->second.messages;
  at->second.first = std::min(at->second.first, message);
}

void Measurements::note_miscounted(Counter counter, std::uint64_t counted, std::uint64_t expected) {
  breaches.miscounts[static_cast<std::size_t>(counter)] += {1, counted, expected};
}

void Measurements::note_broken_law(std::string_view law, std::uint64_t left, std::uint64_t right) {
  breaches.laws[std::string(law)] += {1, left, right};
}

void Measurements::note_wrong_in_flight(std::uint64_t minute, std::uint64_t counted, std::uint64_t expected) {
  ++breaches.in_flight_lanes;
  keep_lower(breaches.in_flight, std::optional(Breaches::InFlight{minute, counted, expected}));
}

void Measurements::add(const Measurements& other) {
  add_by_place(groups, other.groups);
  add_by_place(faults, other.faults);
  add_by_place(in_flight_by_minute, other.in_flight_by_minute);
  add_by_place(reports_by_minute, other.reports_by_minute);
  situations += other.situations;
  counters += other.counters;
  outcomes += other.outcomes;
  timeline += other.timeline;
  if (blocks.size() < other.blocks.size()) blocks.resize(other.blocks.size());
  for (std::size_t i = 0; i < other.blocks.size(); ++i) {
    blocks[i].outcomes += other.blocks[i].outcomes;
    blocks[i].timeline += other.blocks[i].timeline;
  }
  invariants_checked += other.invariants_checked;
  breaches += other.breaches;
}

}  // namespace dlr::reports
