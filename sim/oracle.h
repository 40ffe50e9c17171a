// The oracle: from ground truth alone it derives which campaign events must have come out for a message, in which order
// and with which properties, how the message must have ended, and what must have been counted. It never asks the
// tracker and shares no code with it: of the core it knows the words only, and brings its own meanings.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <queue>
#include <string_view>
#include <vector>

#include "core/vocabulary/campaign_event.h"
#include "reports/counters.h"
#include "sim/ground_truth.h"

namespace dlr::sim {

enum class End : std::uint8_t { enqueue_failed, delivered, rejected, failed, unreported };

// One event that must have come; the views point into the frame. What an event repeats of the submission (recipient,
// campaign, channel, own properties) is in the truth.
struct ExpectedEvent {
  CampaignStatus status = CampaignStatus::enqueued;
  std::uint8_t parts = 0;
  std::int32_t status_code = CampaignEvent::kNoCode;
  LaneTime timestamp = 0;
  LaneTime received = 0;
  std::string_view error;
  std::string_view comment;
};

// What must have come of one message.
struct Expected {
  // `enqueue_failed`, `enqueued` and one final at most.
  static constexpr std::uint32_t kMostEvents = 3;
  std::array<ExpectedEvent, kMostEvents> events;
  std::uint32_t count = 0;
  End end = End::unreported;
  bool silence_expected = false;  // unreported in a no-report country
  bool closed = false;            // by the end of the waiting period
  LaneTime closed_at = 0;         // when it ceased to be in flight
  std::string_view breach;        // a rule that the tries broke; empty: none
};

class Oracle {
 public:
  // Both must outlive the oracle; the truth may grow between calls.
  Oracle(const Frame& frame, const GroundTruth& truth);

  // Call once per message: it counts. The answer is valid until the next call.
  const Expected& judge(std::uint32_t message);

  // What was last logged about a message is on its way from memory.
  void prefetch(std::uint32_t message) const {
    const std::uint32_t place = truth_.messages[message].last_entry;
    if (place != 0) __builtin_prefetch(&truth_.log[place - 1]);
  }

  // Call once, when the lane is over: counts callbacks, and what became of the reports in them.
  void judge_callbacks();

  // Everything counted by what was judged so far. Of reports that never got into a callback it knows the dropped ones;
  // undelivered, held and fell_back only the world knows.
  const reports::Counters& counters() const { return counters_; }

 private:
  struct Story;

  void hear_response(Story& story, const LogEntry& entry);
  void hear_outcome(Story& story, const LogEntry& entry, int outcome);
  void hear_report(Story& story, const LogEntry& entry);
  void hear_restart(Story& story, LaneTime at);
  LaneTime heeded_at(std::uint64_t end_of_period) const;
  void expect_retry(Story& story, const LogEntry& entry);
  void check_try(Story& story, const LogEntry& entry);
  bool is_bunched(const Story& story, const LogEntry& entry);
  void say(Story& story, CampaignStatus status, const LogEntry& cause, bool implied);
  bool has_room(LaneTime at);
  void refuse(Story& story, std::string_view error);
  void finish(Story& story);

  const Frame& frame_;
  const GroundTruth& truth_;
  std::array<bool, Country::kIndexes> silent_{};
  std::vector<std::uint16_t> most_parts_;  // by campaign: of a message that the core may not refuse for its length
  reports::Counters counters_;
  Expected expected_;
  std::vector<const LogEntry*> entries_;  // of the message being judged, latest first; a place to put them

  // Where in the time that jitter leaves it (0: the earliest, 1: the latest) each repeat was made.
  struct Spread {
    std::uint32_t repeats = 0;
    double earliest = 1, latest = 0;
  };
  Spread spread_;

  // Of the messages in flight, where their number is limited: the first instant at which a new one finds it gone.
  std::priority_queue<std::uint64_t, std::vector<std::uint64_t>, std::greater<>> gone_from_;
};

}  // namespace dlr::sim
