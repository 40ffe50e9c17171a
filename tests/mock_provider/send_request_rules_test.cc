// What the reader clips, caps and refuses: each field present, missing, null, at its limit and wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "sim/mock_provider/send_request_reader.h"

namespace dlr::sim::mock {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Instant kRequestTime = instant_from_ms(1'629'417'600'000);  // 2021-08-20T00:00:00Z

// Its texts are valid until the next call.
ReadRequest read(SendApi api, const std::string& body) {
  static SendRequestReader reader;
  std::uint64_t counter = 0;
  return reader.read(api, body, kRequestTime, counter);
}

// Requests that are right, but for what is put in: into the message, and beside the messages.
std::string v3(const std::string& in_message, const std::string& beside = "") {
  return R"({"messages":[{"destinations":[{"to":"1"}],"content":{"text":"x"})" + in_message + "}]" + beside + "}";
}
std::string v2(const std::string& in_message, const std::string& beside = "") {
  return R"({"messages":[{"destinations":[{"to":"1"}])" + in_message + "}]" + beside + "}";
}
std::string mms(const std::string& in_message) {
  return R"({"messages":[{"destinations":[{"to":"1"}],"content":{"messageSegments":[{"type":"TEXT","text":"x"}]})" +
         in_message + "}]}";
}

std::vector<Violation> violations(SendApi api, const std::string& body) {
  const ReadRequest result = read(api, body);
  EXPECT_TRUE(result.json) << body;
  EXPECT_EQ(result.accepted(), result.violations.empty());
  return result.violations;
}

// The property of the only violation; the number of them when there is not exactly one.
std::string blamed(SendApi api, const std::string& body) {
  const std::vector<Violation> all = violations(api, body);
  return all.size() == 1 ? all.front().property : std::to_string(all.size()) + " violations";
}

std::string repeated(std::size_t count, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

TEST(SendRequestRules, WhatIsNoJsonObjectIsNotLookedAt) {
  for (const std::string& body : std::vector<std::string>{"", "{", "[]", "null", "\"x\"", "{\"messages\":[}", "\xff",
                                                          R"({"messages":"\ud800"})"}) {
    const ReadRequest result = read(SendApi::sms_v3, body);
    EXPECT_FALSE(result.json || result.accepted()) << body;
    EXPECT_THAT(result.violations, IsEmpty());
  }
}

TEST(SendRequestRules, RequiredFields) {
  EXPECT_EQ(blamed(SendApi::sms_v3, "{}"), "messages");
  EXPECT_EQ(blamed(SendApi::sms_v3, R"({"messages":[]})"), "messages");
  EXPECT_EQ(blamed(SendApi::sms_v3, R"({"messages":[7]})"), "messages[0]");
  EXPECT_EQ(blamed(SendApi::sms_v3, R"({"messages":{}})"), "messages");
  EXPECT_EQ(blamed(SendApi::sms_v3, R"({"messages":[{"content":{"text":"x"}}]})"), "messages[0].destinations");
  EXPECT_EQ(blamed(SendApi::sms_v3, R"({"messages":[{"destinations":[],"content":{"text":"x"}}]})"),
            "messages[0].destinations");
  EXPECT_EQ(blamed(SendApi::sms_v3, R"({"messages":[{"destinations":[{"to":"1"}]}]})"), "messages[0].content");
  EXPECT_EQ(blamed(SendApi::sms_v3, R"({"messages":[{"destinations":[{"to":"1"}],"content":{}}]})"),
            "messages[0].content.text");
  EXPECT_EQ(blamed(SendApi::sms_v3, R"({"messages":[{"destinations":[{"to":"1"},{}],"content":{"text":"x"}}]})"),
            "messages[0].destinations[1].to");
  EXPECT_EQ(blamed(SendApi::sms_v2, R"({"messages":[{"text":"x"}]})"), "messages[0].destinations");
  EXPECT_EQ(blamed(SendApi::mms_v2, R"({"messages":[{"destinations":[{"to":"1"}],"content":{"title":"x"}}]})"),
            "messages[0].content.messageSegments");
  EXPECT_EQ(
      blamed(
          SendApi::mms_v2,
          R"({"messages":[{"destinations":[{"group":[]}],"content":{"messageSegments":[{"type":"TEXT","text":"x"}]}}]})"),
      "messages[0].destinations[0].group");
}

TEST(SendRequestRules, ARequestThatIsRightHasNoViolation) {
  EXPECT_THAT(violations(SendApi::sms_v3, v3("")), IsEmpty());
  EXPECT_THAT(violations(SendApi::sms_v2, v2("")), IsEmpty());
  EXPECT_THAT(violations(SendApi::mms_v2, mms("")), IsEmpty());
}

TEST(SendRequestRules, NullIsAsMissingAndUnknownFieldsAreIgnored) {
  EXPECT_THAT(
      violations(SendApi::sms_v3, v3(R"(,"sender":null,"options":null,"webhooks":{"delivery":null},"news":[1])")),
      IsEmpty());
  EXPECT_THAT(violations(SendApi::sms_v2, v2(R"(,"from":null,"validityPeriod":null,"sendAt":null,"news":{})")),
              IsEmpty());
}

TEST(SendRequestRules, AllViolationsAreFoundAtOnce) {
  EXPECT_THAT(
      violations(SendApi::sms_v3, v3(R"(,"sender":5,"webhooks":{"contentType":"text/html"})")),
      ElementsAre(Violation{"messages[0].sender", "must be a string"},
                  Violation{"messages[0].webhooks.contentType", "must be one of application/json application/xml"}));
}

TEST(SendRequestRules, OfDoubledKeysTheFirstCounts) {
  const ReadRequest result = read(SendApi::sms_v3, v3(R"(,"sender":"first","sender":"second","content":7)"));
  ASSERT_TRUE(result.accepted());
  EXPECT_EQ(result.request.messages.at(0).sender, "first");
  EXPECT_EQ(result.request.messages.at(0).text, "x");
}

struct Limit {
  SendApi api;
  std::size_t most;
  std::string before;  // of the value, in the whole body
  std::string after;
  std::string property;
};

TEST(SendRequestRules, LengthsAreCountedInCharactersAndTooLongIsAViolation) {
  const std::string text_segment =
      R"({"messages":[{"destinations":[{"to":"1"}],"content":{"messageSegments":[{"type":"TEXT","text":")";
  const std::vector<Limit> limits{
      {SendApi::sms_v3, 64, R"({"messages":[{"content":{"text":"x"},"destinations":[{"to":")", "\"}]}]}",
       "messages[0].destinations[0].to"},
      {SendApi::sms_v2, 64, R"({"messages":[{"destinations":[{"to":")", "\"}]}]}", "messages[0].destinations[0].to"},
      {SendApi::sms_v3, 200, R"({"messages":[{"content":{"text":"x"},"destinations":[{"to":"1","messageId":")",
       "\"}]}]}", "messages[0].destinations[0].messageId"},
      {SendApi::sms_v3, 100,
       R"({"messages":[{"content":{"text":"x"},"destinations":[{"to":"1"}]}],"options":{"schedule":{"bulkId":")",
       "\"}}}", "options.schedule.bulkId"},
      {SendApi::sms_v3, 4000,
       R"({"messages":[{"content":{"text":"x"},"destinations":[{"to":"1"}],"webhooks":{"callbackData":")", "\"}}]}",
       "messages[0].webhooks.callbackData"},
      {SendApi::sms_v2, 4000, R"({"messages":[{"destinations":[{"to":"1"}],"callbackData":")", "\"}]}",
       "messages[0].callbackData"},
      {SendApi::sms_v3, 255,
       R"({"messages":[{"content":{"text":"x"},"destinations":[{"to":"1"}],"options":{"campaignReferenceId":")",
       "\"}}]}", "messages[0].options.campaignReferenceId"},
      {SendApi::sms_v3, 255,
       R"({"messages":[{"content":{"text":"x"},"destinations":[{"to":"1"}],"options":{"platform":{"entityId":")",
       "\"}}}]}", "messages[0].options.platform.entityId"},
      {SendApi::sms_v3, 255,
       R"({"messages":[{"content":{"text":"x"},"destinations":[{"to":"1"}],"options":{"platform":{"applicationId":")",
       "\"}}}]}", "messages[0].options.platform.applicationId"},
      {SendApi::sms_v2, 50, R"({"messages":[{"destinations":[{"to":"1"}],"entityId":")", "\"}]}",
       "messages[0].entityId"},
      {SendApi::sms_v2, 50, R"({"messages":[{"destinations":[{"to":"1"}],"applicationId":")", "\"}]}",
       "messages[0].applicationId"},
      {SendApi::sms_v2, 255, R"({"messages":[{"destinations":[{"to":"1"}],"campaignReferenceId":")", "\"}]}",
       "messages[0].campaignReferenceId"},
      {SendApi::mms_v2, 66,
       R"({"messages":[{"destinations":[{"to":"1"}],"content":{"messageSegments":[{"type":"TEXT","text":"x"}],"title":")",
       "\"}}]}", "messages[0].content.title"},
      {SendApi::mms_v2, 4096, text_segment, "\"}]}}]}", "messages[0].content.messageSegments[0].text"},
  };
  for (const Limit& limit : limits) {
    for (const std::string& character : std::vector<std::string>{"a", "\u00e9", "\U0001F600"}) {
      EXPECT_THAT(violations(limit.api, limit.before + repeated(limit.most, character) + limit.after), IsEmpty());
      EXPECT_EQ(blamed(limit.api, limit.before + repeated(limit.most + 1, character) + limit.after), limit.property);
    }
  }
}

