// Requests as in the examples of the provider's documents, read whole.
#include "sim/mock_provider/send_request_reader.h"

#include <gtest/gtest.h>

namespace dlr::sim::mock {
namespace {

// 2021-08-20T00:00:00Z, days before the examples are to be sent.
constexpr Instant kNow = instant_from_ms(1'629'417'600'000);

// Its texts are valid until the next call.
SendRequest accepted(SendApi api, std::string_view body, std::uint64_t first_id = 0) {
  static SendRequestReader reader;
  const ReadRequest& result = reader.read(api, body, kNow, first_id);
  EXPECT_TRUE(result.json);
  for (const Violation& one : result.violations) ADD_FAILURE() << one.property << ": " << one.violation;
  return result.request;
}

TEST(SendRequestReader, BasicSmsV3) {
  const SendRequest request = accepted(
      SendApi::sms_v3,
      R"({"messages":[{"sender":"InfoSMS","destinations":[{"to":"41793026727"}],"content":{"text":"This is a sample message"}}]})");
  ASSERT_EQ(request.messages.size(), 1U);
  const SendMessage& message = request.messages[0];
  EXPECT_EQ(message.sender, "InfoSMS");
  EXPECT_EQ(message.text, "This is a sample message");
  ASSERT_EQ(message.destinations.size(), 1U);
  EXPECT_EQ(message.destinations[0].to, "41793026727");
  EXPECT_FALSE(message.destinations[0].id_given);
  EXPECT_EQ(message.destinations[0].message_id, "2033247207850523791");
  EXPECT_EQ(request.bulk_id, "2033247207850523792");
  EXPECT_FALSE(request.bulk_id_given);
  EXPECT_TRUE(message.notify);
  EXPECT_FALSE(message.intermediate_report || message.flash || message.count_in_response);
  EXPECT_FALSE(message.validity || message.send_at || message.binary || message.delivery_time_window);
  EXPECT_TRUE(message.notify_url.empty() && message.callback_data.empty());
  EXPECT_TRUE(message.entity_id.empty() && message.campaign_reference_id.empty());
}

TEST(SendRequestReader, FullyFeaturedSmsV3) {
  const SendRequest request = accepted(SendApi::sms_v3, R"({"messages":[
      {"sender":"InfoSMS","destinations":[{"to":"41793026727","messageId":"MESSAGE-ID-123-xyz"},{"to":"41793026834","networkId":7}],
       "content":{"text":"Artık","transliteration":"TURKISH","language":{"languageCode":"TR","singleShift":true}},
       "options":{"validityPeriod":{"amount":720,"timeUnit":"HOURS"},"campaignReferenceId":"summersale","flash":true,
                  "platform":{"entityId":"promotional-traffic-entity","applicationId":"marketing-automation-application"},
                  "regional":{"indiaDlt":{"principalEntityId":"1111111111111111112"}}},
       "webhooks":{"delivery":{"url":"https://www.example.com/sms/advanced","intermediateReport":true,"notify":false},
                   "contentType":"application/json","callbackData":"DLR callback data"}},
      {"sender":"41793026700","destinations":[{"to":"41793026700"}],"content":{"text":"A long time ago"},
       "options":{"deliveryTimeWindow":{"days":["MONDAY","SUNDAY"],"from":{"hour":6,"minute":0},"to":{"hour":15,"minute":30}}}}],
      "options":{"schedule":{"bulkId":"BULK-ID-123-xyz","sendAt":"2021-08-24T15:00:00.000+0200","sendingSpeedLimit":{"amount":10,"timeUnit":"HOUR"}},
                 "tracking":{"shortenUrl":true},"includeSmsCountInResponse":true,"conversionTracking":{"useConversionTracking":true}}})");
  EXPECT_EQ(request.bulk_id, "BULK-ID-123-xyz");
  EXPECT_TRUE(request.bulk_id_given);
  EXPECT_EQ(request.speed_limit.value().amount, 10);
  EXPECT_EQ(request.speed_limit.value().time_unit, "HOUR");
  ASSERT_EQ(request.messages.size(), 2U);
  const SendMessage& first = request.messages[0];
  EXPECT_EQ(first.destinations[0].message_id, "MESSAGE-ID-123-xyz");
  EXPECT_TRUE(first.destinations[0].id_given);
  EXPECT_EQ(first.destinations[1].message_id, "2033247207850523791");
  EXPECT_EQ(first.destinations[1].network_id, 7);
  EXPECT_EQ(first.text, "Artık");
  EXPECT_EQ(first.transliteration, "TURKISH");
  EXPECT_EQ(first.language.code, "TR");
  EXPECT_TRUE(first.language.single_shift && !first.language.locking_shift && first.flash);
  EXPECT_EQ(first.validity, kValidityMax);
  EXPECT_EQ(first.campaign_reference_id, "summersale");
  EXPECT_EQ(first.entity_id, "promotional-traffic-entity");
  EXPECT_EQ(first.application_id, "marketing-automation-application");
  EXPECT_EQ(first.notify_url, "https://www.example.com/sms/advanced");
  EXPECT_TRUE(first.intermediate_report && !first.notify);
  EXPECT_EQ(first.notify_content_type, "application/json");
  EXPECT_EQ(first.callback_data, "DLR callback data");
  for (const SendMessage& message : request.messages) {
    EXPECT_EQ(message.send_at, parse_instant("2021-08-24T13:00:00Z"));
    EXPECT_TRUE(message.count_in_response);
  }
  const DeliveryTimeWindow& window = request.messages[1].delivery_time_window.value();
  EXPECT_EQ(window.days, (std::vector<std::string_view>{"MONDAY", "SUNDAY"}));
  EXPECT_EQ(window.from_minute, 360);
  EXPECT_EQ(window.to_minute, 930);
}

