// Measurements on their way from one process to another, by Boost.Serialization: member by member. A structured binding
// names them all, so that one that is added and not sent does not compile.
#pragma once

#include <boost/serialization/array.hpp>
#include <boost/serialization/map.hpp>
#include <boost/serialization/split_free.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <vector>

#include "reports/measurements.h"

namespace boost::serialization {

template <class Archive, class Value>
void save(Archive& archive, const std::optional<Value>& value, unsigned /*version*/) {
  const bool is_there = value.has_value();
  archive << is_there;
  if (is_there) archive << *value;
}
template <class Archive, class Value>
void load(Archive& archive, std::optional<Value>& value, unsigned /*version*/) {
  bool is_there = false;
  archive >> is_there;
  value.reset();
  if (!is_there) return;
  Value read{};
  archive >> read;
  value = read;
}
template <class Archive, class Value>
void serialize(Archive& archive, std::optional<Value>& value, unsigned version) {
  split_free(archive, value, version);
}

// The buckets that have something in them, with their places: most have nothing, and there are some thousand a group.
template <class Archive>
void save(Archive& archive, const dlr::reports::Histogram& histogram, unsigned /*version*/) {
  std::vector<std::uint32_t> places;
  std::vector<std::uint64_t> counts;
  std::uint32_t place = histogram.first_bucket();
  for (const std::uint64_t count : histogram.counts()) {
    if (count > 0) {
      places.push_back(place);
      counts.push_back(count);
    }
    ++place;
  }
  const std::uint64_t min = histogram.min().value_or(0), max = histogram.max().value_or(0);
  const dlr::reports::Histogram::Sum sum = histogram.sum();
  archive << places << counts << min << max << sum.high << sum.low;
}
template <class Archive>
void load(Archive& archive, dlr::reports::Histogram& histogram, unsigned /*version*/) {
  std::vector<std::uint32_t> places;
  std::vector<std::uint64_t> counts;
  std::uint64_t min = 0, max = 0;
  dlr::reports::Histogram::Sum sum;
  archive >> places >> counts >> min >> max >> sum.high >> sum.low;
  std::vector<std::uint64_t> all;
  for (std::size_t i = 0; i < places.size(); ++i) {
    all.resize(places[i] - places.front() + std::size_t{1});
    all.back() = counts[i];
  }
  const auto whole = dlr::reports::Histogram::from_parts(places.empty() ? 0 : places.front(), all, min, max, sum);
  if (!whole) throw std::runtime_error("another process sent a histogram that contradicts itself");
  histogram = *whole;
}
template <class Archive>
void serialize(Archive& archive, dlr::reports::Histogram& histogram, unsigned version) {
  split_free(archive, histogram, version);
}

template <class Archive>
void serialize(Archive& archive, dlr::reports::Counters& counters, unsigned /*version*/) {
  auto& [values] = counters;
  archive& values;
}
template <class Archive>
void serialize(Archive& archive, dlr::reports::Fingerprint& fingerprint, unsigned /*version*/) {
  auto& [low, high] = fingerprint;
  archive& low& high;
}
template <class Archive>
void serialize(Archive& archive, dlr::reports::FingerprintBlock& block, unsigned /*version*/) {
  auto& [outcomes, timeline] = block;
  archive& outcomes& timeline;
}
template <class Archive>
void serialize(Archive& archive, dlr::reports::GroupMeasurements& group, unsigned /*version*/) {
  auto& [totals, delivery_delay, report_delay, rejection_delay] = group;
  archive& totals& delivery_delay& report_delay& rejection_delay;
}
template <class Archive>
void serialize(Archive& archive, dlr::reports::SituationCounts& counts, unsigned /*version*/) {
  auto& [lifecycle, statuses, errors] = counts;
  archive& lifecycle& statuses& errors;
}
template <class Archive>
void serialize(Archive& archive, dlr::reports::BrokenRule& rule, unsigned /*version*/) {
  auto& [messages, first] = rule;
  archive& messages& first;
}
template <class Archive>
void serialize(Archive& archive, dlr::reports::Miscount& miscount, unsigned /*version*/) {
  auto& [lanes, counted, expected] = miscount;
  archive& lanes& counted& expected;
}
template <class Archive>
void serialize(Archive& archive, dlr::reports::Breaches::InFlight& in_flight, unsigned /*version*/) {
  auto& [minute, counted, expected] = in_flight;
  archive& minute& counted& expected;
}
template <class Archive>
void serialize(Archive& archive, dlr::reports::Breaches& breaches, unsigned /*version*/) {
  auto& [messages, first, rules, miscounts, laws, in_flight_lanes, in_flight] = breaches;
  archive& messages& first& rules& miscounts& laws& in_flight_lanes& in_flight;
}
template <class Archive>
void serialize(Archive& archive, dlr::reports::Measurements& measured, unsigned /*version*/) {
  auto& [groups, faults, counters, in_flight, reports, situations, outcomes, timeline, blocks, invariants, breaches] =
      measured;
  archive& groups& faults& counters& in_flight& reports& situations& outcomes& timeline& blocks& invariants& breaches;
}

}  // namespace boost::serialization
