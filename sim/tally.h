// What a lane's messages came to, as the core said it: the sink of the lane's tracker, and the comparison with the oracle
// when the lane has ended.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/tracker.h"
#include "reports/event_digest.h"
#include "reports/fingerprint.h"
#include "sim/ground_truth.h"
#include "sim/trace.h"

namespace dlr::sim {

// What the core said of one message.
struct Seen {
  std::uint64_t digest = 0;    // sum over its events, each with its place
  std::uint32_t statuses = 0;  // 4 bits per event, the latest lowest: status + 1
  LaneTime final_timestamp = 0;
  LaneTime final_received = 0;
  std::uint8_t events = 0;
  bool closed = false;             // the waiting period ended without a final status ...
  bool unreported = false;   // ... and nothing but silence came of it
  bool silence_expected = false;
  bool wrong_id = false;           // an event bore another message's reference or id

  bool said(CampaignStatus status) const {
    for (std::uint32_t left = statuses; left != 0; left >>= 4U) {
      if ((left & 0xfU) == static_cast<std::uint32_t>(status) + 1) return true;
    }
    return false;
  }
  // The last status said; only when something was.
  CampaignStatus last() const { return static_cast<CampaignStatus>((statuses & 0xfU) - 1); }
};

// The sink of a lane's tracker.
class Sightings {
 public:
  void begin(Instant start, std::size_t messages) {
    start_ = start;
    seen_.assign(messages, Seen{});
    references_.clear();
    references_.reserve(messages);
    digester_ = {};
    timeline_ = {};
    events_ = {};
    stray_ = 0;
  }

  // The message that is being submitted is the next one: its events may come before it has an id.
  void submitting(Reference reference) { references_.push_back(reference); }
  void watch(Trace* trace, std::uint32_t message) {
    trace_ = trace;
    watched_ = message;
  }

  void on_event(const CampaignEvent& event);
  void on_closed(const core::Closed& closed);

  std::vector<Seen>& seen() { return seen_; }
  const std::vector<Reference>& references() const { return references_; }
  const reports::Fingerprint& timeline() const { return timeline_; }
  std::uint64_t events(CampaignStatus status) const { return events_[static_cast<std::size_t>(status)]; }
  std::uint64_t strays() const { return stray_; }  // events of no message of this lane
  reports::EventDigester& digester() { return digester_; }

 private:
  static constexpr std::uint32_t kNobody = 0xffffffff;

  // Lanes submit in the order of their messages, so that the sequence in an id is the message's place; the reference must
  // agree.
  Seen* find(const MessageId& id, Reference reference, std::uint32_t& place);

  Instant start_;
  std::vector<Seen> seen_;
  std::vector<Reference> references_;  // by message of the lane
  reports::EventDigester digester_;
  reports::Fingerprint timeline_;
  std::array<std::uint64_t, 5> events_{};
  std::uint64_t stray_ = 0;
  Trace* trace_ = nullptr;
  std::uint32_t watched_ = kNobody;
};

// One event as a person reads it.
std::string describe(const CampaignEvent& event);

}  // namespace dlr::sim
