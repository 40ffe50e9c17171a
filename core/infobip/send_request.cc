#include "core/infobip/send_request.h"

#include "core/json_out.h"

namespace dlr::core::infobip {
namespace {

constexpr std::string_view kContentType = "application/json";
constexpr std::int64_t kMinuteMs = 60'000;

std::int64_t rounded_up(Duration duration, std::int64_t unit_ms) {
  return duration.count() / unit_ms + (duration.count() % unit_ms != 0 ? 1 : 0);
}

bool has_validity(const OutgoingMessage& message) { return message.validity && message.validity->count() > 0; }

void put_destinations(JsonOut& out, const OutgoingMessage& message) {
  out.begin_array("destinations");
  for (const Recipient& recipient : message.recipients) {
    out.begin_object();
    out.digits("to", recipient.to.digits);
    if (recipient.foreign_id.empty()) {
      out.id("messageId", recipient.message);
    } else {
      out.text("messageId", recipient.foreign_id);
    }
    out.end_object();
  }
  out.end_array();
}

void put_language(JsonOut& out, const OutgoingMessage& message, bool has_shifts) {
  if (message.language.empty()) return;
  out.begin_object("language");
  out.text("languageCode", message.language);
  if (has_shifts && message.single_shift) out.truth("singleShift", true);
  if (has_shifts && message.locking_shift) out.truth("lockingShift", true);
  out.end_object();
}

void put_sms_content(JsonOut& out, const OutgoingMessage& message) {
  out.begin_object("content");
  out.text("text", message.text);
  out.text_unless_empty("transliteration", message.transliteration);
  put_language(out, message, true);
  out.end_object();
}

struct SegmentNames {
  std::string_view type;
  std::string_view content;
};
constexpr SegmentNames names_of(MmsSegment::Type type) {
  constexpr SegmentNames names[] = {
      {"TEXT", "text"}, {"LINK", "contentUrl"}, {"SMIL", "smil"}, {"UPLOADED_REFERENCE", "uploadedContentId"}};
  return names[static_cast<int>(type)];
}

void put_mms_content(JsonOut& out, const OutgoingMessage& message) {
  out.begin_object("content");
  out.text_unless_empty("title", message.title);
  out.begin_array("messageSegments");
  for (const MmsSegment& segment : message.segments) {
    const SegmentNames names = names_of(segment.type);
    const bool typed = segment.type == MmsSegment::Type::link || segment.type == MmsSegment::Type::smil;
    out.begin_object();
    out.text("type", names.type);
    out.text_unless_empty("contentId", segment.content_id);
    if (typed) out.text_unless_empty("contentType", segment.content_type);
    out.text(names.content, segment.content);
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

void put_options(JsonOut& out, const OutgoingMessage& message) {
  if (!has_validity(message) && message.campaign_reference_id.empty()) return;
  out.begin_object("options");
  if (has_validity(message)) {
    const bool minutes = message.validity->count() % kMinuteMs == 0;
    out.begin_object("validityPeriod");
    out.number("amount", rounded_up(*message.validity, minutes ? kMinuteMs : 1'000));
    out.text("timeUnit", minutes ? "MINUTES" : "SECONDS");
    out.end_object();
  }
  out.text_unless_empty("campaignReferenceId", message.campaign_reference_id);
  out.end_object();
}

void put_webhooks(JsonOut& out, const OutgoingMessage& message) {
  out.begin_object("webhooks");
  out.begin_object("delivery");
  out.text_unless_empty("url", message.callback_url);
  out.truth("intermediateReport", message.intermediate_report);
  if (message.notify) out.truth("notify", *message.notify);
  out.end_object();
  out.text("contentType", kContentType);
  out.text_unless_empty("callbackData", message.callback_data);
  out.end_object();
}

// SMS v3 and MMS v2 differ in the content alone.
void put_message(JsonOut& out, const OutgoingMessage& message, bool mms) {
  out.text_unless_empty("sender", message.sender);
  put_destinations(out, message);
  if (mms) {
    put_mms_content(out, message);
  } else {
    put_sms_content(out, message);
  }
  put_options(out, message);
  put_webhooks(out, message);
}

void put_message_v2(JsonOut& out, const OutgoingMessage& message) {
  out.text_unless_empty("from", message.sender);
  put_destinations(out, message);
  out.text("text", message.text);
  put_language(out, message, false);
  out.text_unless_empty("transliteration", message.transliteration);
  if (message.notify.value_or(true)) out.text_unless_empty("notifyUrl", message.callback_url);
  out.text("notifyContentType", kContentType);
  out.truth("intermediateReport", message.intermediate_report);
  out.text_unless_empty("callbackData", message.callback_data);
  if (has_validity(message)) out.number("validityPeriod", rounded_up(*message.validity, kMinuteMs));
  out.text_unless_empty("campaignReferenceId", message.campaign_reference_id);
}

}  // namespace

void append_send_request(std::string& out, SendApi api, const SendRequest& request) {
  JsonOut json(out);
  json.begin_object();
  json.begin_array("messages");
  for (const OutgoingMessage& message : request.messages) {
    json.begin_object();
    if (api == SendApi::sms_v2) {
      put_message_v2(json, message);
    } else {
      put_message(json, message, api == SendApi::mms_v2);
    }
    json.end_object();
  }
  json.end_array();
  if (request.include_sms_count && api == SendApi::sms_v2) json.truth("includeSmsCountInResponse", true);
  if (request.include_sms_count && api == SendApi::sms_v3) {
    json.begin_object("options");
    json.truth("includeSmsCountInResponse", true);
    json.end_object();
  }
  json.end_object();
}

}  // namespace dlr::core::infobip
