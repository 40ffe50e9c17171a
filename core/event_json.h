// A campaign event as JSON: the properties that the campaign platform shows, one object, one line.
// Source: Bloomreach Engagement, "System events" (campaign); docs/events.md says what is in each member.
#pragma once

#include <string>
#include <string_view>

#include "core/vocabulary/campaign_event.h"

namespace dlr::core {

// Appends {"id":..., "event_type":..., "timestamp":seconds, "properties":{...}} without a line feed; strict JSON in
// UTF-8 whatever came in: broken UTF-8 is replaced by U+FFFD, control characters are escaped. Times are UNIX seconds,
// exact to the millisecond. Properties nobody knows are absent, empty texts among them. One of the sender's own that
// has the name of one of ours gives way, whether or not ours is present, so that nobody takes it for ours; so does one
// called `message`.
void append_event_json(std::string& out, const CampaignEvent& event);

// The same and a line feed: NDJSON.
void append_event_ndjson(std::string& out, const CampaignEvent& event);

// Whether a sender's own property of that name gives way.
bool is_taken_property(std::string_view name);

// The event's id: the same for the same message and status, whenever and however often it is emitted, so that a sink
// can drop what it has seen: message id (or foreign id, or "ref-" and the reference) + "." + status. Of a foreign id
// that is used again once its waiting period is over the ids come again; a sink need not remember them for longer.
std::string event_id(const CampaignEvent& event);

}  // namespace dlr::core
