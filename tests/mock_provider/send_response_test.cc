// Whole answers against the examples of the provider's documents, without their blanks.
#include "sim/mock_provider/send_response.h"

#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>

namespace dlr::sim::mock {
namespace {

constexpr ProviderStatus kPending{1, 26, "PENDING", "PENDING_ACCEPTED", "Message sent to next instance"};

std::string written(SendApi api, std::string_view bulk_id, std::span<const MessageAnswer> answers) {
  std::string out;
  append_send_response(out, api, bulk_id, answers);
  return out;
}

TEST(SendResponse, SmsV3IsAsInTheDocuments) {
  const std::array<MessageAnswer, 2> answers{{
      {"2250be2d4219-3af1-78856-aabe-1362af1edfd2", "41793026727", kPending, "", 1},
      {"3350be2d4219-3af1-23343-bbbb-1362af1edfd3", "41435675123", kPending, "", 1},
  }};
  EXPECT_EQ(
      written(SendApi::sms_v3, "2034072219640523072", answers),
      R"({"bulkId":"2034072219640523072","messages":[{"messageId":"2250be2d4219-3af1-78856-aabe-1362af1edfd2","status":{"groupId":1,"groupName":"PENDING","id":26,"name":"PENDING_ACCEPTED","description":"Message sent to next instance"},"destination":"41793026727","details":{"messageCount":1}},{"messageId":"3350be2d4219-3af1-23343-bbbb-1362af1edfd3","status":{"groupId":1,"groupName":"PENDING","id":26,"name":"PENDING_ACCEPTED","description":"Message sent to next instance"},"destination":"41435675123","details":{"messageCount":1}}]})");
}

TEST(SendResponse, SmsV2IsAsInTheDocuments) {
  const std::array<MessageAnswer, 2> answers{{
      {"2033247207850523791", "41793026727", kPending, "", std::nullopt},
      {"2033247207850523792", "41793026834", kPending, "", std::nullopt},
  }};
  EXPECT_EQ(
      written(SendApi::sms_v2, "2034072219640523073", answers),
      R"({"bulkId":"2034072219640523073","messages":[{"messageId":"2033247207850523791","status":{"description":"Message sent to next instance","groupId":1,"groupName":"PENDING","id":26,"name":"PENDING_ACCEPTED"},"to":"41793026727"},{"messageId":"2033247207850523792","status":{"description":"Message sent to next instance","groupId":1,"groupName":"PENDING","id":26,"name":"PENDING_ACCEPTED"},"to":"41793026834"}]})");
}

TEST(SendResponse, MmsV2IsAsInTheDocumentsAndCountsNoParts) {
  const std::array<MessageAnswer, 1> answers{
      {{"a28dd97c-1ffb-4fcf-99f1-0b557ed381da", "441134960001", kPending, "", 3}}};
  EXPECT_EQ(
      written(SendApi::mms_v2, "a28dd97c-2222-4fcf-99f1-0b557ed381da", answers),
      R"({"bulkId":"a28dd97c-2222-4fcf-99f1-0b557ed381da","messages":[{"messageId":"a28dd97c-1ffb-4fcf-99f1-0b557ed381da","status":{"groupId":1,"groupName":"PENDING","id":26,"name":"PENDING_ACCEPTED","description":"Message sent to next instance"},"destination":"441134960001"}]})");
}

TEST(SendResponse, PartsAndActionStandWhereTheGenerationPutsThem) {
  const std::array<MessageAnswer, 1> answers{
      {{"id", "4179", {5, 6, "REJECTED", "REJECTED_NETWORK", "Network is forbidden"}, "Contact support", 2}}};
  EXPECT_EQ(
      written(SendApi::sms_v3, "", answers),
      R"({"messages":[{"messageId":"id","status":{"groupId":5,"groupName":"REJECTED","id":6,"name":"REJECTED_NETWORK","description":"Network is forbidden","action":"Contact support"},"destination":"4179","details":{"messageCount":2}}]})");
  EXPECT_EQ(
      written(SendApi::sms_v2, "", answers),
      R"({"messages":[{"messageId":"id","status":{"action":"Contact support","description":"Network is forbidden","groupId":5,"groupName":"REJECTED","id":6,"name":"REJECTED_NETWORK"},"to":"4179","smsCount":2}]})");
}

TEST(SendResponse, WhatIsUnknownIsLeftOut) {
  const std::array<MessageAnswer, 1> answers{};
  for (const SendApi api : {SendApi::sms_v3, SendApi::sms_v2, SendApi::mms_v2}) {
    EXPECT_EQ(written(api, "", answers), R"({"messages":[{"status":{}}]})");
  }
}

TEST(SendResponse, IdsComeBackAsTheyWereSent) {
  const std::string nasty = "\"\\\n\x01\xC3\xA9";
  const std::array<MessageAnswer, 1> answers{{{nasty, nasty, kPending, "", 1}}};
  const auto read = nlohmann::json::parse(written(SendApi::sms_v3, nasty, answers));
  EXPECT_EQ(read.at("bulkId"), nasty);
  EXPECT_EQ(read.at("messages").at(0).at("messageId"), nasty);
  EXPECT_EQ(read.at("messages").at(0).at("destination"), nasty);
}

}  // namespace
}  // namespace dlr::sim::mock
