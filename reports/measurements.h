// What lanes measure, thread by thread. All of it is integers that add up: adding the lanes of a run in any order, in
// any grouping, gives the same.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/vocabulary/message.h"
#include "reports/counters.h"
#include "reports/fingerprint.h"
#include "reports/histogram.h"

namespace dlr::reports {

// Messages of one country, operator, campaign and channel.
struct GroupMeasurements {
  std::array<std::uint64_t, kMessageCounters> totals{};
  Histogram delivery_delay;   // sent -> the operator's word, of messages that ended as delivered or failed
  Histogram report_delay;     // sent -> received by the core, of the same
  Histogram rejection_delay;  // sent -> received by the core, of rejected messages

  GroupMeasurements& operator+=(const GroupMeasurements& other);
  friend bool operator==(const GroupMeasurements&, const GroupMeasurements&) = default;
};

// Messages that broke a rule in one way.
struct BrokenRule {
  std::uint64_t messages = 0;
  Reference first = 0;  // the lowest of them
  friend bool operator==(const BrokenRule&, const BrokenRule&) = default;
};

// Over the lanes in which the core counted otherwise than the oracle.
struct Miscount {
  std::uint64_t lanes = 0, counted = 0, expected = 0;
  Miscount& operator+=(const Miscount& other) {
    lanes += other.lanes;
    counted += other.counted;
    expected += other.expected;
    return *this;
  }
  friend bool operator==(const Miscount&, const Miscount&) = default;
};

// The invariants that did not hold. Of several the one kept does not depend on the order in which they were found.
struct Breaches {
  struct InFlight {
    std::uint64_t minute = 0, counted = 0, expected = 0;
    friend auto operator<=>(const InFlight&, const InFlight&) = default;
  };

  std::uint64_t messages = 0;                            // of which other events came than had to
  std::optional<Reference> first;                        // the lowest of them
  std::map<std::string, BrokenRule, std::less<>> rules;  // by their words
  std::array<Miscount, kCounters> miscounts{};
  // Sums of counters that are not equal although they must be, by their words ("a.b = c.d + e.f"): `counted` is the
  // left one, `expected` the right one.
  std::map<std::string, Miscount, std::less<>> laws;
  std::uint64_t in_flight_lanes = 0;  // in which the core had another number in flight than the oracle
  std::optional<InFlight> in_flight;  // the lowest of their first differences

  std::uint64_t count() const;  // of everything broken
  // Those rules, that of the lowest message first; all of them, or at most so many.
  std::vector<std::pair<std::string, BrokenRule>> first_rules(
      std::size_t most = std::numeric_limits<std::size_t>::max()) const;
  Breaches& operator+=(const Breaches& other);
  friend bool operator==(const Breaches&, const Breaches&) = default;
};

// How often each thing that can happen did, by its place in lists that the run knows.
struct SituationCounts {
  std::vector<std::uint64_t> lifecycle;  // by state, then by what was heard in it
  std::vector<std::uint64_t> statuses;   // of the provider, that the core was given
  std::vector<std::uint64_t> errors;     // likewise

  SituationCounts& operator+=(const SituationCounts& other);
  friend bool operator==(const SituationCounts&, const SituationCounts&) = default;
};

struct Measurements {
  std::vector<GroupMeasurements> groups;
  std::vector<std::uint64_t> faults;  // struck, by the fault's place in the scenario
  Counters counters;
  std::vector<std::uint64_t> in_flight_by_minute;
  std::vector<std::uint64_t> reports_by_minute;  // that the core received
  SituationCounts situations;
  Fingerprint outcomes;                  // who ended how
  Fingerprint timeline;                  // also when, and with which words
  std::vector<FingerprintBlock> blocks;  // the same by block of messages
  std::uint64_t invariants_checked = 0;
  Breaches breaches;

  // `rule`: which one, in words; empty: nobody says.
  void note_broken(Reference message, std::string_view rule = {});
  void note_miscounted(Counter counter, std::uint64_t counted, std::uint64_t expected);
  void note_broken_law(std::string_view law, std::uint64_t left, std::uint64_t right);
  void note_wrong_in_flight(std::uint64_t minute, std::uint64_t counted, std::uint64_t expected);

  // Groups and faults by place; the shorter list is continued with nothing.
  void add(const Measurements& other);
};

}  // namespace dlr::reports
