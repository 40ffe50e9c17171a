// A request to send, as the provider understands it: clipped and capped by the provider's rules, every destination with
// an id. The same structs serve SMS v3, SMS v2 and MMS v2; a field that an interface does not have stays empty. Texts
// belong to the reader that filled them in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary/time.h"
#include "sim/mock_provider/api.h"

namespace dlr::sim::mock {

// No message is valid for longer; a longer wish is cut to this without a word.
inline constexpr Duration kValidityMax = std::chrono::hours{48};

struct Destination {
  std::string_view to;
  std::string_view message_id;  // the client's, else generated
  bool id_given = false;
  std::optional<std::int32_t> network_id;
  std::optional<std::size_t> group;  // MMS: destinations of one group bear the same number
};

// As an SMS that is no text: bytes in hex, separated by blanks.
struct BinaryContent {
  std::string_view hex;
  std::int32_t data_coding = 0;
  std::int32_t esm_class = 0;
};

struct LanguageOptions {
  std::string_view code;  // NONE TR ES PT AUTODETECT, or empty
  bool single_shift = false;
  bool locking_shift = false;
};

struct MmsSegment {
  std::string_view type;  // TEXT LINK SMIL UPLOADED_REFERENCE
  std::string_view content_id;
  std::string_view text;
  std::string_view content_type;
  std::string_view content_url;
  std::string_view smil;
  std::string_view uploaded_content_id;
};

struct SmsFailover {
  std::string_view sender;
  std::string_view text;
  std::optional<Duration> validity;
};

struct DeliveryTimeWindow {
  std::vector<std::string_view> days;  // MONDAY ...
  // Minutes of the day in UTC; both or none.
  std::optional<std::int32_t> from_minute;
  std::optional<std::int32_t> to_minute;
};

struct SendMessage {
  std::string_view sender;
  std::vector<Destination> destinations;  // at least one
  std::string_view text;                  // of an SMS
  std::optional<BinaryContent> binary;    // instead of text
  std::string_view title;                 // of an MMS
  std::vector<MmsSegment> segments;
  std::string_view transliteration;
  LanguageOptions language;
  bool flash = false;
  std::string_view notify_url;  // empty: what the account has subscribed to
  std::string_view notify_content_type;
  bool intermediate_report = false;
  bool notify = true;  // false: no report at all
  std::string_view callback_data;
  std::optional<Duration> validity;  // at most kValidityMax; nothing: the provider's own
  std::optional<DeliveryTimeWindow> delivery_time_window;
  std::optional<Instant> send_at;
  std::string_view entity_id;
  std::string_view application_id;
  std::string_view campaign_reference_id;
  std::optional<SmsFailover> sms_failover;
  bool count_in_response = false;  // includeSmsCountInResponse; never for a binary one
};

struct SpeedLimit {
  std::int32_t amount = 0;
  std::string_view time_unit = "MINUTE";  // HOUR DAY
};

struct SendRequest {
  SendApi api = SendApi::sms_v3;
  std::string_view bulk_id;  // the client's, else generated
  bool bulk_id_given = false;
  std::optional<SpeedLimit> speed_limit;
  std::vector<SendMessage> messages;  // at least one
};

// One thing wrong with a request: where ("messages[0].destinations[1].to") and what.
struct Violation {
  std::string property;
  std::string violation;

  friend bool operator==(const Violation&, const Violation&) = default;
};

}  // namespace dlr::sim::mock
