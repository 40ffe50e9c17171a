#include "sim/mock_provider/send_request_reader.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <deque>
#include <limits>
#include <optional>
#include <utility>

#include "sim/mock_provider/request_fields.h"

namespace dlr::sim::mock {
namespace {

constexpr std::int64_t kInt32Max = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t kInt32Min = std::numeric_limits<std::int32_t>::min();

constexpr std::size_t kToMax = 64;
constexpr std::size_t kMessageIdMax = 200;
constexpr std::size_t kBulkIdMax = 100;
constexpr std::size_t kCallbackDataMax = 4000;
constexpr std::size_t kCampaignReferenceMax = 255;
constexpr std::size_t kPlatformIdMax = 255;
constexpr std::size_t kPlatformIdMaxV2 = 50;
constexpr std::size_t kTitleMax = 66;
constexpr std::size_t kSegmentTextMax = 4096;
constexpr std::size_t kGroupMax = 200;

constexpr std::array<std::string_view, 12> kTransliterations{
    "NONE",   "TURKISH",     "GREEK",      "CYRILLIC",  "SERBIAN_CYRILLIC",   "CENTRAL_EUROPEAN",
    "BALTIC", "NON_UNICODE", "PORTUGUESE", "COLOMBIAN", "BULGARIAN_CYRILLIC", "ALL"};
constexpr std::array<std::string_view, 5> kLanguages{"NONE", "TR", "ES", "PT", "AUTODETECT"};
constexpr std::array<std::string_view, 7> kDays{"MONDAY", "TUESDAY",  "WEDNESDAY", "THURSDAY",
                                                "FRIDAY", "SATURDAY", "SUNDAY"};
constexpr std::array<std::string_view, 2> kContentTypes{"application/json", "application/xml"};
constexpr std::array<std::string_view, 3> kSpeedUnits{"MINUTE", "HOUR", "DAY"};
constexpr std::array<std::string_view, 4> kSegmentTypes{"TEXT", "LINK", "SMIL", "UPLOADED_REFERENCE"};
constexpr std::array<std::string_view, 3> kValidityUnits{"SECONDS", "MINUTES", "HOURS"};
constexpr std::array<Duration, 3> kValidityUnitLengths{std::chrono::seconds{1}, std::chrono::minutes{1},
                                                       std::chrono::hours{1}};

constexpr std::uint64_t kFirstId = 2'033'247'207'850'523'791;

// The ids that were made for one request.
class MadeIds {
 public:
  void clear() { texts_.clear(); }
  std::string_view make(std::uint64_t count) {
    std::array<char, 20>& text = texts_.emplace_back();
    const char* const end = std::to_chars(text.data(), text.data() + text.size(), kFirstId + count).ptr;
    return {text.data(), static_cast<std::size_t>(end - text.data())};
  }

 private:
  std::deque<std::array<char, 20>> texts_;
};

// Fills one request from its parsed body. What v3 and MMS v2 share is read once; v2 has its own shape.
class RequestFiller {
 public:
  RequestFiller(SendRequest& request, MadeIds& ids, Instant now, std::uint64_t id_counter)
      : request_(request), ids_(ids), now_(now), id_counter_(id_counter) {}

  void read(const RequestFields& body) {
    if (request_.api == SendApi::sms_v2) {
      read_v2(body);
    } else {
      read_v3(body);
    }
    if (request_.bulk_id.empty()) request_.bulk_id = make_id();
  }

  std::uint64_t id_counter() const { return id_counter_; }

 private:
  bool mms() const { return request_.api == SendApi::mms_v2; }
  std::string_view make_id() { return ids_.make(id_counter_++); }