TEST(SendRequestRules, V2ClipsIdsToWholeCharacters) {
  for (const std::string& character : std::vector<std::string>{"a", "\u00e9", "\U0001F600"}) {
    const ReadRequest result = read(SendApi::sms_v2, R"({"bulkId":")" + repeated(101, character) +
                                                         R"(","messages":[{"destinations":[{"to":"1","messageId":")" +
                                                         repeated(201, character) + "\"}]}]}");
    ASSERT_TRUE(result.accepted());
    EXPECT_EQ(result.request.bulk_id, repeated(100, character));
    EXPECT_EQ(result.request.messages.at(0).destinations[0].message_id, repeated(200, character));
  }
}

TEST(SendRequestRules, ValidityOverTwoDaysIsTwoDays) {
  const auto v3_validity = [](const std::string& value) {
    return read(SendApi::sms_v3, v3(R"(,"options":{"validityPeriod":)" + value + "}")).request.messages.at(0).validity;
  };
  EXPECT_EQ(v3_validity(R"({"amount":90,"timeUnit":"SECONDS"})"), std::chrono::seconds{90});
  EXPECT_EQ(v3_validity(R"({"amount":90})"), std::chrono::minutes{90});
  EXPECT_EQ(v3_validity(R"({"amount":48,"timeUnit":"HOURS"})"), std::chrono::hours{48});
  EXPECT_EQ(v3_validity(R"({"amount":49,"timeUnit":"HOURS"})"), std::chrono::hours{48});
  EXPECT_EQ(v3_validity(R"({"amount":2147483647,"timeUnit":"HOURS"})"), std::chrono::hours{48});
  const auto v2_validity = [](const std::string& value) {
    return read(SendApi::sms_v2, v2(R"(,"validityPeriod":)" + value)).request.messages.at(0).validity;
  };
  EXPECT_EQ(v2_validity("2880"), std::chrono::minutes{2880});
  EXPECT_EQ(v2_validity("2881"), std::chrono::minutes{2880});
  EXPECT_EQ(v2_validity("9223372036854775807"), std::chrono::minutes{2880});
}

TEST(SendRequestRules, WrongValuesAreBlamedWhereTheyStand) {
  const std::string options = "messages[0].options.";
  const std::vector<std::pair<std::string, std::string>> in_options{
      {R"("validityPeriod":720)", options + "validityPeriod"},
      {R"("validityPeriod":{"timeUnit":"HOURS"})", options + "validityPeriod.amount"},
      {R"("validityPeriod":{"amount":0})", options + "validityPeriod.amount"},
      {R"("validityPeriod":{"amount":2147483648})", options + "validityPeriod.amount"},
      {R"("validityPeriod":{"amount":1.5})", options + "validityPeriod.amount"},
      {R"("validityPeriod":{"amount":1,"timeUnit":"DAYS"})", options + "validityPeriod.timeUnit"},
      {R"("flash":"true")", options + "flash"},
      {R"("platform":"x")", options + "platform"},
      {R"("deliveryTimeWindow":{})", options + "deliveryTimeWindow.days"},
      {R"("deliveryTimeWindow":{"days":[]})", options + "deliveryTimeWindow.days"},
      {R"("deliveryTimeWindow":{"days":["MONDAY","Monday"]})", options + "deliveryTimeWindow.days[1]"},
      {R"("deliveryTimeWindow":{"days":["MONDAY"],"from":{"hour":1,"minute":0}})", options + "deliveryTimeWindow"},
      {R"("deliveryTimeWindow":{"days":["MONDAY"],"from":{"hour":1,"minute":0},"to":{"hour":1,"minute":59}})",
       options + "deliveryTimeWindow"},
      {R"("deliveryTimeWindow":{"days":["MONDAY"],"from":{"hour":24,"minute":0},"to":{"hour":1,"minute":59}})",
       options + "deliveryTimeWindow.from.hour"},
      {R"("deliveryTimeWindow":{"days":["MONDAY"],"from":{"hour":2,"minute":0},"to":{"hour":5,"minute":60}})",
       options + "deliveryTimeWindow.to.minute"},
  };
  for (const auto& [text, property] : in_options) {
    EXPECT_EQ(blamed(SendApi::sms_v3, v3(R"(,"options":{)" + text + "}")), property) << text;
  }
  const std::vector<std::pair<std::string, std::string>> in_v2_message{
      {R"("text":5)", "messages[0].text"},
      {R"("validityPeriod":"720")", "messages[0].validityPeriod"},
      {R"("validityPeriod":-1)", "messages[0].validityPeriod"},
      {R"("transliteration":"KLINGON")", "messages[0].transliteration"},
      {R"("language":{"languageCode":"DE"})", "messages[0].language.languageCode"},
      {R"("intermediateReport":1)", "messages[0].intermediateReport"},
      {R"("notifyContentType":"text/plain")", "messages[0].notifyContentType"},
      {R"("sendAt":"tomorrow")", "messages[0].sendAt"},
      {R"("sendAt":"2022-02-16T00:00:00.001+0000")", "messages[0].sendAt"},
  };
  for (const auto& [text, property] : in_v2_message) {
    EXPECT_EQ(blamed(SendApi::sms_v2, v2("," + text)), property) << text;
  }
  EXPECT_EQ(blamed(SendApi::mms_v2, mms(R"(,"options":{"smsFailover":{"sender":"x"}})")),
            "messages[0].options.smsFailover.text");
}

TEST(SendRequestRules, AWindowMayGoOverMidnight) {
  EXPECT_THAT(
      violations(
          SendApi::sms_v3,
          v3(R"(,"options":{"deliveryTimeWindow":{"days":["MONDAY"],"from":{"hour":23,"minute":30},"to":{"hour":0,"minute":30}}})")),
      IsEmpty());
}

TEST(SendRequestRules, EachKindOfSegmentNeedsItsContent) {
  const auto of = [](const std::string& segment) {
    return blamed(SendApi::mms_v2,
                  R"({"messages":[{"destinations":[{"to":"1"}],"content":{"messageSegments":[)" + segment + "]}}]}");
  };
  const std::string segment = "messages[0].content.messageSegments[0].";
  EXPECT_EQ(of(R"({"type":"TEXT"})"), segment + "text");
  EXPECT_EQ(of(R"({"type":"LINK","contentType":"image/png"})"), segment + "contentUrl");
  EXPECT_EQ(of(R"({"type":"SMIL","smil":"<smil/>"})"), segment + "contentType");
  EXPECT_EQ(of(R"({"type":"SMIL","contentType":"application/smil"})"), segment + "smil");
  EXPECT_EQ(of(R"({"type":"UPLOADED_REFERENCE"})"), segment + "uploadedContentId");
  EXPECT_EQ(of(R"({"text":"x"})"), segment + "type");
  EXPECT_EQ(of(R"({"type":"VIDEO"})"), segment + "type");
}

TEST(SendRequestRules, AGroupHasAtMost200) {
  const auto of = [](std::size_t members) {
    std::string group = R"({"to":"1"})";
    for (std::size_t i = 1; i < members; ++i) group += R"(,{"to":"1"})";
    return violations(SendApi::mms_v2, R"({"messages":[{"destinations":[{"group":[)" + group +
                                           R"(]}],"content":{"messageSegments":[{"type":"TEXT","text":"x"}]}}]})")
        .size();
  };
  EXPECT_EQ(of(200), 0U);
  EXPECT_EQ(of(201), 1U);
}

TEST(SendRequestRules, TimestampsInEveryZoneAndForm) {
  for (const char* text : {"2021-08-25T16:00:00.000+0000", "2021-08-25T21:30:00.000+0530",
                           "2021-08-25T12:00:00.000-04:00", "2021-08-25T16:00:00Z"}) {
    const ReadRequest result = read(SendApi::sms_v2, v2(R"(,"sendAt":")" + std::string(text) + '"'));
    ASSERT_TRUE(result.accepted()) << text;
    EXPECT_EQ(result.request.messages.at(0).send_at, parse_instant("2021-08-25T16:00:00Z"));
  }
}

}  // namespace
}  // namespace dlr::sim::mock