TEST(SendRequestReader, BinarySmsV3IsNeverCounted) {
  const SendRequest request = accepted(SendApi::sms_v3, R"({"messages":[{"destinations":[{"to":"41793026727"}],
      "content":{"dataCoding":8,"esmClass":64,"hex":"54 65 73 74"}}],"options":{"includeSmsCountInResponse":true}})");
  const BinaryContent& binary = request.messages[0].binary.value();
  EXPECT_EQ(binary.hex, "54 65 73 74");
  EXPECT_EQ(binary.data_coding, 8);
  EXPECT_EQ(binary.esm_class, 64);
  EXPECT_FALSE(request.messages[0].count_in_response);
}

TEST(SendRequestReader, FullyFeaturedSmsV2) {
  const SendRequest request = accepted(SendApi::sms_v2, R"({"bulkId":"BULK-ID-123-xyz","messages":[
      {"callbackData":"DLR callback data","destinations":[{"messageId":"MESSAGE-ID-123-xyz","to":"41793026727"},{"to":"41793026834"}],
       "flash":false,"from":"InfoSMS","intermediateReport":true,"language":{"languageCode":"TR"},"notifyContentType":"application/json",
       "notifyUrl":"https://www.example.com/sms/advanced","text":"Artık","transliteration":"TURKISH","validityPeriod":720,
       "campaignReferenceId":"summersale","entityId":"e","applicationId":"a"},
      {"deliveryTimeWindow":{"days":["MONDAY"],"from":{"hour":6,"minute":0},"to":{"hour":15,"minute":30}},
       "destinations":[{"to":"41793026700"}],"from":"41793026700","sendAt":"2021-08-25T16:00:00.000+0000","text":"A long time ago"}],
      "tracking":{"track":"SMS","type":"MY_CAMPAIGN"},"includeSmsCountInResponse":true})");
  EXPECT_EQ(request.bulk_id, "BULK-ID-123-xyz");
  ASSERT_EQ(request.messages.size(), 2U);
  const SendMessage& first = request.messages[0];
  EXPECT_EQ(first.sender, "InfoSMS");
  EXPECT_EQ(first.text, "Artık");
  EXPECT_EQ(first.destinations[0].message_id, "MESSAGE-ID-123-xyz");
  EXPECT_EQ(first.destinations[1].to, "41793026834");
  EXPECT_EQ(first.validity, std::chrono::minutes{720});
  EXPECT_EQ(first.notify_url, "https://www.example.com/sms/advanced");
  EXPECT_EQ(first.notify_content_type, "application/json");
  EXPECT_EQ(first.callback_data, "DLR callback data");
  EXPECT_EQ(first.transliteration, "TURKISH");
  EXPECT_EQ(first.language.code, "TR");
  EXPECT_EQ(first.campaign_reference_id, "summersale");
  EXPECT_EQ(first.entity_id, "e");
  EXPECT_EQ(first.application_id, "a");
  EXPECT_TRUE(first.intermediate_report && first.count_in_response && !first.send_at.has_value());
  EXPECT_EQ(request.messages[1].send_at, parse_instant("2021-08-25T16:00:00Z"));
  EXPECT_EQ(request.messages[1].delivery_time_window.value().to_minute, 930);
}

