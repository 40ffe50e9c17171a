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
#include "sim/phase.h"
#include "sim/scenario/scenario.h"
#include "sim/trace.h"

namespace dlr::sim {

// What the core said of one message.
struct Seen {
  std::array<reports::EventFacts, Expected::kMostEvents>
      events;                     // the first ones, in their order; no further than `count`
  Reference reference = 0;        // of the message
  std::uint8_t count = 0;         // of all events
  bool closed = false;            // the waiting period ended without a final status ...
  bool unreported = false;        // ... and nothing but silence came of it
  bool silence_expected = false;  // ... as was to be expected
  bool wrong_words = false;  // an event does not repeat what was submitted (recipient, campaign, id, reference ...)
  bool wrong_end = false;    // it was closed twice, or in a state that its events belie

  const reports::EventFacts& last() const { return events[std::min<std::size_t>(count, events.size()) - 1]; }
  bool said(CampaignStatus status) const {
    for (std::size_t i = 0; i < std::min<std::size_t>(count, events.size()); ++i) {
      if (events[i].status == status) return true;
    }
    return false;
  }
};

// The sink of a lane's tracker. It knows a message by the sequence in its id; everything an event repeats of the
// submission must agree with the truth.
class Sightings {
 public:
  // All must outlive the lane; messages are added to the truth before they are submitted. Of the scenario it takes how
  // ids are made. `stable_texts`: errors and comments of events lie in tables that stand still. `phase`: of the lane.
  void begin(const Scenario& scenario, const Frame& frame, const GroundTruth& truth, std::size_t messages,
             bool stable_texts, PhaseMark& phase);

  // The message last added to the truth is being submitted: its events may come before it has an id.
  void submitting(Reference reference) {
    Seen& seen = seen_[messages_++];
    seen.reference = reference;
    seen.count = 0;
    seen.closed = seen.unreported = seen.silence_expected = seen.wrong_words = seen.wrong_end = false;
  }
  // It was taken, and has the next sequence.
  void submitted(std::uint32_t place) { places_.push_back(place); }
  void watch(Trace* trace, std::uint32_t message) {
    trace_ = trace;
    watched_ = message;
  }

  // Always inline: seen through, the tracker need not lay the event out in memory.
  [[gnu::always_inline]] void on_event(const CampaignEvent& event) {
    const InPhase in_oracle(*phase_, Phase::oracle);
    ++events_[static_cast<std::size_t>(event.status)];
    const std::uint32_t place = place_of(event.message);
    Seen& seen = seen_[place];
    if (!repeats_the_submission(event, place, seen.reference)) [[unlikely]] {
      seen.wrong_words = true;
    }
    const ExpectedEvent said{
        event.status, event.parts,  event.status_code, since_start(event.timestamp), since_start(event.received),
        event.error,  event.comment};
    if (seen.count < seen.events.size()) {
      seen.events[seen.count] = {
          text_(said.error, said.comment), said.timestamp, said.received, said.status_code, said.status, said.parts};
    }
    if (seen.count < 255) ++seen.count;
    if (place == watched_) [[unlikely]] {
      note_event(said);
    }
  }
  void on_closed(const core::Closed& closed);
  // Whether its message said this status before, or was closed; with other facts than then, that is a mistake.
  bool repeats(const CampaignEvent& event);
  bool repeats(const core::Closed& closed);

  void prefetch(std::uint32_t message) const { __builtin_prefetch(&seen_[message].reference); }
  const Seen& seen(std::uint32_t message) const { return seen_[message]; }
  Reference reference(std::uint32_t message) const { return seen_[message].reference; }
  std::uint32_t place_of(const MessageId& id) const {
    if (id.sequence() >= places_.size() || id == MessageId{}) [[unlikely]] {
      return messages_ - 1;
    }
    return places_[id.sequence()];
  }
  // Messages that ended unreported without ever having been heard of.
  std::uint64_t never_heard_of() const { return never_heard_of_; }
  std::uint64_t events(CampaignStatus status) const { return events_[static_cast<std::size_t>(status)]; }

 private:
  static constexpr std::uint32_t kNobody = 0xffffffff;

  [[gnu::always_inline]] bool repeats_the_submission(const CampaignEvent& event, std::uint32_t place,
                                                     Reference reference) {
    const MessageTruth& truth = truth_->messages[place];
    const Frame::Campaign& campaign = frame_->campaigns[truth.traffic];
    return event.reference == reference && event.recipient.digits == truth.recipient && event.message == truth.id &&
           event.sent == frame_->start + Duration{truth.sent} && event.channel == campaign.channel &&
           event.campaign != nullptr &&
           (contexts_[truth.traffic] == event.campaign || is_campaign(*event.campaign, truth.traffic)) &&
           own_agrees(event.own, campaign.own) &&
           (frame_->foreign_ids ? bears_its_id(event, reference) : event.foreign_id.empty());
  }
  // What was refused at once bears none.
  bool bears_its_id(const CampaignEvent& event, Reference reference);
  static bool own_agrees(const OwnProperties* said, const OwnProperties& given) {
    return said == nullptr ? given.empty() : *said == given;
  }
  LaneTime since_start(Instant at) const { return static_cast<LaneTime>((at - frame_->start).count()); }
  // Compares the words, and remembers the address if they are the campaign's.
  bool is_campaign(const CampaignContext& context, std::uint32_t traffic);
  void note_event(const ExpectedEvent& said);

  PhaseMark* phase_ = nullptr;
  const Frame* frame_ = nullptr;
  const GroundTruth* truth_ = nullptr;
  const Scenario* scenario_ = nullptr;
  std::vector<Seen> seen_;
  std::uint32_t messages_ = 0;                    // of the lane so far: so many of seen_ are of now
  std::vector<std::uint32_t> places_;             // of the messages that the tracker took, by the sequence in their ids
  std::vector<const CampaignContext*> contexts_;  // by traffic entry: an address whose content was found equal
  reports::TextHasher text_;
  std::array<std::uint64_t, 5> events_{};
  std::uint64_t never_heard_of_ = 0;
  std::string id_text_;
  Trace* trace_ = nullptr;
  std::uint32_t watched_ = kNobody;
};

// An event as a trace has it.
TraceEvent trace_event(const ExpectedEvent& event, Instant start);

}  // namespace dlr::sim
