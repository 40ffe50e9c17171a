#include "core/event_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/json_string.h"
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

template <std::integral Integer>
void append_integer(std::string& out, Integer value) {
  std::array<char, 24> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  out.append(text.data(), end);
}

// Seconds by decimal point, never by division of doubles: "1795800000.25", "-0.001", "7".
void append_seconds(std::string& out, Instant instant) {
  const std::int64_t ms = to_ms(instant);
  // Unsigned, because the least number of all has no positive twin.
  const std::uint64_t size = ms < 0 ? 0 - static_cast<std::uint64_t>(ms) : static_cast<std::uint64_t>(ms);
  if (ms < 0) out += '-';
  append_integer(out, size / 1000);
  if (const std::uint64_t rest = size % 1000; rest != 0) {
    std::array<char, 4> fraction{'.', static_cast<char>('0' + rest / 100), static_cast<char>('0' + rest / 10 % 10),
                                 static_cast<char>('0' + rest % 10)};
    std::size_t length = fraction.size();
    while (fraction[length - 1] == '0') --length;
    out.append(fraction.data(), length);
  }
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  const std::size_t plain = plain_json_front(text);
  out.append(text.data(), plain);
  if (plain < text.size()) [[unlikely]] {
    append_json_inside(out, text.substr(plain));
  }
  out += '"';
}

// Writes the members of one object.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_ += '{'; }

  void text(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    begin(name);
    append_string(out_, value);
  }
  template <std::integral Integer>
  void number(std::string_view name, Integer value) {
    begin(name);
    append_integer(out_, value);
  }
  void time(std::string_view name, Instant value) {
    begin(name);
    append_seconds(out_, value);
  }
  // A name, or a value, that is the sender's own: may be anything, also empty.
  void own(std::string_view name, std::string_view value) {
    separate();
    append_string(out_, name);
    out_ += ':';
    append_string(out_, value);
  }
  void begin(std::string_view name) {
    separate();
    out_ += '"';
    out_ += name;
    out_ += "\":";
  }
  void end() { out_ += '}'; }

 private:
  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;
};

void append_message_name(std::string& out, const CampaignEvent& event) {
  if (!event.foreign_id.empty()) {
    out += event.foreign_id;
  } else if (event.message != MessageId{}) {
    append_text(out, event.message);
  }
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

void append_own(Members& members, const OwnProperties& own) {
  for (const auto& [name, value] : own) {
    if (std::ranges::find(kTaken, name) != kTaken.end() || gives_way_to_another(own, name)) continue;
    members.own(name, value);
  }
}

void append_campaign(Members& members, const CampaignContext& campaign) {
  members.text("campaign_id", campaign.campaign_id);
  members.text("campaign_name", campaign.campaign_name);
  if (campaign.action_id != 0) members.number("action_id", campaign.action_id);
  members.text("action_name", campaign.action_name);
  members.text("campaign_policy", campaign.campaign_policy);
  members.text("language", campaign.language);
}

void append_properties(std::string& out, const CampaignEvent& event) {
  Members members(out);
  members.text("action_type", "sms");  // for MMS too: message_type tells them apart
  members.text("status", to_string(event.status));
  if (event.status_code != CampaignEvent::kNoCode) members.number("status_code", event.status_code);
  members.text("error", event.error);
  members.text("comment", event.comment);
  if (event.parts != 0) members.number("number_of_message_parts", static_cast<unsigned>(event.parts));
  if (event.campaign != nullptr) append_campaign(members, *event.campaign);
  if (event.recipient.digits != 0) {
    std::string digits;
    append_integer(digits, event.recipient.digits);
    members.text("recipient", digits);
  }
  if (event.campaign != nullptr) members.text("sender", event.campaign->sender);
  members.time("sent_timestamp", event.sent);
  std::string id;
  append_message_name(id, event);
  members.text("message_id", id);
  members.text("message_type", to_string(event.channel));
  members.time("received_timestamp", event.received);
  if (event.own != nullptr) append_own(members, *event.own);
  members.end();
}

}  // namespace

bool is_taken_property(std::string_view name) { return std::find(kTaken.begin(), kTaken.end(), name) != kTaken.end(); }

std::string event_id(const CampaignEvent& event) {
  std::string id;
  append_message_name(id, event);
  if (id.empty()) {
    id = "ref-";
    append_integer(id, event.reference);
  }
  id += '.';
  id += to_string(event.status);
  return id;
}

void append_event_json(std::string& out, const CampaignEvent& event) {
  const bool mapped = event.campaign != nullptr && !event.campaign->event_type.empty();
  Members members(out);
  members.text("id", event_id(event));
  members.text("event_type", mapped ? std::string_view(event.campaign->event_type) : "campaign");
  members.time("timestamp", event.timestamp);
  members.begin("properties");
  append_properties(out, event);
  members.end();
}

void append_event_ndjson(std::string& out, const CampaignEvent& event) {
  append_event_json(out, event);
  out += '\n';
}

}  // namespace dlr::core
