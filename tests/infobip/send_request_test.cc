#include "core/infobip/send_request.h"

#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/utf8.h"

namespace dlr::core::infobip {
namespace {

const MessageId kId(0x010203, 0x0405060708, 0x090a0b0c0d0e0f10);  // aebagbafaydqqcikbmga2dqpca

std::string written(SendApi api, const OutgoingMessage& message, bool count = false) {
  std::string out;
  append_send_request(out, api, {{&message, 1}, count});
  return out;
}

OutgoingMessage least(const std::vector<Recipient>& recipients) {
  OutgoingMessage message;
  message.sender = "InfoSMS";
  message.recipients = recipients;
  message.text = "Hi";
  return message;
}

OutgoingMessage full(const std::vector<Recipient>& recipients) {
  OutgoingMessage message = least(recipients);
  message.text = "Line\n\"two\" \xC3\xA9";
  message.language = "TR";
  message.transliteration = "TURKISH";
  message.callback_url = "https://example.com/dlr";
  message.notify = true;
  message.intermediate_report = true;
  message.callback_data = "callbackData";
  message.validity = std::chrono::hours{48};
  message.campaign_reference_id = "sale";
  return message;
}

const std::vector<Recipient> kOne{{PhoneNumber{41793026727}, kId, ""}};
const std::vector<Recipient> kTwo{{PhoneNumber{41793026727}, kId, ""}, {PhoneNumber{41793026700}, {}, "their-1"}};

TEST(SendRequests, PathsAreTheDocumentedOnes) {
  EXPECT_EQ(path_of(SendApi::sms_v3), "/sms/3/messages");
  EXPECT_EQ(path_of(SendApi::sms_v2), "/sms/2/text/advanced");
  EXPECT_EQ(path_of(SendApi::mms_v2), "/mms/2/messages");
}

TEST(SendRequests, SmsV3) {
  EXPECT_EQ(written(SendApi::sms_v3, least(kOne)),
            R"({"messages":[{"sender":"InfoSMS","destinations":[{"to":"41793026727",)"
            R"("messageId":"aebagbafaydqqcikbmga2dqpca"}],"content":{"text":"Hi"},)"
            R"("webhooks":{"delivery":{"intermediateReport":false},"contentType":"application/json"}}]})");
  EXPECT_EQ(written(SendApi::sms_v3, full(kTwo), true),
            R"({"messages":[{"sender":"InfoSMS","destinations":[{"to":"41793026727",)"
            R"("messageId":"aebagbafaydqqcikbmga2dqpca"},{"to":"41793026700","messageId":"their-1"}],)"
            R"("content":{"text":"Line\n\"two\" )"
            "\xC3\xA9"
            R"(","transliteration":"TURKISH","language":{"languageCode":"TR"}},)"
            R"("options":{"validityPeriod":{"amount":2880,"timeUnit":"MINUTES"},"campaignReferenceId":"sale"},)"
            R"("webhooks":{"delivery":{"url":"https://example.com/dlr","intermediateReport":true,"notify":true},)"
            R"("contentType":"application/json","callbackData":"callbackData"}}],)"
            R"("options":{"includeSmsCountInResponse":true}})");
}

TEST(SendRequests, SmsV2) {
  EXPECT_EQ(written(SendApi::sms_v2, least(kOne)),
            R"({"messages":[{"from":"InfoSMS","destinations":[{"to":"41793026727",)"
            R"("messageId":"aebagbafaydqqcikbmga2dqpca"}],"text":"Hi","notifyContentType":"application/json",)"
            R"("intermediateReport":false}]})");
  EXPECT_EQ(written(SendApi::sms_v2, full(kOne), true),
            R"({"messages":[{"from":"InfoSMS","destinations":[{"to":"41793026727",)"
            R"("messageId":"aebagbafaydqqcikbmga2dqpca"}],"text":"Line\n\"two\" )"
            "\xC3\xA9"
            R"(","language":{"languageCode":"TR"},"transliteration":"TURKISH",)"
            R"("notifyUrl":"https://example.com/dlr","notifyContentType":"application/json",)"
            R"("intermediateReport":true,"callbackData":"callbackData","validityPeriod":2880,)"
            R"("campaignReferenceId":"sale"}],"includeSmsCountInResponse":true})");
}

TEST(SendRequests, ShiftsAreAskedForWhereTheProviderKnowsThem) {
  const auto language = [](SendApi api, bool single, bool locking) {
    OutgoingMessage message = least(kOne);
    message.language = "TR";
    message.single_shift = single;
    message.locking_shift = locking;
    const auto json = nlohmann::json::parse(written(api, message))["messages"][0];
    return (api == SendApi::sms_v2 ? json["language"] : json["content"]["language"]).dump();
  };
  EXPECT_EQ(language(SendApi::sms_v3, false, false), R"({"languageCode":"TR"})");
  EXPECT_EQ(language(SendApi::sms_v3, true, false), R"({"languageCode":"TR","singleShift":true})");
  EXPECT_EQ(language(SendApi::sms_v3, false, true), R"({"languageCode":"TR","lockingShift":true})");
  EXPECT_EQ(language(SendApi::sms_v3, true, true), R"({"languageCode":"TR","lockingShift":true,"singleShift":true})");
  EXPECT_EQ(language(SendApi::sms_v2, true, true), R"({"languageCode":"TR"})");
}

