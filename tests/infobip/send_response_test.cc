#include "core/infobip/send_response.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/infobip/callback_reply.h"
#include "core/infobip/timestamp.h"
#include "core/message_id.h"

namespace dlr::core::infobip {
namespace {

using Kind = SendAnswer::Kind;

const Instant kReceivedAt = *parse_timestamp("2026-11-27T17:00:00Z");

// Source: Infobip API reference, "Send SMS messages" v3 and v2, "Send MMS messages" v2, with ids of our own.
constexpr std::string_view kV3 =
    R"({"bulkId":"1688025180464000013","messages":[{"messageId":"aebagbafaydqqcikbmga2dqpca","status":{"groupId":1,)"
    R"("groupName":"PENDING","id":26,"name":"PENDING_ACCEPTED","description":"Message sent to next instance"},)"
    R"("destination":"41793026727","details":{"messageCount":2}},{"messageId":"their-2","status":{"groupId":5,)"
    R"("groupName":"REJECTED","id":6,"name":"REJECTED_NETWORK","description":"Network is forbidden",)"
    R"("action":"Contact account manager"},"destination":"41793026834"}]})";
constexpr std::string_view kV2 =
    R"({"bulkId":"2034072219640523072","messages":[{"messageId":"aebagbafaydqqcikbmga2dqpca","status":)"
    R"({"description":"Message sent to next instance","groupId":1,"groupName":"PENDING","id":26,)"
    R"("name":"PENDING_ACCEPTED"},"to":"41793026727","smsCount":3}]})";
constexpr std::string_view kMms =
    R"({"bulkId":"b","messages":[{"messageId":"aebagbafaydqqcikbmga2dqpca","status":{"groupId":1,"groupName":"PENDING",)"
    R"("id":26,"name":"PENDING_ACCEPTED","description":"Message sent to next instance"},"destination":"41793026727",)"
    R"("details":{}}]})";

std::string describe(const SendAnswer& answer) {
  const char* const kinds[] = {"response", "unreadable", "connection_failed"};
  std::string out = kinds[static_cast<int>(answer.kind)];
  out += ' ';
  out += std::to_string(answer.http_status);
  if (answer.message != MessageId{}) out += " minted " + to_text(answer.message);
  if (!answer.foreign_id.empty()) out.append(" ").append(answer.foreign_id);
  if (answer.status != nullptr) {
    out += " | " + std::to_string(answer.status->group_id) + " ";
    out.append(answer.status->group_name).append(" ").append(std::to_string(answer.status->id)).append(" ");
    out.append(answer.status->name).append(" '").append(answer.status->description).append("'");
  }
  if (answer.parts != 0) out += " | parts " + std::to_string(answer.parts);
  if (answer.retry_after) out += " | wait " + std::to_string(answer.retry_after->count());
  return out;
}

std::vector<std::string> named(SendResponseReader& reader, std::string_view body, std::uint16_t status = 200) {
  std::vector<std::string> out;
  for (const SendAnswer& answer : reader.read(status, body, "", kReceivedAt).named) out.push_back(describe(answer));
  return out;
}

using Lines = std::vector<std::string>;
constexpr const char* kTaken =
    "response 200 minted aebagbafaydqqcikbmga2dqpca | 1 PENDING 26 PENDING_ACCEPTED 'Message sent to next instance'";

TEST(SendResponses, EveryGenerationIsRead) {
  SendResponseReader reader;
  EXPECT_EQ(named(reader, kV3), (Lines{std::string(kTaken) + " | parts 2",
                                       "response 200 their-2 | 5 REJECTED 6 REJECTED_NETWORK 'Network is forbidden'"}));
  EXPECT_EQ(named(reader, kV2), Lines{std::string(kTaken) + " | parts 3"});
  EXPECT_EQ(named(reader, kMms), Lines{kTaken});
  EXPECT_EQ(named(reader, kMms, 202)[0].substr(0, 12), "response 202");
}

TEST(SendResponses, WhoIsNotNamedHasNoReadableAnswer) {
  SendResponseReader reader;
  const SendResponse response = reader.read(200, kV3, "", kReceivedAt);
  EXPECT_FALSE(response.unreadable);
  EXPECT_EQ(describe(response.others), "unreadable 200");
  // An entry without an id is nobody's, and costs the others nothing.
  EXPECT_EQ(named(reader, R"({"messages":[{"status":{"id":26}},null,7,{"messageId":""},{"messageId":"m"}]})"),
            Lines{"response 200 m"});
  EXPECT_TRUE(named(reader, R"({"messages":[]})").empty());
}

TEST(SendResponses, A2xxThatMakesNoSenseIsUnreadable) {
  SendResponseReader reader;
  const std::string v3(kV3);
  for (const std::string& body :
       {std::string(), std::string("{}"), std::string("OK"), std::string("[]"), std::string("<html>"),
        std::string(R"({"messages":null})"), std::string(R"({"messages":{}})"), v3.substr(0, v3.size() - 1), v3 + "}",
        std::string(R"({"requestError":{"serviceException":{"messageId":"X","text":"y"}}})")}) {
    const SendResponse response = reader.read(200, body, "", kReceivedAt);
    EXPECT_TRUE(response.unreadable) << body;
    EXPECT_TRUE(response.named.empty()) << body;
    EXPECT_EQ(describe(response.others), "unreadable 200") << body;
  }
}

TEST(SendResponses, OfAnErrorWhatIsNoListOfMessagesIsAsIfMissing) {
  SendResponseReader reader;
  for (const char* other : {"null", "{}", "5", R"("x")"}) {
    const std::string body = R"({"messages":)" + std::string(other) + R"(,"errorCode":"E400","description":"d"})";
    const SendResponse response = reader.read(400, body, "", kReceivedAt);
    EXPECT_FALSE(response.unreadable) << body;
    EXPECT_EQ(response.error_id, "E400") << body;
  }
}

TEST(SendResponses, TheFirstThingThatMakesABodyUnreadableIsNamed) {
  SendResponseReader reader;
  for (const char* body : {R"({"messages":[{"a" 1}]})", R"({"messages":[{"a":nul},{"b":tru}]})"}) {
    const SendResponse response = reader.read(200, body, "", kReceivedAt);
    ASSERT_TRUE(response.unreadable) << body;
    EXPECT_EQ(response.unreadable->reason, "unexpected character") << body;
    EXPECT_EQ(response.unreadable->offset, 18U) << body;
  }
}

TEST(SendResponses, ACutBodyIsUnreadableAtEveryByte) {
  SendResponseReader reader;
  for (std::size_t length = 0; length < kV3.size(); ++length) {
    const SendResponse response = reader.read(200, kV3.substr(0, length), "", kReceivedAt);
    ASSERT_TRUE(response.unreadable && response.named.empty()) << length;
  }
}

TEST(SendResponses, FieldsThatMakeNoSenseAreAsIfMissing) {
  SendResponseReader reader;
  for (const char* fields : {"", R"(,"status":null)", R"(,"status":"PENDING")", R"(,"status":{})", R"(,"smsCount":0)",
                             R"(,"smsCount":256)", R"(,"smsCount":"x")", R"(,"details":null)", R"(,"details":[1])",
                             R"(,"details":{"messageCount":null,"smsCount":[]})", R"(,"new":{"a":[null]})"}) {
    EXPECT_EQ(named(reader, R"({"messages":[{"messageId":"m")" + std::string(fields) + "}]}"), Lines{"response 200 m"})
        << fields;
  }
}

TEST(SendResponses, PartsStandInAnyOfTheirPlaces) {
  SendResponseReader reader;
  for (const char* fields :
       {R"("messageCount":4)", R"("smsCount":"4")", R"("mmsCount":4)", R"("details":{"messageCount":4})",
        R"("details":{"smsCount":4})", R"("details":{"network":{"messageCount":9},"smsCount":4})",
        R"("details":{"messageCount":9},"smsCount":4)"}) {
    EXPECT_EQ(named(reader, R"({"messages":[{"messageId":"m",)" + std::string(fields) + "}]}"),
              Lines{"response 200 m | parts 4"})
        << fields;
  }
}

TEST(SendResponses, OfDoubledKeysTheFirstCounts) {
  SendResponseReader reader;
  EXPECT_EQ(
      named(reader, R"({"messages":[{"messageId":"m","messageId":"n","smsCount":1,"smsCount":2,)"
                    R"("details":{"messageCount":5},"details":{"messageCount":6}}],"messages":[{"messageId":"x"}]})"),
      Lines{"response 200 m | parts 1"});
  EXPECT_EQ(named(reader, R"({"messages":[{"messageId":"m","status":{"id":26,"id":6,"groupId":1,"groupId":5,)"
                          R"("groupName":"PENDING","groupName":"REJECTED"},"status":{"id":6}}]})"),
            Lines{"response 200 m | 1 PENDING 26  ''"});
}

struct ErrorBody {
  std::uint16_t status;
  const char* body;
  const char* id;
  const char* text;
};

TEST(SendResponses, ErrorsOfBothGenerationsAreReadUnderAnyStatus) {
  const ErrorBody bodies[] = {
      {400,
       R"({"errorCode":"E400","description":"Request cannot be processed.","action":"Check the request.",)"
       R"("violations":[{"property":"sender","violation":"must not be null"}],"resources":[{"name":"n","url":"u"}]})",
       "E400", "Request cannot be processed."},
      {500, R"({"errorCode":"E500","description":"Something went wrong."})", "E500", "Something went wrong."},
      {401, R"({"requestError":{"serviceException":{"messageId":"UNAUTHORIZED","text":"Invalid login details"}}})",
       "UNAUTHORIZED", "Invalid login details"},
      {429,
       R"({"requestError":{"serviceException":{"text":"Too many requests","messageId":"TOO_MANY_REQUESTS",)"
       R"("validationErrors":{"to":["bad"]}}}})",
       "TOO_MANY_REQUESTS", "Too many requests"},
      {402,
       R"({"requestError":{"policyException":{"messageId":"no","text":"no"},"serviceException":{"variables":[],)"
       R"("messageId":"PAYMENT","messageId":"no","text":"Pay","text":"no"}},)"
       R"("requestError":{"serviceException":{"messageId":"no","text":"no"}}})",
       "PAYMENT", "Pay"},
      {409, R"({"errorCode":"E409","errorCode":"no","description":"First.","description":"no"})", "E409", "First."},
      {403, R"({"requestError":{"serviceException":null,"serviceException":{"messageId":"x"}}})", "", ""},
      {404, R"({"requestError":"no","errorCode":404,"description":[]})", "", ""},
      {503, "<html>Service Unavailable</html>", "", ""},
      {502, "", "", ""},
      {400, R"({"errorCode":"E400")", "", ""},
      {301, "", "", ""}};
  SendResponseReader reader;
  for (const ErrorBody& error : bodies) {
    const SendResponse response = reader.read(error.status, error.body, "", kReceivedAt);
    EXPECT_TRUE(response.named.empty());
    EXPECT_EQ(response.error_id, error.id) << error.body;
    EXPECT_EQ(response.error_text, error.text) << error.body;
    EXPECT_EQ(describe(response.others), "response " + std::to_string(error.status));
  }
}

TEST(SendResponses, AnswersUnderARefusalAreNotHeard) {
  SendResponseReader reader;
  EXPECT_TRUE(named(reader, kV3, 400).empty());
  EXPECT_TRUE(named(reader, kV3, 503).empty());
}

TEST(SendResponses, RetryAfterGoesToEveryAnswer) {
  SendResponseReader reader;
  EXPECT_EQ(describe(reader.read(429, "", "120", kReceivedAt).others), "response 429 | wait 120000");
  EXPECT_EQ(describe(reader.read(503, "", "Fri, 27 Nov 2026 17:00:07 GMT", kReceivedAt).others),
            "response 503 | wait 7000");
  EXPECT_EQ(describe(reader.read(503, "", "soon", kReceivedAt).others), "response 503");
  EXPECT_EQ(describe(reader.read(200, kMms, "5", kReceivedAt).named[0]), std::string(kTaken) + " | wait 5000");
}

TEST(SendResponses, AReaderForgetsWhatItReadBefore) {
  SendResponseReader reader;
  ASSERT_EQ(reader.read(400, R"({"errorCode":"E400","description":"d"})", "9", kReceivedAt).error_id, "E400");
  const SendResponse response = reader.read(500, "{}", "", kReceivedAt);
  EXPECT_EQ(response.error_id, "");
  EXPECT_EQ(describe(response.others), "response 500");
  ASSERT_EQ(named(reader, kV3).size(), 2U);
  EXPECT_EQ(named(reader, kV2).size(), 1U);
}

TEST(SendResponses, AReaderMayBeMoved) {
  SendResponseReader first;
  ASSERT_EQ(named(first, kV3).size(), 2U);
  SendResponseReader second(std::move(first));
  EXPECT_EQ(named(second, kMms), Lines{kTaken});
  SendResponseReader third;
  third = std::move(second);
  EXPECT_EQ(named(third, kMms), Lines{kTaken});
}

TEST(CallbackReplies, A2xxEndsTheProvidersTriesAndA400DoesNot) {
  EXPECT_EQ(kAccepted.http_status, 200);
  EXPECT_EQ(kNotJsonReply.http_status, 400);
  EXPECT_TRUE(kAccepted.body.empty() && kNotJsonReply.body.empty());
}

}  // namespace
}  // namespace dlr::core::infobip
