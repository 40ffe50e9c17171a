// A tracker of its own for each test, and everything that it says.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/tracker.h"

namespace dlr::core {

inline constexpr Instant kStart = instant_from_ms(1'795'800'000'000);
inline constexpr PhoneNumber kFrench{33'612'345'678};
inline constexpr PhoneNumber kBangladeshi{8'801'712'345'678};

struct SaidEvent {
  CampaignStatus status;
  std::int32_t code;
  std::string error, comment, foreign_id, campaign_id;
  std::uint8_t parts;
  Instant timestamp, received, sent;
  Reference reference;
  MessageId message;
  PhoneNumber recipient;
  Channel channel;
  OwnProperties own;
};

struct EventRecorder {
  std::vector<SaidEvent> events;
  std::vector<Closed> closed;

  void on_event(const CampaignEvent& e) {
    events.push_back({e.status, e.status_code, std::string(e.error), std::string(e.comment), std::string(e.foreign_id),
                      e.campaign != nullptr ? std::string(e.campaign->campaign_id) : std::string(), e.parts,
                      e.timestamp, e.received, e.sent, e.reference, e.message, e.recipient, e.channel,
                      e.own != nullptr ? *e.own : OwnProperties{}});
  }
  void on_closed(const Closed& c) { closed.push_back(c); }

  std::string statuses() const {
    std::string text;
    for (const SaidEvent& said : events) text += std::string(text.empty() ? "" : " ") + to_string(said.status);
    return text;
  }
};

class TrackerRules : public testing::Test {
 protected:
  explicit TrackerRules(const TrackerSettings& settings = {}) : tracker(settings, seen) {
    CampaignContext context;
    context.campaign_id = "5db9ab54b073dfb424ccfa6f";
    campaign = tracker.intern(context);
  }

  MessageId submit(Instant now = kStart, PhoneNumber to = kFrench) {
    Submission submission;
    submission.reference = 41;
    submission.recipient = to;
    submission.context = campaign;
    submission.parts = 2;
    return tracker.submit(submission, now).message;
  }
  void take(const MessageId& id, Instant now) {
    SendAnswer answer;
    answer.message = id;
    answer.status = find_status("PENDING_ACCEPTED");
    tracker.on_send_response(answer, now);
  }
  void report(const MessageId& id, const char* status, Instant received, const char* error = "NO_ERROR",
              std::optional<Instant> done_at = {}) {
    DeliveryReport said;
    said.message = id;
    said.status = find_status(status);
    said.error = find_error(error);
    said.done_at = done_at;
    tracker.on_delivery_reports({&said, 1}, received);
  }

  EventRecorder seen;
  Tracker<EventRecorder> tracker;
  ContextId campaign = 0;
};

}  // namespace dlr::core
