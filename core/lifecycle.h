// The life of a message: seven states, what can be heard about it, and for each pair one cell that says what to emit,
// where to go and what to count. Pure; the table is handed to the tracker as a value.
// Source: Infobip, "Response status and error codes" (groups of statuses, which of them are final) and "Webhooks" (a
// report may come again, no order is promised); the five events are the sending platform's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/vocabulary/campaign_event.h"

namespace dlr::core {

enum class State : std::uint8_t {
  submitted,
  enqueued,
  unconfirmed,  // `enqueue_failed` was said, but the provider may have it
  enqueue_failed,
  delivered,
  rejected,
  failed,
};
inline constexpr std::size_t kStates = 7;

constexpr bool is_final(State state) { return state >= State::enqueue_failed; }

constexpr const char* to_string(State state) {
  constexpr const char* names[] = {"submitted", "enqueued", "unconfirmed", "enqueue_failed",
                                   "delivered", "rejected", "failed"};
  return names[static_cast<int>(state)];
}

enum class Input : std::uint8_t {
  taken,              // response: the provider has it
  rejected_response,  // response: refused for good
  failed_response,    // response: undeliverable or expired already
  refused,            // it certainly did not get through
  unknown,            // the tries ended, and nobody knows whether it got through
  under_way,          // report: somewhere between provider and handset
  report_delivered,
  report_rejected,
  report_failed,
  period_ends,
};
inline constexpr std::size_t kInputs = 10;

constexpr const char* to_string(Input input) {
  constexpr const char* names[] = {"taken",           "rejected (response)", "failed (response)",  "refused",
                                   "unknown",         "under way",           "delivered (report)", "rejected (report)",
                                   "failed (report)", "period ends"};
  return names[static_cast<int>(input)];
}

// What a cell says beside its events and its next state.
enum class Note : std::uint8_t {
  none,        // counted by what the input is
  repeated,    // response: says nothing new
  conflict,    // contradicts what is known; the first stands
  duplicate,   // report: repeats the final status
  unreported,  // the period ended without a final status
  forgotten,   // the period ended after one
};

// What one input does to one state. `enqueued_first` marks the two-event cells: `enqueued`, then `event`.
struct Cell {
  bool enqueued_first = false;
  bool has_event = false;
  CampaignStatus event = CampaignStatus::enqueued;
  State next = State::submitted;
  Note note = Note::none;

  friend constexpr bool operator==(const Cell&, const Cell&) = default;
};

using LifecycleTable = std::array<std::array<Cell, kInputs>, kStates>;

// The table of the house: a row per state, a column per input; tests/core/lifecycle_test.cc has each cell once more.
const LifecycleTable& lifecycle_table();

}  // namespace dlr::core
