#include "sim/tally.h"

#include <fmt/format.h>

namespace dlr::sim {

void Sightings::begin(const Frame& frame, const GroundTruth& truth, std::size_t messages, bool stable_texts) {
  frame_ = &frame;
  truth_ = &truth;
  if (seen_.size() < messages) seen_.resize(messages);
  messages_ = 0;
  places_.clear();
  places_.reserve(messages);
  contexts_.assign(frame.campaigns.size(), nullptr);
  text_ = reports::TextHasher(stable_texts);
  events_ = {};
  never_heard_of_ = 0;
  trace_ = nullptr;
  watched_ = kNobody;
}

bool Sightings::is_campaign(const CampaignContext& context, std::uint32_t traffic) {
  if (!(context == frame_->campaigns[traffic].context)) return false;
  contexts_[traffic] = &context;
  return true;
}

void Sightings::trace_event(const ExpectedEvent& said) {
  trace_->came.push_back(describe(said, frame_->start));
  trace_->lines.push_back({said.received, "event", trace_->came.back()});
}

void Sightings::on_closed(const core::Closed& closed) {
  const std::uint32_t place = place_of(closed.message);
  Seen& seen = seen_[place];
  seen.wrong_words = seen.wrong_words || closed.reference != seen.reference;
  if (!seen.closed && closed.state == core::State::submitted) ++never_heard_of_;
  seen.closed = true;
  seen.unreported = closed.unreported;
  seen.silence_expected = closed.silence_expected;
}

bool Sightings::repeats(const CampaignEvent& event) {
  // What was refused at once has no id; it is known by the reference.
  std::uint32_t place = place_of(event.message);
  while (event.message == MessageId{} && place > 0 && seen_[place].reference != event.reference) --place;
  Seen& seen = seen_[place];
  if (!seen.said(event.status)) return false;
  const reports::EventFacts facts{text_(event.error, event.comment),
                                  since_start(event.timestamp),
                                  since_start(event.received),
                                  event.status_code,
                                  event.status,
                                  event.parts};
  for (std::size_t i = 0; i < std::min<std::size_t>(seen.count, seen.events.size()); ++i) {
    if (seen.events[i].status == event.status && !(seen.events[i] == facts)) seen.wrong_words = true;
  }
  return true;
}

std::string describe(const ExpectedEvent& event, Instant start) {
  std::string text = to_string(event.status);
  if (event.status_code != CampaignEvent::kNoCode) text += fmt::format(" status_code={}", event.status_code);
  if (!event.error.empty()) text += fmt::format(" error={}", event.error);
  if (!event.comment.empty()) text += fmt::format(" comment=\"{}\"", event.comment);
  text += fmt::format(" parts={} timestamp={}", event.parts, format_instant(start + Duration{event.timestamp}));
  if (event.received != event.timestamp)
    text += fmt::format(" received={}", format_instant(start + Duration{event.received}));
  return text;
}

}  // namespace dlr::sim
