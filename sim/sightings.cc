#include "sim/sightings.h"

#include <fmt/format.h>

#include "sim/world/foreign_id.h"

namespace dlr::sim {

void Sightings::begin(const Scenario& scenario, const Frame& frame, const GroundTruth& truth, std::size_t messages,
                      bool stable_texts, PhaseMark& phase) {
  phase_ = &phase;
  scenario_ = &scenario;
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

bool Sightings::bears_its_id(const CampaignEvent& event, Reference reference) {
  if (event.message == MessageId{}) return event.foreign_id.empty();
  write_foreign_id(id_text_, scenario_->tracker.ids, scenario_->seed, reference);
  return event.foreign_id == id_text_;
}

void Sightings::note_event(const ExpectedEvent& said) {
  trace_->came.push_back(trace_event(said, frame_->start));
  trace_->lines.push_back({said.received, "event", trace_->came.back().text()});
}

void Sightings::on_closed(const core::Closed& closed) {
  const std::uint32_t place = place_of(closed.message);
  Seen& seen = seen_[place];
  if (closed.reference != seen.reference) {
    seen.wrong_words = true;
    if (place == watched_ && trace_->verdict.empty()) {
      trace_->verdict = "the tracker closed it under a reference that is not its own";
    }
  }
  const core::State state = !closed.unreported                    ? core::State::unconfirmed
                            : seen.said(CampaignStatus::enqueued) ? core::State::enqueued
                                                                  : core::State::submitted;
  if (seen.closed || closed.state != state) {
    seen.wrong_end = true;
    if (place == watched_ && trace_->verdict.empty()) {
      trace_->verdict =
          seen.closed ? "the tracker closed it twice" : "the tracker closed it in a state that its events belie";
    }
  }
  if (!seen.closed && closed.state == core::State::submitted) ++never_heard_of_;
  seen.closed = true;
  seen.unreported = closed.unreported;
  seen.silence_expected = closed.silence_expected;
}

bool Sightings::repeats(const core::Closed& closed) {
  const std::uint32_t place = place_of(closed.message);
  Seen& seen = seen_[place];
  if (!seen.closed) return false;
  if (seen.unreported != closed.unreported || seen.silence_expected != closed.silence_expected) {
    seen.wrong_end = true;
    if (place == watched_) trace_->verdict = "the end of its waiting period was told again, and otherwise";
  }
  return true;
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
    if (seen.events[i].status != event.status || seen.events[i] == facts) continue;
    seen.wrong_words = true;
    if (place == watched_)
      trace_->verdict = fmt::format("`{}` came again, and says otherwise", to_string(event.status));
  }
  return true;
}

TraceEvent trace_event(const ExpectedEvent& event, Instant start) {
  TraceEvent text;
  text.status = event.status;
  const auto add = [&text](std::string_view name, std::string value) { text.properties.emplace_back(name, value); };
  if (event.status_code != CampaignEvent::kNoCode) add("status_code", fmt::to_string(event.status_code));
  if (!event.error.empty()) add("error", std::string(event.error));
  if (!event.comment.empty()) add("comment", fmt::format("\"{}\"", event.comment));
  add("parts", fmt::to_string(event.parts));
  add("timestamp", format_instant(start + Duration{event.timestamp}));
  if (event.received != event.timestamp) add("received", format_instant(start + Duration{event.received}));
  return text;
}

}  // namespace dlr::sim