  void read_v3(const RequestFields& body) {
    std::optional<Instant> send_at;
    bool count = false;
    body.object("options", [&](const RequestFields& options) {
      options.object("schedule", [&](const RequestFields& schedule) {
        request_.bulk_id = schedule.text("bulkId", kBulkIdMax);
        send_at = schedule_time(schedule);
        read_speed_limit(schedule);
      });
      if (!mms()) count = options.flag("includeSmsCountInResponse", false);
    });
    request_.bulk_id_given = !request_.bulk_id.empty();
    body.each(
        "messages",
        [&](const RequestFields& fields) {
          SendMessage& message = request_.messages.emplace_back();
          message.sender = fields.text("sender");
          read_destinations(fields, message);
          fields.object(
              "content",
              [&](const RequestFields& content) {
                if (mms()) {
                  read_mms_content(content, message);
                } else {
                  read_sms_content(content, message);
                }
              },
              Presence::required);
          fields.object("options", [&](const RequestFields& options) { read_options(options, message); });
          fields.object("webhooks", [&](const RequestFields& webhooks) { read_webhooks(webhooks, message); });
          message.send_at = send_at;
          message.count_in_response = count && !message.binary.has_value();
        },
        Presence::required);
  }

  void read_v2(const RequestFields& body) {
    request_.bulk_id = body.clipped_text("bulkId", kBulkIdMax);
    request_.bulk_id_given = !request_.bulk_id.empty();
    read_speed_limit(body);
    const bool count = body.flag("includeSmsCountInResponse", false);
    body.each(
        "messages",
        [&](const RequestFields& fields) {
          SendMessage& message = request_.messages.emplace_back();
          message.sender = fields.text("from");
          read_destinations(fields, message);
          message.text = fields.text("text");
          message.flash = fields.flag("flash", false);
          fields.object("language", [&](const RequestFields& language) { read_language(language, message); });
          message.transliteration = fields.word("transliteration", kTransliterations);
          message.notify_url = fields.text("notifyUrl");
          message.notify_content_type = fields.word("notifyContentType", kContentTypes);
          message.callback_data = fields.text("callbackData", kCallbackDataMax);
          message.intermediate_report = fields.flag("intermediateReport", false);
          if (const auto minutes = fields.integer("validityPeriod", 1, std::numeric_limits<std::int64_t>::max())) {
            constexpr std::int64_t kMost = std::chrono::duration_cast<std::chrono::minutes>(kValidityMax).count();
            message.validity = std::chrono::minutes{std::min(*minutes, kMost)};
          }
          message.send_at = schedule_time(fields);
          read_window(fields, message);
          message.entity_id = fields.text("entityId", kPlatformIdMaxV2);
          message.application_id = fields.text("applicationId", kPlatformIdMaxV2);
          message.campaign_reference_id = fields.text("campaignReferenceId", kCampaignReferenceMax);
          message.count_in_response = count;
        },
        Presence::required);
  }

  void read_destinations(const RequestFields& message_fields, SendMessage& message) {
    std::size_t groups = 0;
    message_fields.each(
        "destinations",
        [&](const RequestFields& fields) {
          if (mms() && fields.has("group")) {
            const std::size_t group = groups++;
            fields.each(
                "group",
                [&](const RequestFields& member) {
                  message.destinations.push_back(destination(member));
                  message.destinations.back().group = group;
                },
                Presence::required, kGroupMax);
          } else {
            message.destinations.push_back(destination(fields));
          }
        },
        Presence::required);
  }

  Destination destination(const RequestFields& fields) {
    Destination one;
    one.to = fields.text("to", kToMax, Presence::required);
    one.message_id = request_.api == SendApi::sms_v2 ? fields.clipped_text("messageId", kMessageIdMax)
                                                     : fields.text("messageId", kMessageIdMax);
    one.id_given = !one.message_id.empty();
    if (!one.id_given) one.message_id = make_id();
    if (request_.api == SendApi::sms_v3) {
      if (const auto id = fields.integer("networkId", kInt32Min, kInt32Max)) {
        one.network_id = static_cast<std::int32_t>(*id);
      }
    }
    return one;
  }

