#include "sim/tally.h"

#include <fmt/format.h>

namespace dlr::sim {

Seen* Sightings::find(const MessageId& id, Reference reference, std::uint32_t& place) {
  place = id == MessageId{} ? static_cast<std::uint32_t>(references_.size()) - 1 : static_cast<std::uint32_t>(id.sequence);
  if (place >= references_.size()) {
    ++stray_;
    return nullptr;
  }
  Seen& seen = seen_[place];
  seen.wrong_id = seen.wrong_id || references_[place] != reference;
  return &seen;
}

void Sightings::on_event(const CampaignEvent& event) {
  ++events_[static_cast<std::size_t>(event.status)];
  std::uint32_t place = 0;
  Seen* seen = find(event.message, event.reference, place);
  if (seen == nullptr) return;
  const reports::Digest digest = digester_(event, seen->events);
  timeline_.add(digest.low, digest.high);
  seen->digest += digest.low;
  seen->statuses = seen->statuses << 4U | (static_cast<std::uint32_t>(event.status) + 1);
  if (seen->events < 255) ++seen->events;
  if (event.status != CampaignStatus::enqueued) {
    seen->final_timestamp = static_cast<LaneTime>((event.timestamp - start_).count());
    seen->final_received = static_cast<LaneTime>((event.received - start_).count());
  }
  if (place == watched_) {
    trace_->came.push_back(describe(event));
    trace_->lines.push_back({static_cast<LaneTime>((event.received - start_).count()), "event", describe(event)});
  }
}

void Sightings::on_closed(const core::Closed& closed) {
  std::uint32_t place = 0;
  Seen* seen = find(closed.message, closed.reference, place);
  if (seen == nullptr) return;
  seen->closed = true;
  seen->unreported = closed.unreported;
  seen->silence_expected = closed.silence_expected;
}

std::string describe(const CampaignEvent& event) {
  std::string text = to_string(event.status);
  if (event.status_code != CampaignEvent::kNoCode) text += fmt::format(" status_code={}", event.status_code);
  if (!event.error.empty()) text += fmt::format(" error={}", event.error);
  text += fmt::format(" parts={} timestamp={}", event.parts, format_instant(event.timestamp));
  if (event.received != event.timestamp) text += fmt::format(" received={}", format_instant(event.received));
  return text;
}

}  // namespace dlr::sim
