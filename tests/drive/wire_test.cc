// The wire drive, byte by byte: what stands in a request, an answer and a callback, and that what comes out is what
// went in.
#include "sim/drive/wire.h"

#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "core/message_id.h"

namespace dlr::sim {
namespace {

constexpr Instant kNow = instant_from_ms(1'573'315'200'000);      // 2019-11-09T16:00:00Z
const MessageId kId(0x010203, 0x0405060708, 0x090a0b0c0d0e0f10);  // aebagbafaydqqcikbmga2dqpca

Words words() {
  return {{{3, 5, "DELIVERED", "DELIVERED_TO_HANDSET", "Message delivered to handset"},
           {1, 26, "PENDING", "PENDING_ACCEPTED", "Message accepted"}},
          {{0, 0, "OK", "NO_ERROR", "No Error", false}}};
}

WireFacts facts_of(Channel channel) {
  WireFacts facts;
  facts.to = PhoneNumber{41793026727};
  facts.sent = kNow;
  facts.sender = "InfoSMS";
  facts.mccmnc = "22801";
  facts.campaign = "sale";
  facts.channel = channel;
  return facts;
}

DeliveryReport report_of(const Words& words, const ProviderError* error) {
  DeliveryReport report;
  report.message = kId;
  report.status = &words.statuses[0];
  report.error = error;
  report.done_at = kNow + Duration{250};
  report.parts = 1;
  return report;
}

std::string callback(const Words& words, const DeliveryReport& said, const WireFacts& facts) {
  Wire wire(words);
  const std::span<const DeliveryReport> read = wire.reports({&said, 1}, {&facts, 1});
  EXPECT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].message, kId);
  EXPECT_EQ(read[0].status->id, 5);
  EXPECT_EQ(read[0].error == nullptr, said.error == nullptr);
  EXPECT_EQ(read[0].done_at, said.done_at);
  EXPECT_EQ(read[0].parts, 1);
  return std::string(wire.body());
}

TEST(WireBytes, AnSmsReportBearsToAndError) {
  const Words all = words();
  EXPECT_EQ(callback(all, report_of(all, &all.errors[0]), facts_of(Channel::sms)),
            R"({"results":[{"status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET",)"
            R"("description":"Message delivered to handset"},"error":{"groupId":0,"groupName":"OK","id":0,)"
            R"("name":"NO_ERROR","description":"No Error","permanent":false},"messageId":"aebagbafaydqqcikbmga2dqpca",)"
            R"("to":"41793026727","sender":"InfoSMS","sentAt":"2019-11-09T16:00:00.000+0000",)"
            R"("doneAt":"2019-11-09T16:00:00.250+0000","messageCount":1,"mccMnc":"22801",)"
            R"("campaignReferenceId":"sale"}]})");
}

// Zeros, a clock never set, a date that is none: written as they are, and no time to whoever reads them. A time that is
// only far off is one.
TEST(WireBytes, AnAbsurdDoneAtIsWrittenAndIsNoTime) {
  const Words all = words();
  std::set<std::string> written;
  for (std::uint32_t word = 0; word < 3; ++word) {
    WireFacts facts = facts_of(Channel::sms);
    facts.done_at_absurd = true;
    facts.word = word;
    DeliveryReport said = report_of(all, &all.errors[0]);
    said.done_at.reset();
    const std::string body = callback(all, said, facts);
    written.insert(nlohmann::json::parse(body).at("results").at(0).at("doneAt").get<std::string>());
  }
  EXPECT_EQ(written, (std::set<std::string>{"0000-00-00T00:00:00.000+0000", "1970-01-01T00:00:00.000+0000",
                                            "2026-13-32T25:61:61.000+0000"}));
  for (const std::int64_t ms : {std::int64_t{86'400'000}, std::int64_t{253'402'300'799'999}}) {  // 1970, 9999
    DeliveryReport said = report_of(all, &all.errors[0]);
    said.done_at = instant_from_ms(ms);
    callback(all, said, facts_of(Channel::sms));
  }
}

TEST(WireBytes, AnMmsReportBearsNeitherToNorError) {
  const Words all = words();
  EXPECT_EQ(callback(all, report_of(all, nullptr), facts_of(Channel::mms)),
            R"({"results":[{"status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET",)"
            R"("description":"Message delivered to handset"},"messageId":"aebagbafaydqqcikbmga2dqpca",)"
            R"("sender":"InfoSMS","sentAt":"2019-11-09T16:00:00.000+0000","doneAt":"2019-11-09T16:00:00.250+0000",)"
            R"("messageCount":1,"mccMnc":"22801","campaignReferenceId":"sale"}]})");
}

TEST(WireBytes, ARequestBearsTheScenariosText) {
  const Words all = words();
  Wire wire(all);
  WireFacts facts = facts_of(Channel::sms);
  facts.text = "29 \u20ac for \"two\"";
  wire.request(kId, {}, facts, kNow);
  EXPECT_EQ(wire.body(), R"({"messages":[{"sender":"InfoSMS","destinations":[{"to":"41793026727",)"
                         R"("messageId":"aebagbafaydqqcikbmga2dqpca"}],"content":{"text":"29 )"
                         "\u20ac"
                         R"( for \"two\""},"options":{"campaignReferenceId":"sale"},)"
                         R"("webhooks":{"delivery":{"intermediateReport":false},"contentType":"application/json"}}]})");
  facts.v2 = true;
  wire.request(kId, {}, facts, kNow);
  EXPECT_EQ(nlohmann::json::parse(wire.body()).at("messages").at(0).at("text"), facts.text);
  facts.v2 = false;
  facts.channel = Channel::mms;
  wire.request(kId, {}, facts, kNow);
  EXPECT_EQ(
      nlohmann::json::parse(wire.body()).at("messages").at(0).at("content").at("messageSegments").at(0).at("text"),
      facts.text);
}

TEST(WireBytes, ARequestTheProviderRefusesIsABrokenHalf) {
  const Words all = words();
  Wire wire(all);
  WireFacts facts = facts_of(Channel::sms);
  const std::string too_long(256, 'x');
  facts.campaign = too_long;
  EXPECT_THROW(wire.request(kId, {}, facts, kNow), std::logic_error);
}

TEST(WireBytes, AnAnswerComesOutAsItWentIn) {
  const Words all = words();
  Wire wire(all);
  core::SendAnswer said;
  said.message = kId;
  said.try_number = 2;
  said.http_status = 200;
  said.status = &all.statuses[1];
  for (const Channel channel : {Channel::sms, Channel::mms}) {
    const core::SendAnswer heard = wire.answer(said, facts_of(channel), kNow);
    EXPECT_EQ(wire.body(),
              R"({"messages":[{"messageId":"aebagbafaydqqcikbmga2dqpca","status":{"groupId":1,"groupName":"PENDING",)"
              R"("id":26,"name":"PENDING_ACCEPTED","description":"Message accepted"},"destination":"41793026727"}]})");
    EXPECT_EQ(heard.message, kId);
    EXPECT_EQ(heard.try_number, 2U);
    EXPECT_EQ(heard.status->id, 26);
  }
}

}  // namespace
}  // namespace dlr::sim