  static void read_sms_content(const RequestFields& content, SendMessage& message) {
    if (content.has("hex")) {
      BinaryContent& binary = message.binary.emplace();
      binary.hex = content.text("hex");
      binary.data_coding = static_cast<std::int32_t>(content.integer("dataCoding", kInt32Min, kInt32Max).value_or(0));
      binary.esm_class = static_cast<std::int32_t>(content.integer("esmClass", kInt32Min, kInt32Max).value_or(0));
      return;
    }
    message.text = content.text("text", kAnyLength, Presence::required);
    message.transliteration = content.word("transliteration", kTransliterations);
    content.object("language", [&](const RequestFields& language) { read_language(language, message); });
  }

  static void read_mms_content(const RequestFields& content, SendMessage& message) {
    message.title = content.text("title", kTitleMax);
    content.each(
        "messageSegments",
        [&](const RequestFields& fields) {
          MmsSegment& segment = message.segments.emplace_back();
          segment.type = fields.word("type", kSegmentTypes, Presence::required);
          segment.content_id = fields.text("contentId");
          const auto needed_by = [&](std::string_view type) {
            return segment.type == type ? Presence::required : Presence::optional;
          };
          const Presence of_smil = needed_by("SMIL");
          segment.text = fields.text("text", kSegmentTextMax, needed_by("TEXT"));
          segment.content_type = fields.text("contentType", kAnyLength, of_smil);
          segment.content_url = fields.text("contentUrl", kAnyLength, needed_by("LINK"));
          segment.smil = fields.text("smil", kAnyLength, of_smil);
          segment.uploaded_content_id = fields.text("uploadedContentId", kAnyLength, needed_by("UPLOADED_REFERENCE"));
        },
        Presence::required);
  }

  static void read_language(const RequestFields& fields, SendMessage& message) {
    message.language.code = fields.word("languageCode", kLanguages);
    message.language.single_shift = fields.flag("singleShift", false);
    message.language.locking_shift = fields.flag("lockingShift", false);
  }

  void read_options(const RequestFields& options, SendMessage& message) const {
    options.object("platform", [&](const RequestFields& platform) {
      message.entity_id = platform.text("entityId", kPlatformIdMax);
      message.application_id = platform.text("applicationId", kPlatformIdMax);
    });
    message.validity = validity(options);
    read_window(options, message);
    message.campaign_reference_id = options.text("campaignReferenceId", kCampaignReferenceMax);
    if (!mms()) {
      message.flash = options.flag("flash", false);
      return;
    }
    options.object("smsFailover", [&](const RequestFields& fields) {
      SmsFailover failover;
      failover.sender = fields.text("sender");
      failover.text = fields.text("text", kAnyLength, Presence::required);
      failover.validity = validity(fields);
      message.sms_failover = failover;
    });
  }

  static void read_webhooks(const RequestFields& webhooks, SendMessage& message) {
    webhooks.object("delivery", [&](const RequestFields& delivery) {
      message.notify_url = delivery.text("url");
      message.intermediate_report = delivery.flag("intermediateReport", false);
      message.notify = delivery.flag("notify", true);
    });
    message.notify_content_type = webhooks.word("contentType", kContentTypes);
    message.callback_data = webhooks.text("callbackData", kCallbackDataMax);
  }

  static std::optional<Duration> validity(const RequestFields& parent) {
    std::optional<Duration> wished;
    parent.object("validityPeriod", [&](const RequestFields& fields) {
      const auto amount = fields.integer("amount", 1, kInt32Max, Presence::required);
      const std::string_view unit = fields.word("timeUnit", kValidityUnits);
      if (!amount.has_value()) return;
      const auto* const known = std::ranges::find(kValidityUnits, unit.empty() ? "MINUTES" : unit);
      const Duration length = kValidityUnitLengths[static_cast<std::size_t>(known - kValidityUnits.begin())];
      wished = std::min(length * *amount, kValidityMax);
    });
    return wished;
  }

