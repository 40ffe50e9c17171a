// What the core said of a lane's messages: the sink of its tracker.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/tracker.h"
#include "reports/event_digest.h"
#include "sim/ground_truth.h"
#include "sim/oracle.h"
#include "sim/trace.h"

namespace dlr::sim {

// What the core said of one message.
struct Seen {
  std::array<reports::EventFacts, Expected::kMostEvents> events;  // the first ones, in their order
  std::uint8_t count = 0;                                         // of all events
  bool closed = false;            // the waiting period ended without a final status ...
  bool unreported = false;        // ... and nothing but silence came of it
  bool silence_expected = false;  // ... as was to be expected
  bool wrong_words = false;       // an event does not repeat what was submitted (recipient, campaign, id, reference ...)

  const reports::EventFacts& last() const { return events[std::min<std::size_t>(count, events.size()) - 1]; }
  bool said(CampaignStatus status) const {
    for (std::size_t i = 0; i < std::min<std::size_t>(count, events.size()); ++i) {
      if (events[i].status == status) return true;
    }
    return false;
  }
};

// The sink of a lane's tracker. It knows a message by the sequence in its id; everything an event repeats of the submission
// must agree with the truth.
class Sightings {
 public:
  // Frame and truth must outlive the lane; messages are added to the truth before they are submitted.
  void begin(const Frame& frame, const GroundTruth& truth, std::size_t messages);

  // The message last added to the truth is being submitted: its events may come before it has an id.
  void submitting(Reference reference) { references_.push_back(reference); }
  // It was taken, and has the next sequence.
  void submitted(std::uint32_t place) { places_.push_back(place); }
  void watch(Trace* trace, std::uint32_t message) {
    trace_ = trace;
    watched_ = message;
  }

  void on_event(const CampaignEvent& event);
  void on_closed(const core::Closed& closed);

  const Seen& seen(std::uint32_t message) const { return seen_[message]; }
  Reference reference(std::uint32_t message) const { return references_[message]; }
  std::uint64_t events(CampaignStatus status) const { return events_[static_cast<std::size_t>(status)]; }

 private:
  static constexpr std::uint32_t kNobody = 0xffffffff;

  std::uint32_t place_of(const MessageId& id) const;
  bool repeats_the_submission(const CampaignEvent& event, std::uint32_t place);
  bool is_campaign(const CampaignContext* context, std::uint32_t traffic);

  const Frame* frame_ = nullptr;
  const GroundTruth* truth_ = nullptr;
  std::vector<Seen> seen_;
  std::vector<Reference> references_;  // by message of the lane
  std::vector<std::uint32_t> places_;  // of the messages that the tracker took, by the sequence in their ids
  std::vector<const CampaignContext*> contexts_;  // by traffic entry: an address whose content was found equal
  reports::TextHasher<true> text_;
  std::array<std::uint64_t, 5> events_{};
  Trace* trace_ = nullptr;
  std::uint32_t watched_ = kNobody;
};

// One event as a person reads it.
std::string describe(const ExpectedEvent& event, Instant start);

}  // namespace dlr::sim