TEST(SendRequestReader, MmsV2WithGroupsAndFailover) {
  const SendRequest request = accepted(SendApi::mms_v2, R"({"messages":[{"sender":"441134960000",
      "destinations":[{"to":"441134960003","messageId":"x"},{"group":[{"to":"441134960001"},{"to":"441134960002"}]},{"group":[{"to":"441134960004"}]}],
      "content":{"title":"Some title","messageSegments":[{"text":"Some text","type":"TEXT"},
        {"contentType":"image/jpeg","contentUrl":"https://www.example.com/image.jpg","type":"LINK","contentId":"c"},
        {"contentType":"application/smil","smil":"<smil/>","type":"SMIL"},{"uploadedContentId":"B444","type":"UPLOADED_REFERENCE"}]},
      "options":{"smsFailover":{"sender":"441134960000","text":"Some failover text","validityPeriod":{"amount":30}}}}]})");
  const SendMessage& message = request.messages.at(0);
  ASSERT_EQ(message.destinations.size(), 4U);
  EXPECT_FALSE(message.destinations[0].group.has_value());
  EXPECT_EQ(message.destinations[1].group, 0U);
  EXPECT_EQ(message.destinations[2].group, 0U);
  EXPECT_EQ(message.destinations[3].group, 1U);
  EXPECT_EQ(message.destinations[2].to, "441134960002");
  EXPECT_EQ(message.destinations[2].message_id, "2033247207850523792");
  EXPECT_EQ(message.title, "Some title");
  ASSERT_EQ(message.segments.size(), 4U);
  EXPECT_EQ(message.segments[0].text, "Some text");
  EXPECT_EQ(message.segments[1].content_url, "https://www.example.com/image.jpg");
  EXPECT_EQ(message.segments[1].content_type, "image/jpeg");
  EXPECT_EQ(message.segments[1].content_id, "c");
  EXPECT_EQ(message.segments[2].smil, "<smil/>");
  EXPECT_EQ(message.segments[3].uploaded_content_id, "B444");
  EXPECT_EQ(message.sms_failover.value().text, "Some failover text");
  EXPECT_EQ(message.sms_failover.value().sender, "441134960000");
  EXPECT_EQ(message.sms_failover.value().validity, std::chrono::minutes{30});
}

TEST(SendRequestReader, GeneratedIdsGoOnFromTheCounter) {
  constexpr std::string_view kBody =
      R"({"messages":[{"destinations":[{"to":"1"},{"to":"2","messageId":"own"},{"to":"3","messageId":""}],"content":{"text":"x"}}]})";
  SendRequestReader reader;
  std::uint64_t counter = 5;
  const ReadRequest& first = reader.read(SendApi::sms_v3, kBody, kNow, counter);
  EXPECT_EQ(first.request.messages.at(0).destinations[0].message_id, "2033247207850523796");
  EXPECT_EQ(first.request.messages.at(0).destinations[1].message_id, "own");
  EXPECT_EQ(first.request.messages.at(0).destinations[2].message_id, "2033247207850523797");
  EXPECT_EQ(first.request.bulk_id, "2033247207850523798");
  EXPECT_EQ(counter, 8U);
  reader.read(SendApi::sms_v3, R"({"messages":[{"destinations":[{"to":"1"}]}]})", kNow, counter);
  EXPECT_EQ(counter, 8U) << "a refused request uses up no ids";
}

}  // namespace
}  // namespace dlr::sim::mock
