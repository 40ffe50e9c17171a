// One message's timeline, written while its lane runs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/vocabulary/campaign_event.h"
#include "sim/ground_truth.h"

namespace dlr::sim {

struct Defect;
struct Scenario;

struct TraceLine {
  LaneTime at = 0;
  std::string who;  // "core", "provider", "operator", "event", "oracle"
  std::string what;
};

// One event as a person reads it.
struct TraceEvent {
  CampaignStatus status = CampaignStatus::enqueued;
  std::vector<std::pair<std::string_view, std::string>> properties;  // those that it has

  std::string text() const;
  friend bool operator==(const TraceEvent&, const TraceEvent&) = default;
};

struct Trace {
  std::uint64_t message = 0;  // its index in the scenario
  std::string id;             // empty: the core refused it
  std::vector<TraceLine> lines;
  std::vector<TraceEvent> expected;  // the events that had to come, by the oracle
  std::vector<TraceEvent> came;      // the events that came
  std::string verdict;               // empty: the oracle agrees
};

// In a few words how the events that came are not those that had to; empty: they are.
std::string difference(const std::vector<TraceEvent>& expected, const std::vector<TraceEvent>& came);

// Runs the lane of one message (an index below scenario.messages()) and writes down its life. `defect` may be null.
Trace trace_message(const Scenario& scenario, std::uint64_t message, const Defect* defect);

// The trace as a person reads it: the timeline, what was expected, what came, and the rule when they differ.
std::string describe(const Trace& trace, const Scenario& scenario);

}  // namespace dlr::sim
