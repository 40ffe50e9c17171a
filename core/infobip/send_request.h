// Writes requests to send: SMS v3, SMS v2, MMS v2. Strict JSON in UTF-8 whatever the texts hold: broken UTF-8 becomes
// U+FFFD. The provider's limits are not checked here; it says itself what it refuses.
// Source: Infobip API reference, "Send SMS messages" (v3, v2) and "Send MMS messages" (v2).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/vocabulary/message.h"
#include "core/vocabulary/time.h"

namespace dlr::core::infobip {

enum class SendApi : std::uint8_t { sms_v3, sms_v2, mms_v2 };

constexpr std::string_view path_of(SendApi api) {
  constexpr std::string_view paths[] = {"/sms/3/messages", "/sms/2/text/advanced", "/mms/2/messages"};
  return paths[static_cast<int>(api)];
}

struct Recipient {
  PhoneNumber to;
  MessageId message;
  std::string_view foreign_id;  // instead of `message` where the id was made elsewhere
};

struct MmsSegment {
  enum class Type : std::uint8_t { text, link, smil, uploaded };
  Type type = Type::text;
  std::string_view content_id;    // empty: none
  std::string_view content_type;  // of a link or SMIL; empty: none
  std::string_view content;       // the text, the link's URL, the SMIL, or the id of the upload
};

// Empty texts are left out, except the text of an SMS.
struct OutgoingMessage {
  std::string_view sender;
  std::span<const Recipient> recipients;
  std::string_view text;      // SMS
  std::string_view language;  // SMS: TR, ES, PT, AUTODETECT, NONE
  bool single_shift = false;  // SMS, beside a language; v2 has no word for them
  bool locking_shift = false;
  std::string_view transliteration;        // SMS: TURKISH, GREEK ...
  std::string_view title;                  // MMS
  std::span<const MmsSegment> segments;    // MMS
  std::string_view callback_url;           // empty: as the account's subscription has it
  std::optional<bool> notify;              // false: no report at all. v2 has no word for that: then the URL is left out
  bool intermediate_report = false;        // also report states that are not final
  std::string_view callback_data;          // echoed in the report
  std::optional<Duration> validity;        // rounded up to seconds (v2: minutes); none unless positive
  std::string_view campaign_reference_id;  // echoed in the report
};

struct SendRequest {
  std::span<const OutgoingMessage> messages;
  bool include_sms_count = false;  // ask for the number of parts; MMS has no word for that
};

// Appends the body of the request. std::bad_alloc: `out` begins with what it held, and a part of the body may follow.
void append_send_request(std::string& out, SendApi api, const SendRequest& request);

}  // namespace dlr::core::infobip
