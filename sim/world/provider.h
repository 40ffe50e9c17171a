// The provider and the operators behind it: what becomes of a try, what the send response says, which delivery reports
// will come and when. Everything follows from the scenario and the message's index; nothing here is remembered but what
// the provider itself must remember, which lane.h keeps.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/faults/planned_report.h"
#include "sim/faults/try_fate.h"
#include "sim/world/purpose.h"
#include "sim/world/world.h"

namespace dlr::sim {

// What the world decides for a message when it is first sent.
struct Journey {
  std::uint32_t route = 0;  // index in World::routes
  std::uint32_t group = 0;
  Outcome outcome = Outcome::unreported;
  std::uint8_t parts = 1;
  bool rejected_in_response = false;
  std::uint32_t delay = 0;   // ms from the try that got through to the operator's (or the provider's) word
  std::uint32_t lag = 0;     // ms from there to the provider having the report
  std::uint32_t answer = 0;  // ms to the answer to the first try
  std::uint16_t status = 0;  // rows of Words: what the report (or rejection) says
  std::uint16_t error = 0;
};

// In two steps, so that many can be drawn at once: where it goes and what becomes of it, which sends for the tables of
// the second step; then when, and with which words. `draw` is the message's block purpose::kJourney, `details` its
// purpose::kDetails, where the traffic draws details.
void choose_way(const World& world, std::uint32_t traffic, const Words4& draw, Journey& journey);
void draw_details(const World& world, std::uint32_t traffic, std::uint64_t message, const Words4& draw,
                  const Words4& details, Journey& journey);

// A telephone number of the route's country; no two of 10^(free digits) messages in a row share one.
inline std::uint64_t recipient_number(const Route& route, std::uint64_t message) {
  // A multiplier without the factors 2 and 5 runs through all endings of every length; a product of it and a message's
  // index (LanePlan::kMostMessages) fits 64 bits.
  return route.first_number + route.numbers.remainder(message * 7'654'321);
}

// The fate of one try, after all faults of the provider; `struck` counts by fault.
TryFate decide_try(const World& world, std::uint32_t traffic, const Journey& journey, std::uint64_t message,
                   std::uint32_t try_number, LaneTime at, std::vector<std::uint64_t>& struck);

// How long the provider takes to answer this try.
std::uint64_t later_answer_time(const World& world, std::uint64_t message, std::uint32_t try_number);
inline std::uint64_t answer_time(const World& world, const Journey& journey, std::uint64_t message,
                                 std::uint32_t try_number) {
  return try_number == 1 ? journey.answer : later_answer_time(world, message, try_number);
}

// Whether a fault may strike the only report of a message of this group, which gets ready at `ready`. False: none does,
// and strike_reports() would leave the plan as it is.
bool may_strike(const World& world, const GroupTables& group, std::uint64_t message, std::uint64_t ready);

// Faults of reports at work on one message's plan, in turn. `released` counts held reports by fault, in this lane.
void strike_reports(const World& world, std::uint32_t traffic, const Journey& journey, std::uint64_t message,
                    std::vector<std::uint64_t>& released, std::vector<std::uint64_t>& struck, ReportPlan& plan);

}  // namespace dlr::sim
