// Which word of which Philox block decides what. Every draw belongs to a message (or, for what belongs to none, to a
// lane); a new purpose takes a free word and moves nobody. This list is part of the outcome version: changing it
// changes results.
#pragma once

#include <array>
#include <cstdint>

#include "sim/engine/random.h"

namespace dlr::sim {

using Words4 = std::array<std::uint32_t, 4>;

namespace purpose {

// Block 0, drawn for every message.
inline constexpr std::uint32_t kJourney = 0;
enum Journey : std::uint32_t { route, outcome, delay, answer };

// Block 1, drawn where one of its words has something to choose from.
inline constexpr std::uint32_t kDetails = 1;
enum Details : std::uint32_t { parts, status, error, report_lag };

// Block 2: rejected already in the send response; how long a rejection takes when it comes by callback after all.
inline constexpr std::uint32_t kRejection = 2;
enum Rejection : std::uint32_t { in_response, callback_delay };

// Block 3: the moment of sending, of the message's rank within its lane.
inline constexpr std::uint32_t kArrival = 3;

// Blocks 4 and 5: the operator's attempts, where a profile has a mechanism or hours.
inline constexpr std::uint32_t kAttempt = 4;
enum Attempt : std::uint32_t { at_once, latency, absent_return, never };
inline constexpr std::uint32_t kSecondAttempt = 5;
enum SecondAttempt : std::uint32_t { alert, second_latency, off_by_the_hour };

// Block 6: what an MMS comes to; when it is said to be with the operator; in which form the provider speaks of it.
inline constexpr std::uint32_t kOnTheWay = 6;
enum OnTheWay : std::uint32_t { falls_back, at_operator, older_body };

// One block per part beyond the first: its own delay, whether it gets lost.
constexpr std::uint32_t part_block(std::uint32_t part) { return 0x200 + part; }
enum Part : std::uint32_t { part_delay, part_lost };

// Blocks of characters of an id made elsewhere.
constexpr std::uint32_t id_block(std::uint32_t n) { return 0x1000 + n; }

// Word 0 of one block per try from the second on: how long the provider takes to answer.
constexpr std::uint32_t answer_block(std::uint32_t try_number) { return 0x100 + try_number; }

// One block per provider fault and try.
constexpr std::uint32_t provider_fault_block(std::uint32_t fault, std::uint32_t try_number) {
  return 0x10'0000 + fault * 0x100 + try_number;
}
enum ProviderFault : std::uint32_t { strikes, accepted, slower };

// One block per report fault and report of the message (the first is 0, copies follow), and one per copy it makes.
constexpr std::uint32_t report_fault_block(std::uint32_t fault, std::uint32_t report, std::uint32_t copy) {
  return 0x1000'0000 + fault * 0x1'0000 + (report & 0xff) * 0x100 + (copy & 0xff);
}
enum ReportFault : std::uint32_t { struck, amount, what };

// One block per callback fault, of the message that the callback begins with; one per stray report, of the lane.
constexpr std::uint32_t callback_fault_block(std::uint32_t fault) { return 0x2000'0000 + fault; }
constexpr std::uint32_t stray_block(std::uint32_t fault) { return 0x2100'0000 + fault; }

}  // namespace purpose
}  // namespace dlr::sim
