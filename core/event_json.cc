#include "core/event_json.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/json_out.h"
#include "core/message_id.h"
#include "core/utf8.h"

namespace dlr::core {
namespace {

// Names that the sender's own properties may not take. `message` has another meaning on the platform: the text of a
// reply, the reason of a suppression (source: Bloomreach Engagement, "System events").
constexpr std::array<std::string_view, 19> kTaken{
    "action_type", "status",        "status_code",    "error",       "comment",         "number_of_message_parts",
    "campaign_id", "campaign_name", "action_id",      "action_name", "campaign_policy", "language",
    "recipient",   "sender",        "sent_timestamp", "message_id",  "message_type",    "received_timestamp",
    "message"};

// It bears no name but the one that was minted for it.
bool is_minted(const CampaignEvent& event) { return event.foreign_id.empty() && event.message != MessageId{}; }

// Of an event's id.
std::string_view suffix_of(CampaignStatus status) {
  static const auto suffixes = [] {
    std::array<std::string, static_cast<std::size_t>(CampaignStatus::failed) + 1> all;
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = std::string(".") + to_string(static_cast<CampaignStatus>(i));
    return all;
  }();
  return suffixes[static_cast<std::size_t>(status)];
}

// Two names broken in different ways can be mended to the same one, and a broken one to a sound one: an object has each
// name once, so the sound one stands, else the first.
bool gives_way_to_another(const OwnProperties& all, std::string_view name) {
  if (is_utf8(name)) return false;
  const std::string mended = mended_utf8(name);
  for (const auto& [other, value] : all) {
    if (other == mended || (other < name && mended_utf8(other) == mended)) return true;
  }
  return false;
}

void put_own(JsonOut& out, const OwnProperties& own) {
  for (const auto& [name, value] : own) {
    if (is_taken_property(name) || gives_way_to_another(own, name)) continue;
    out.any_text(name, value);
  }
}

void put_campaign(JsonOut& out, const CampaignContext& campaign) {
  out.text_unless_empty("campaign_id", campaign.campaign_id);
  out.text_unless_empty("campaign_name", campaign.campaign_name);
  if (campaign.action_id != 0) out.number("action_id", campaign.action_id);
  out.text_unless_empty("action_name", campaign.action_name);
  out.text_unless_empty("campaign_policy", campaign.campaign_policy);
  out.text_unless_empty("language", campaign.language);
}

void put_properties(JsonOut& out, const CampaignEvent& event) {
  out.begin_object("properties");
  out.text("action_type", "sms");  // for MMS too: message_type tells them apart
  out.text("status", to_string(event.status));
  if (event.status_code != CampaignEvent::kNoCode) out.number("status_code", event.status_code);
  out.text_unless_empty("error", event.error);
  out.text_unless_empty("comment", event.comment);
  if (event.parts != 0) out.number("number_of_message_parts", event.parts);
  if (event.campaign != nullptr) put_campaign(out, *event.campaign);
  if (event.recipient.digits != 0) out.digits("recipient", event.recipient.digits);
  if (event.campaign != nullptr) out.text_unless_empty("sender", event.campaign->sender);
  out.seconds("sent_timestamp", event.sent);
  if (is_minted(event)) {
    out.id("message_id", event.message);
  } else {
    out.text_unless_empty("message_id", event.foreign_id);
  }
  out.text("message_type", to_string(event.channel));
  out.seconds("received_timestamp", event.received);
  if (event.own != nullptr) put_own(out, *event.own);
  out.end_object();
}

}  // namespace

bool is_taken_property(std::string_view name) { return std::find(kTaken.begin(), kTaken.end(), name) != kTaken.end(); }

std::string event_id(const CampaignEvent& event) {
  std::string id;
  if (is_minted(event)) {
    id = to_text(event.message);
  } else if (!event.foreign_id.empty()) {
    id = event.foreign_id;
  } else {
    id = "ref-" + std::to_string(event.reference);
  }
  id += suffix_of(event.status);
  return id;
}

void append_event_json(std::string& text, const CampaignEvent& event) {
  JsonOut out(text);
  out.begin_object();
  if (is_minted(event)) {  // as event_id() says
    out.id("id", event.message, suffix_of(event.status));
  } else {
    out.text("id", event_id(event));
  }
  const bool is_mapped = event.campaign != nullptr && !event.campaign->event_type.empty();
  out.text("event_type", is_mapped ? std::string_view(event.campaign->event_type) : "campaign");
  out.seconds("timestamp", event.timestamp);
  put_properties(out, event);
  out.end_object();
}

void append_event_ndjson(std::string& out, const CampaignEvent& event) {
  append_event_json(out, event);
  out += '\n';
}

}  // namespace dlr::core
