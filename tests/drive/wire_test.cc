// The wire drive, byte by byte: what stands in a request, an answer and a callback, and that what comes out is what
// went in.
#include "sim/drive/wire.h"

#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/message_id.h"
#include "core/tracker.h"
#include "sim/faults/absurd_times.h"

namespace dlr::sim {
namespace {

constexpr Instant kWireNow = instant_from_ms(1'573'315'200'000);      // 2019-11-09T16:00:00Z
const MessageId kWireId(0x010203, 0x0405060708, 0x090a0b0c0d0e0f10);  // aebagbafaydqqcikbmga2dqpca

Words words() {
  return {{{3, 5, "DELIVERED", "DELIVERED_TO_HANDSET", "Message delivered to handset"},
           {1, 26, "PENDING", "PENDING_ACCEPTED", "Message accepted"}},
          {{0, 0, "OK", "NO_ERROR", "No Error", false}}};
}

WireFacts facts_of(Channel channel) {
  WireFacts facts;
  facts.to = PhoneNumber{41793026727};
  facts.sent = kWireNow;
  facts.sender = "InfoSMS";
  facts.mccmnc = "22801";
  facts.campaign = "sale";
  facts.channel = channel;
  return facts;
}

DeliveryReport report_of(const Words& words, const ProviderError* error) {
  DeliveryReport report;
  report.message = kWireId;
  report.status = &words.statuses[0];
  report.error = error;
  report.done_at = kWireNow + Duration{250};
  report.parts = 1;
  return report;
}

std::string callback(const Words& words, const DeliveryReport& said, const WireFacts& facts) {
  Wire wire(words);
  const std::span<const DeliveryReport> read = wire.reports({&said, 1}, {&facts, 1});
  EXPECT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].message, kWireId);
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
// only far off is one, in both drives the same.
TEST(WireBytes, AnAbsurdDoneAtIsWrittenAndReadAsItIsMeant) {
  const Words all = words();
  int times = 0;
  for (const AbsurdTime& absurd : kAbsurdTimes) {
    WireFacts facts = facts_of(Channel::sms);
    facts.done_at_text = absurd.text;
    DeliveryReport said = report_of(all, &all.errors[0]);
    said.done_at = absurd.read;
    const std::string body = callback(all, said, facts);
    EXPECT_EQ(nlohmann::json::parse(body).at("results").at(0).at("doneAt").get<std::string>(), absurd.text);
    times += absurd.read ? 1 : 0;
  }
  EXPECT_EQ(times, 3);
}

// A foreign id that looks minted is no other in one drive than in the other: the tag decides, else it is foreign.
TEST(WireBytes, AForeignIdInTheFormOfAMintedOneIsFoundAsOne) {
  const Words all = words();
  struct Sink {
    std::vector<CampaignStatus> said;
    void on_event(const CampaignEvent& event) { said.push_back(event.status); }
    void on_closed(const core::Closed&) {}
  };
  const std::string small = core::to_text(kWireId), capitals = "AEBAGBAFAYDQQCIKBMGA2DQPCA";
  for (const std::string& foreign : {small, capitals}) {
    for (const bool on_the_wire : {false, true}) {
      Sink sink;
      core::Tracker<Sink> tracker({}, sink);
      core::Submission submission;
      submission.recipient = PhoneNumber{33612345678};
      submission.context = tracker.intern({});
      submission.foreign_id = foreign;
      ASSERT_EQ(tracker.submit(submission, kWireNow).refusal, core::Refusal::none);
      const std::string other = foreign == small ? capitals : small;  // nobody's
      for (const std::string& id : {other, foreign}) {
        DeliveryReport said = report_of(all, nullptr);
        said.message = {};
        said.foreign_id = id;
        Wire wire(all);
        const WireFacts facts = facts_of(Channel::sms);
        const DeliveryReport heard = on_the_wire ? wire.reports({&said, 1}, {&facts, 1})[0] : said;
        tracker.on_delivery_reports({&heard, 1}, kWireNow + Duration{1'000});
      }
      EXPECT_EQ(tracker.counters().reports_tracked, 1U) << foreign << on_the_wire;
      EXPECT_EQ(tracker.counters().reports_unknown, 1U) << foreign << on_the_wire;
    }
  }
}

TEST(WireBytes, AMintedIdInCapitalsIsTheMessages) {
  const Words all = words();
  struct Sink {
    MessageId said;
    void on_event(const CampaignEvent& event) { said = event.message; }
    void on_closed(const core::Closed&) {}
  } sink;
  core::Tracker<Sink> tracker({}, sink);
  core::Submission submission;
  submission.recipient = PhoneNumber{33612345678};
  submission.context = tracker.intern({});
  const MessageId id = tracker.submit(submission, kWireNow).message;
  std::string capitals = core::to_text(id);
  for (char& c : capitals) c = static_cast<char>(c >= 'a' ? c - 'a' + 'A' : c);
  DeliveryReport said = report_of(all, nullptr);
  said.message = {};
  said.foreign_id = capitals;
  Wire wire(all);
  const WireFacts facts = facts_of(Channel::sms);
  tracker.on_delivery_reports(wire.reports({&said, 1}, {&facts, 1}), kWireNow + Duration{1'000});
  EXPECT_EQ(tracker.counters().reports_tracked, 1U);
  EXPECT_EQ(sink.said, id);
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
  wire.request(kWireId, {}, facts, kWireNow);
  EXPECT_EQ(wire.body(), R"({"messages":[{"sender":"InfoSMS","destinations":[{"to":"41793026727",)"
                         R"("messageId":"aebagbafaydqqcikbmga2dqpca"}],"content":{"text":"29 )"
                         "\u20ac"
                         R"( for \"two\""},"options":{"campaignReferenceId":"sale"},)"
                         R"("webhooks":{"delivery":{"intermediateReport":false},"contentType":"application/json"}}]})");
  facts.v2 = true;
  wire.request(kWireId, {}, facts, kWireNow);
  EXPECT_EQ(nlohmann::json::parse(wire.body()).at("messages").at(0).at("text"), facts.text);
  facts.v2 = false;
  facts.channel = Channel::mms;
  wire.request(kWireId, {}, facts, kWireNow);
  EXPECT_EQ(
      nlohmann::json::parse(wire.body()).at("messages").at(0).at("content").at("messageSegments").at(0).at("text"),
      facts.text);
}

TEST(WireBytes, ARequestBearsTheLanguageOfItsText) {
  const Words all = words();
  Wire wire(all);
  WireFacts facts = facts_of(Channel::sms);
  facts.text_options = {core::NationalLanguage::turkish, true, false, core::Transliteration::none};
  const auto language = [&](const char* within) {
    wire.request(kWireId, {}, facts, kWireNow);
    const nlohmann::json message = nlohmann::json::parse(wire.body()).at("messages").at(0);
    return (*within == 0 ? message : message.at(within)).at("language");
  };
  EXPECT_EQ(language("content"), (nlohmann::json{{"languageCode", "TR"}, {"singleShift", true}}));
  facts.v2 = true;
  EXPECT_EQ(language(""), (nlohmann::json{{"languageCode", "TR"}}));
}

TEST(WireBytes, ARequestTheProviderRefusesIsABrokenHalf) {
  const Words all = words();
  Wire wire(all);
  WireFacts facts = facts_of(Channel::sms);
  const std::string too_long(256, 'x');
  facts.campaign = too_long;
  EXPECT_THROW(wire.request(kWireId, {}, facts, kWireNow), std::logic_error);
}

TEST(WireBytes, AnAnswerComesOutAsItWentIn) {
  const Words all = words();
  Wire wire(all);
  core::SendAnswer said;
  said.message = kWireId;
  said.try_number = 2;
  said.http_status = 200;
  said.status = &all.statuses[1];
  for (const Channel channel : {Channel::sms, Channel::mms}) {
    const core::SendAnswer heard = wire.answer(said, facts_of(channel), kWireNow);
    EXPECT_EQ(wire.body(),
              R"({"messages":[{"messageId":"aebagbafaydqqcikbmga2dqpca","status":{"groupId":1,"groupName":"PENDING",)"
              R"("id":26,"name":"PENDING_ACCEPTED","description":"Message accepted"},"destination":"41793026727"}]})");
    EXPECT_EQ(heard.message, kWireId);
    EXPECT_EQ(heard.try_number, 2U);
    EXPECT_EQ(heard.status->id, 26);
  }
}

}  // namespace
}  // namespace dlr::sim