  static void read_window(const RequestFields& parent, SendMessage& message) {
    parent.object("deliveryTimeWindow", [&](const RequestFields& fields) {
      DeliveryTimeWindow window;
      window.days = fields.words("days", kDays, Presence::required);
      const auto minute_of_day = [&](std::string_view name) {
        std::optional<std::int32_t> minute;
        fields.object(name, [&](const RequestFields& time) {
          const auto hour = time.integer("hour", 0, 23, Presence::required);
          const auto minutes = time.integer("minute", 0, 59, Presence::required);
          if (hour.has_value() && minutes.has_value()) minute = static_cast<std::int32_t>(*hour * 60 + *minutes);
        });
        return minute;
      };
      window.from_minute = minute_of_day("from");
      window.to_minute = minute_of_day("to");
      if (fields.has("from") != fields.has("to")) {
        fields.report("", "from and to must be given together");
      } else if (window.from_minute.has_value() && window.to_minute.has_value()) {
        // A window may go over midnight.
        const std::int32_t length = (*window.to_minute - *window.from_minute + 24 * 60) % (24 * 60);
        if (length < 60) fields.report("", "from and to must be at least 1 hour apart");
      }
      message.delivery_time_window = std::move(window);
    });
  }

  std::optional<Instant> schedule_time(const RequestFields& fields) const {
    const std::optional<Instant> send_at = fields.timestamp("sendAt");
    if (send_at.has_value() && *send_at - now_ > kScheduleMax) {
      fields.report("sendAt", "must be sooner than 180 days from now");
    }
    return send_at;
  }

  void read_speed_limit(const RequestFields& parent) {
    parent.object("sendingSpeedLimit", [&](const RequestFields& fields) {
      SpeedLimit limit;
      limit.amount = static_cast<std::int32_t>(fields.integer("amount", 1, kInt32Max, Presence::required).value_or(0));
      if (const std::string_view unit = fields.word("timeUnit", kSpeedUnits); !unit.empty()) limit.time_unit = unit;
      request_.speed_limit = limit;
    });
  }

  SendRequest& request_;
  MadeIds& ids_;
  Instant now_;
  std::uint64_t id_counter_;
};

}  // namespace

struct SendRequestReader::Buffers {
  bool parse(std::string_view body, simdjson::dom::object& root);

  std::vector<char> text;  // the body and what the parser wants behind it
  simdjson::dom::parser parser;
  MadeIds ids;
  ReadRequest result;
};

bool SendRequestReader::Buffers::parse(std::string_view body, simdjson::dom::object& root) {
  if (text.size() < body.size() + simdjson::SIMDJSON_PADDING) text.resize(body.size() + simdjson::SIMDJSON_PADDING);
  std::copy(body.begin(), body.end(), text.begin());
  std::memset(text.data() + body.size(), 0, simdjson::SIMDJSON_PADDING);
  return parser.parse(text.data(), body.size(), false).get_object().get(root) == simdjson::SUCCESS;
}

SendRequestReader::SendRequestReader() : buffers_(std::make_unique<Buffers>()) {}
SendRequestReader::~SendRequestReader() = default;
SendRequestReader::SendRequestReader(SendRequestReader&&) noexcept = default;
SendRequestReader& SendRequestReader::operator=(SendRequestReader&&) noexcept = default;

const ReadRequest& SendRequestReader::read(SendApi api, std::string_view body, Instant now, std::uint64_t& id_counter) {
  ReadRequest& result = buffers_->result;
  result.violations.clear();
  result.request.messages.clear();
  result.request = {api, {}, false, {}, std::move(result.request.messages)};
  buffers_->ids.clear();
  simdjson::dom::object root;
  result.json = buffers_->parse(body, root);
  if (!result.json) return result;

  RequestFiller filler(result.request, buffers_->ids, now, id_counter);
  filler.read(RequestFields(root, nullptr, result.violations));
  if (result.accepted()) {
    id_counter = filler.id_counter();
  } else {
    result.request.messages.clear();
  }
  return result;
}

}  // namespace dlr::sim::mock
