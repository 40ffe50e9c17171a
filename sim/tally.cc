#include "sim/tally.h"

#include <fmt/format.h>

namespace dlr::sim {

void Sightings::begin(const Frame& frame, const GroundTruth& truth, std::size_t messages) {
  frame_ = &frame;
  truth_ = &truth;
  seen_.assign(messages, Seen{});
  references_.clear();
  references_.reserve(messages);
  places_.clear();
  places_.reserve(messages);
  contexts_.assign(frame.campaigns.size(), nullptr);
  text_ = {};
  events_ = {};
  trace_ = nullptr;
  watched_ = kNobody;
}

std::uint32_t Sightings::place_of(const MessageId& id) const {
  const auto latest = static_cast<std::uint32_t>(references_.size()) - 1;
  return id == MessageId{} || id.sequence() >= places_.size() ? latest : places_[id.sequence()];
}

bool Sightings::is_campaign(const CampaignContext* context, std::uint32_t traffic) {
  if (context == nullptr) return false;
  if (contexts_[traffic] != context) {
    if (!(*context == frame_->campaigns[traffic].context)) return false;
    contexts_[traffic] = context;
  }
  return true;
}

bool Sightings::repeats_the_submission(const CampaignEvent& event, std::uint32_t place) {
  const MessageTruth& truth = truth_->messages[place];
  const Frame::Campaign& campaign = frame_->campaigns[truth.traffic];
  const bool own_agrees = event.own == nullptr ? campaign.own.empty() : *event.own == campaign.own;
  return event.reference == references_[place] && event.recipient.digits == truth.recipient && event.message == truth.id &&
         event.sent == frame_->start + Duration{truth.sent} && event.channel == campaign.channel &&
         is_campaign(event.campaign, truth.traffic) && own_agrees;
}

void Sightings::on_event(const CampaignEvent& event) {
  ++events_[static_cast<std::size_t>(event.status)];
  const std::uint32_t place = place_of(event.message);
  Seen& seen = seen_[place];
  seen.wrong_words = seen.wrong_words || !repeats_the_submission(event, place);
  if (seen.count < seen.events.size()) {
    reports::EventFacts& facts = seen.events[seen.count];
    facts.text = text_(event.error, event.comment);
    facts.timestamp = static_cast<LaneTime>((event.timestamp - frame_->start).count());
    facts.received = static_cast<LaneTime>((event.received - frame_->start).count());
    facts.status_code = event.status_code;
    facts.status = event.status;
    facts.parts = event.parts;
  }
  if (seen.count < 255) ++seen.count;
  if (place == watched_) {
    const auto since_start = [this](Instant at) { return static_cast<LaneTime>((at - frame_->start).count()); };
    const ExpectedEvent said{event.status, event.parts, event.status_code, since_start(event.timestamp),
                             since_start(event.received), event.error, event.comment};
    trace_->came.push_back(describe(said, frame_->start));
    trace_->lines.push_back({said.received, "event", trace_->came.back()});
  }
}

void Sightings::on_closed(const core::Closed& closed) {
  const std::uint32_t place = place_of(closed.message);
  Seen& seen = seen_[place];
  seen.wrong_words = seen.wrong_words || closed.reference != references_[place];
  seen.closed = true;
  seen.unreported = closed.unreported;
  seen.silence_expected = closed.silence_expected;
}

std::string describe(const ExpectedEvent& event, Instant start) {
  std::string text = to_string(event.status);
  if (event.status_code != CampaignEvent::kNoCode) text += fmt::format(" status_code={}", event.status_code);
  if (!event.error.empty()) text += fmt::format(" error={}", event.error);
  if (!event.comment.empty()) text += fmt::format(" comment=\"{}\"", event.comment);
  text += fmt::format(" parts={} timestamp={}", event.parts, format_instant(start + Duration{event.timestamp}));
  if (event.received != event.timestamp) text += fmt::format(" received={}", format_instant(start + Duration{event.received}));
  return text;
}

}  // namespace dlr::sim
