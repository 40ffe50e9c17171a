// The two halves of the wire share no code. What one of them writes, the other reads as a third reader does that knows
// nothing of ours: requests, answers, reports.
#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/infobip/report_reader.h"
#include "core/infobip/send_request.h"
#include "core/infobip/send_response.h"
#include "core/message_id.h"
#include "sim/mock_provider/report_writer.h"
#include "sim/mock_provider/send_request_reader.h"
#include "sim/mock_provider/send_response.h"
#include "tests/infobip/reference_reader.h"

namespace dlr::sim {
namespace {

using nlohmann::json;
namespace infobip = core::infobip;

constexpr Instant kNow = instant_from_ms(1'796'000'000'000);
const MessageId kId(0x010203, 0x0405060708, 0x090a0b0c0d0e0f10);

// What is hard on a writer: quotes, controls, a solidus, all lengths of UTF-8, one text longer than any block.
const std::vector<std::string> kTexts{"Hello",
                                      "",
                                      "\"quoted\" and \\ and /",
                                      "line\nfeed\r\ttab\b\f",
                                      std::string("\x01\x1f\x7f\0z", 5),
                                      "29 \u20ac for \u00e9very \U0001F600",
                                      std::string(1'000, 'x') + "\"" + std::string(63, 'y')};

constexpr std::array<std::pair<infobip::SendApi, mock::SendApi>, 3> kApis{{
    {infobip::SendApi::sms_v3, mock::SendApi::sms_v3},
    {infobip::SendApi::sms_v2, mock::SendApi::sms_v2},
    {infobip::SendApi::mms_v2, mock::SendApi::mms_v2},
}};

TEST(Halves, ARequestIsReadAsItWasMeant) {
  mock::SendRequestReader reader;
  std::uint64_t ids = 0;
  for (const auto& [ours, theirs] : kApis) {
    const bool v2 = theirs == mock::SendApi::sms_v2;
    const bool mms = theirs == mock::SendApi::mms_v2;
    for (const std::string& text : kTexts) {
      const std::string foreign = "their-" + text.substr(0, 40);
      const std::array<infobip::Recipient, 2> recipients{
          {{PhoneNumber{41793026727}, kId, ""}, {PhoneNumber{15}, {}, foreign}}};
      const std::array<infobip::MmsSegment, 1> segments{{{infobip::MmsSegment::Type::text, "", "", text}}};
      infobip::OutgoingMessage message;
      message.sender = text;
      message.recipients = recipients;
      message.text = text;
      message.segments = segments;
      message.callback_data = text;
      message.intermediate_report = true;
      message.validity = std::chrono::minutes{90};
      message.campaign_reference_id = "sale";
      std::string body;
      infobip::append_send_request(body, ours, {{&message, 1}, true});

      const json third = json::parse(body).at("messages").at(0);
      const mock::ReadRequest& read = reader.read(theirs, body, kNow, ids);
      ASSERT_TRUE(read.accepted()) << body;
      const mock::SendMessage& one = read.request.messages.at(0);
      EXPECT_EQ(third.value(v2 ? "from" : "sender", ""), one.sender);
      const json content = v2 ? third : third.at("content");
      EXPECT_EQ(mms ? content.at("messageSegments").at(0).at("text") : content.at("text"),
                mms ? one.segments.at(0).text : one.text);
      EXPECT_EQ(mms ? one.segments.at(0).text : one.text, text);
      for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(third.at("destinations").at(i).at("to"), one.destinations.at(i).to);
        EXPECT_EQ(third.at("destinations").at(i).at("messageId"), one.destinations[i].message_id);
      }
      EXPECT_EQ(one.destinations[0].message_id, core::to_text(kId));
      EXPECT_EQ(one.destinations[1].message_id, foreign);
      EXPECT_EQ(one.destinations[1].to, "15");
      EXPECT_EQ(one.callback_data, text);
      EXPECT_TRUE(one.intermediate_report && one.notify);
      EXPECT_EQ(one.validity, std::chrono::minutes{90});
      EXPECT_EQ(one.campaign_reference_id, "sale");
      EXPECT_EQ(one.count_in_response, !mms);
    }
  }
}

TEST(Halves, AnAnswerIsReadAsItWasMeant) {
  infobip::SendResponseReader reader;
  for (const auto& [ours, theirs] : kApis) {
    const bool v2 = theirs == mock::SendApi::sms_v2;
    for (const std::string& text : kTexts) {
      const std::string foreign = "their-" + text.substr(0, 40);
      const std::string minted = core::to_text(kId);
      const std::string name = "R" + text;
      const std::array<mock::MessageAnswer, 2> answers{
          {{minted, "41793026727", {1, 26, "PENDING", "PENDING_ACCEPTED", text}, text, 2},
           {foreign, text, {5, 6, "REJECTED", name, ""}, "", std::nullopt}}};
      std::string body;
      mock::append_send_response(body, theirs, text, answers);

      const json third = json::parse(body).at("messages");
      const infobip::SendResponse read = reader.read(200, body, "", kNow);
      ASSERT_EQ(read.named.size(), 2U) << body;
      EXPECT_EQ(read.named[0].message, kId);
      EXPECT_EQ(read.named[1].foreign_id, foreign);
      EXPECT_EQ(read.named[0].parts, theirs == mock::SendApi::mms_v2 ? 0 : 2);
      for (std::size_t i = 0; i < 2; ++i) {
        const json& status = third.at(i).at("status");
        EXPECT_EQ(status.at("groupId"), read.named[i].status->group_id);
        EXPECT_EQ(status.at("groupName"), read.named[i].status->group_name);
        EXPECT_EQ(status.at("id"), read.named[i].status->id);
        EXPECT_EQ(status.at("name"), read.named[i].status->name);
        EXPECT_EQ(status.value("description", ""), read.named[i].status->description);
        EXPECT_EQ(status.value("action", ""), answers[i].action);
        EXPECT_EQ(third.at(i).value(v2 ? "to" : "destination", ""), answers[i].destination);
      }
    }
  }
}

constexpr std::array kShapes{mock::ReportShape::v3, mock::ReportShape::v2, mock::ReportShape::mms_v1_push,
                             mock::ReportShape::mms_v1_pull};

// Both texts outlive it.
mock::WireReport report_saying(std::string_view id, std::string_view text) {
  static const mock::StatusText status({2, 52, "UNDELIVERABLE", "UNDELIVERABLE_NOT_DELIVERED", "not \"delivered\""});
  static const mock::ErrorText error({1, 27, "HANDSET_ERRORS", "EC_ABSENT_SUBSCRIBER", "Absent\nSubscriber", true});
  mock::WireReport report;
  report.bulk_id = report.sender = report.callback_data = report.campaign_reference_id = text;
  report.message_id = id;
  report.to = PhoneNumber{41793026727};
  report.sent_at = kNow;
  report.done_at = kNow + Duration{1'234};
  report.zone_minutes = 330;
  report.parts = 3;
  report.mcc_mnc = "22801";
  report.price_micros = 10'000;
  report.currency = "EUR";
  report.status = &status;
  report.error = &error;
  return report;
}

TEST(Halves, AReportIsReadAsItWasMeant) {
  infobip::ReportReader reader;
  for (const mock::ReportShape shape : kShapes) {
    mock::ReportWriter writer(shape);
    for (const std::string& text : kTexts) {
      for (const std::string& id : {core::to_text(kId), "their-" + text.substr(0, 40)}) {
        const std::vector<mock::WireReport> reports{report_saying(id, text), report_saying("second", text)};
        std::string body;
        writer.append_body(body, reports);
        EXPECT_EQ(json::parse(body).at("results").at(0).at("messageId"), id);

        const infobip::ReadReports read = reader.read(body);
        ASSERT_EQ(read.reports.size(), 2U) << body;
        EXPECT_EQ(infobip::describe(read), infobip::reference_reports(body).reports);
        const DeliveryReport& first = read.reports[0];
        EXPECT_EQ(first.foreign_id.empty() ? core::to_text(first.message) : std::string(first.foreign_id), id);
        EXPECT_EQ(first.status->description, "not \"delivered\"");
        EXPECT_EQ(first.error->description, "Absent\nSubscriber");
        EXPECT_EQ(first.error->permanent, shape != mock::ReportShape::mms_v1_pull);
        EXPECT_EQ(first.done_at, kNow + Duration{1'234});
        EXPECT_EQ(first.parts, 3);
      }
    }
  }
}

TEST(Halves, AMalformedReportAtAnyPlaceCostsItsNeighboursNothing) {
  infobip::ReportReader reader;
  for (const mock::ReportShape shape : kShapes) {
    mock::ReportWriter writer(shape);
    for (const std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{9}}) {
      for (const std::size_t bad : {std::size_t{0}, size / 2, size - 1}) {
        for (std::size_t how = 0; how < mock::kMalformations; ++how) {
          std::string body;
          writer.open_body(body);
          for (std::size_t i = 0; i < size; ++i) {
            const std::string id = "m" + std::to_string(i);
            const mock::WireReport report = report_saying(id, kTexts[0]);
            if (i == bad) {
              writer.append_malformed(body, report, static_cast<mock::Malformation>(how));
            } else {
              writer.append_report(body, report);
            }
          }
          writer.close_body(body);

          const infobip::ReadReports read = reader.read(body);
          ASSERT_EQ(read.reports.size(), size) << body;
          for (std::size_t i = 0; i < size; ++i) {
            ASSERT_EQ(read.reports[i].malformed, i == bad) << "way " << how << ", place " << i << " of " << body;
            ASSERT_EQ(read.reports[i].foreign_id, i == bad ? "" : "m" + std::to_string(i));
          }
          ASSERT_EQ(infobip::describe(read), infobip::reference_reports(body).reports);
        }
      }
    }
  }
}

}  // namespace
}  // namespace dlr::sim