TEST(SendRequests, MmsV2) {
  const std::array<MmsSegment, 4> segments{{{MmsSegment::Type::text, "t", "", "Hello"},
                                            {MmsSegment::Type::link, "", "image/png", "https://example.com/a.png"},
                                            {MmsSegment::Type::smil, "s", "application/smil", "<smil/>"},
                                            {MmsSegment::Type::uploaded, "", "", "upload-7"}}};
  OutgoingMessage message = full(kOne);
  message.title = "Title";
  message.segments = segments;
  EXPECT_EQ(written(SendApi::mms_v2, message, true),
            R"({"messages":[{"sender":"InfoSMS","destinations":[{"to":"41793026727",)"
            R"("messageId":"aebagbafaydqqcikbmga2dqpca"}],"content":{"title":"Title","messageSegments":[)"
            R"({"type":"TEXT","contentId":"t","text":"Hello"},)"
            R"({"type":"LINK","contentType":"image/png","contentUrl":"https://example.com/a.png"},)"
            R"({"type":"SMIL","contentId":"s","contentType":"application/smil","smil":"<smil/>"},)"
            R"({"type":"UPLOADED_REFERENCE","uploadedContentId":"upload-7"}]},)"
            R"("options":{"validityPeriod":{"amount":2880,"timeUnit":"MINUTES"},"campaignReferenceId":"sale"},)"
            R"("webhooks":{"delivery":{"url":"https://example.com/dlr","intermediateReport":true,"notify":true},)"
            R"("contentType":"application/json","callbackData":"callbackData"}}]})");
}

TEST(SendRequests, NoReportAtAllCanBeAskedFor) {
  OutgoingMessage message = full(kOne);
  message.notify = false;
  EXPECT_NE(written(SendApi::sms_v3, message).find(R"("notify":false)"), std::string::npos);
  EXPECT_EQ(written(SendApi::sms_v2, message).find("notifyUrl"), std::string::npos);
  message.notify.reset();  // as the account has it: then the address counts
  EXPECT_NE(written(SendApi::sms_v2, message).find("notifyUrl"), std::string::npos);
}

TEST(SendRequests, ValidityIsRoundedUpAndNeverZero) {
  const auto validity = [](SendApi api, Duration duration) {
    OutgoingMessage message = least(kOne);
    message.validity = duration;
    const auto json = nlohmann::json::parse(written(api, message))["messages"][0];
    if (api == SendApi::sms_v2) return json.value("validityPeriod", nlohmann::json()).dump();
    return json.contains("options") ? json["options"]["validityPeriod"].dump() : std::string("null");
  };
  using std::chrono::minutes;
  using std::chrono::seconds;
  EXPECT_EQ(validity(SendApi::sms_v3, minutes{90}), R"({"amount":90,"timeUnit":"MINUTES"})");
  EXPECT_EQ(validity(SendApi::sms_v3, seconds{90}), R"({"amount":90,"timeUnit":"SECONDS"})");
  EXPECT_EQ(validity(SendApi::sms_v3, Duration{1}), R"({"amount":1,"timeUnit":"SECONDS"})");
  EXPECT_EQ(validity(SendApi::sms_v2, minutes{90}), "90");
  EXPECT_EQ(validity(SendApi::sms_v2, seconds{90}), "2");
  EXPECT_EQ(validity(SendApi::sms_v2, Duration{1}), "1");
  for (const SendApi api : {SendApi::sms_v3, SendApi::sms_v2}) {
    EXPECT_EQ(validity(api, Duration{0}), "null");
    EXPECT_EQ(validity(api, Duration{-1}), "null");
  }
}

TEST(SendRequests, ManyMessagesStandInTheirOrder) {
  const std::vector<OutgoingMessage> messages{least(kOne), full(kTwo), least(kOne)};
  for (const SendApi api : {SendApi::sms_v3, SendApi::sms_v2, SendApi::mms_v2}) {
    std::string out = "before ";
    append_send_request(out, api, {messages, false});
    EXPECT_TRUE(out.starts_with("before {"));
    const auto json = nlohmann::json::parse(out.substr(7));
    ASSERT_EQ(json["messages"].size(), 3U);
    EXPECT_EQ(json["messages"][1]["destinations"].size(), 2U);
    EXPECT_EQ(json["messages"][2]["destinations"].size(), 1U);
  }
  std::string none;
  append_send_request(none, SendApi::sms_v3, {});
  EXPECT_EQ(none, R"({"messages":[]})");
}

// Every byte, alone and among others, in every text: a strict reader reads back what was meant.
TEST(SendRequests, AnyTextMakesStrictJson) {
  for (int byte = 0; byte < 256; ++byte) {
    for (const std::string& frame : {std::string(), std::string("\xC3"), std::string("\xE2\x82"), std::string("a")}) {
      const std::string text = frame + std::string(1, static_cast<char>(static_cast<unsigned char>(byte))) + "z";
      OutgoingMessage message = least(kOne);
      message.sender = message.text = message.callback_data = message.campaign_reference_id = text;
      for (const SendApi api : {SendApi::sms_v3, SendApi::sms_v2}) {
        const auto json = nlohmann::json::parse(written(api, message))["messages"][0];
        const std::string meant = mended_utf8(text);
        EXPECT_EQ(json[api == SendApi::sms_v3 ? "sender" : "from"], meant);
        EXPECT_EQ(api == SendApi::sms_v3 ? json["content"]["text"] : json["text"], meant);
        EXPECT_EQ(api == SendApi::sms_v3 ? json["webhooks"]["callbackData"] : json["callbackData"], meant);
      }
    }
  }
}

}  // namespace
}  // namespace dlr::core::infobip
