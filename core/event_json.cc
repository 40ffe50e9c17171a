#include "core/event_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
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

// Writes at the end of a text, by way of a buffer in which pieces lie side by side without a call for each.
class Pen {
 public:
  explicit Pen(std::string& out) : out_(out) {}

  template <std::size_t kSize>
  void literal(const char (&text)[kSize]) {
    std::memcpy(room(kSize - 1), text, kSize - 1);
    used_ += kSize - 1;
  }
  template <std::integral Integer>
  void integer(Integer value) {
    constexpr std::size_t kLongest = 24;
    char* const at = room(kLongest);
    used_ += static_cast<std::size_t>(std::to_chars(at, at + kLongest, value).ptr - at);
  }
  // Seconds by decimal point, never by division of doubles: "1795800000.25", "-0.001", "7".
  void seconds(Instant instant) {
    const std::int64_t ms = to_ms(instant);
    // Unsigned, because the least number of all has no positive twin.
    const std::uint64_t size = ms < 0 ? 0 - static_cast<std::uint64_t>(ms) : static_cast<std::uint64_t>(ms);
    if (ms < 0) literal("-");
    integer(size / 1000);
    const std::uint64_t rest = size % 1000;
    if (rest == 0) return;
    const std::array<char, 4> fraction{'.', static_cast<char>('0' + rest / 100),
                                       static_cast<char>('0' + rest / 10 % 10), static_cast<char>('0' + rest % 10)};
    std::memcpy(room(fraction.size()), fraction.data(), fraction.size());
    used_ += rest % 100 == 0 ? 2 : rest % 10 == 0 ? 3 : 4;
  }
  void id(const MessageId& message) {
    write_text(room(kMessageIdLength), message);
    used_ += kMessageIdLength;
  }
  // What needs no escape, and fits the buffer.
  void plain(std::string_view text) {
    std::memcpy(room(text.size()), text.data(), text.size());
    used_ += text.size();
  }
  // In quotes, whatever it holds.
  void string(std::string_view text) {
    literal("\"");
    std::size_t plain = 0;
    if (text.size() <= buffer_.size()) {
      plain = copy_plain_json_front(room(text.size()), text);
      used_ += plain;
    }
    if (plain < text.size()) [[unlikely]] {
      flush();
      append_json_inside(out_, text.substr(plain));
    }
    literal("\"");
  }

  // A member of an object that is not its first; `key` comes with its comma, quotes and colon.
  template <std::size_t kSize>
  void text(const char (&key)[kSize], std::string_view value) {
    if (value.empty()) return;
    literal(key);
    string(value);
  }

  // To be called in the end.
  void flush() {
    out_.append(buffer_.data(), used_);
    used_ = 0;
  }

 private:
  // For so many bytes, no more than the buffer has.
  char* room(std::size_t bytes) {
    if (buffer_.size() - used_ < bytes) [[unlikely]] {
      flush();
    }
    return buffer_.data() + used_;
  }

  std::string& out_;
  std::size_t used_ = 0;
  std::array<char, 1024> buffer_;  // most events fit
};

// It bears no name but the one that was minted for it.
bool is_minted(const CampaignEvent& event) { return event.foreign_id.empty() && event.message != MessageId{}; }

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

void append_own(Pen& pen, const OwnProperties& own) {
  for (const auto& [name, value] : own) {
    if (std::ranges::find(kTaken, name) != kTaken.end() || gives_way_to_another(own, name)) continue;
    pen.literal(",");
    pen.string(name);
    pen.literal(":");
    pen.string(value);
  }
}

void append_campaign(Pen& pen, const CampaignContext& campaign) {
  pen.text(R"(,"campaign_id":)", campaign.campaign_id);
  pen.text(R"(,"campaign_name":)", campaign.campaign_name);
  if (campaign.action_id != 0) {
    pen.literal(R"(,"action_id":)");
    pen.integer(campaign.action_id);
  }
  pen.text(R"(,"action_name":)", campaign.action_name);
  pen.text(R"(,"campaign_policy":)", campaign.campaign_policy);
  pen.text(R"(,"language":)", campaign.language);
}

void append_properties(Pen& pen, const CampaignEvent& event) {
  pen.literal(R"({"action_type":"sms","status":")");  // for MMS too: message_type tells them apart
  pen.plain(to_string(event.status));
  pen.literal("\"");
  if (event.status_code != CampaignEvent::kNoCode) {
    pen.literal(R"(,"status_code":)");
    pen.integer(event.status_code);
  }
  pen.text(R"(,"error":)", event.error);
  pen.text(R"(,"comment":)", event.comment);
  if (event.parts != 0) {
    pen.literal(R"(,"number_of_message_parts":)");
    pen.integer(static_cast<unsigned>(event.parts));
  }
  if (event.campaign != nullptr) append_campaign(pen, *event.campaign);
  if (event.recipient.digits != 0) {
    pen.literal(R"(,"recipient":")");
    pen.integer(event.recipient.digits);
    pen.literal("\"");
  }
  if (event.campaign != nullptr) pen.text(R"(,"sender":)", event.campaign->sender);
  pen.literal(R"(,"sent_timestamp":)");
  pen.seconds(event.sent);
  if (is_minted(event)) {
    pen.literal(R"(,"message_id":")");
    pen.id(event.message);
    pen.literal("\"");
  } else {
    pen.text(R"(,"message_id":)", event.foreign_id);
  }
  pen.literal(R"(,"message_type":")");
  pen.plain(to_string(event.channel));
  pen.literal(R"(","received_timestamp":)");
  pen.seconds(event.received);
  if (event.own != nullptr) append_own(pen, *event.own);
  pen.literal("}");
}

}  // namespace

bool is_taken_property(std::string_view name) { return std::find(kTaken.begin(), kTaken.end(), name) != kTaken.end(); }

std::string event_id(const CampaignEvent& event) {
  std::string id;
  if (is_minted(event)) {
    append_text(id, event.message);
  } else if (!event.foreign_id.empty()) {
    id = event.foreign_id;
  } else {
    id = "ref-" + std::to_string(event.reference);
  }
  id += '.';
  id += to_string(event.status);
  return id;
}

void append_event_json(std::string& out, const CampaignEvent& event) {
  Pen pen(out);
  pen.literal(R"({"id":)");
  if (is_minted(event)) {  // event_id() without a text of its own
    pen.literal("\"");
    pen.id(event.message);
    pen.literal(".");
    pen.plain(to_string(event.status));
    pen.literal("\"");
  } else {
    pen.string(event_id(event));
  }
  const bool is_mapped = event.campaign != nullptr && !event.campaign->event_type.empty();
  pen.text(R"(,"event_type":)", is_mapped ? std::string_view(event.campaign->event_type) : "campaign");
  pen.literal(R"(,"timestamp":)");
  pen.seconds(event.timestamp);
  pen.literal(R"(,"properties":)");
  append_properties(pen, event);
  pen.literal("}");
  pen.flush();
}

void append_event_ndjson(std::string& out, const CampaignEvent& event) {
  append_event_json(out, event);
  out += '\n';
}

}  // namespace dlr::core
