// How often memory is asked for while bodies are read and written, and what becomes of a body for which there is none.
#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/infobip/report_reader.h"
#include "core/infobip/send_request.h"
#include "core/infobip/send_response.h"
#include "tests/infobip/bodies.h"
#include "tests/infobip/reference_reader.h"
#include "tests/memory/scarcity.h"

namespace dlr::core::infobip {
namespace {

using scarcity::Denial;
using scarcity::deny_each;
using scarcity::relent;
using scarcity::Truce;

using Lines = std::vector<std::string>;
constexpr std::string_view kNoMemory = "no memory";

TEST(ReportReader, AllocatesNothingOnceItsBuffersHaveGrown) {
  const std::string longest = body_of(kReportV3, 100);
  const std::string shorter = body_of(kReportV2, 7);
  const std::string escaped = body_of(R"({"messageId":"a\u0062\n","status":{"name":"\u00e9\"","id":"5"}})", 90);
  const std::string refused = longest.substr(0, longest.size() - 1);
  ReportReader reader;
  const std::uint64_t before_first = scarcity::counts().asked;
  ASSERT_EQ(reader.read(longest).reports.size(), 100U);
  EXPECT_GT(scarcity::counts().asked, before_first) << "the count counts nothing";
  const std::uint64_t before = scarcity::counts().asked;
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(reader.read(longest).reports.size(), 100U);
    ASSERT_EQ(reader.read(shorter).reports.size(), 7U);
    ASSERT_EQ(reader.read(escaped).reports.size(), 90U);
    ASSERT_TRUE(reader.read(refused).refused);
  }
  EXPECT_EQ(scarcity::counts().asked - before, 0U);
}

class NoMemory : public testing::TestWithParam<Denial> {};

// Calls read() until it gets through, and says whether it did at once. Where it does not, it must say so, by
// std::bad_alloc or by `false`, also when it is asked once more while there still is no memory; then there is some
// again.
template <class Read>
bool read_until_through(Read&& read) {
  for (int denied = 0; denied < 3; ++denied) {
    try {
      if (read()) return denied == 0;
    } catch (const std::bad_alloc&) {
    }
    if (denied == 1) relent();
  }
  ADD_FAILURE() << "there is memory, and it is not read";
  return false;
}

// A report of each kind, ids of both forms, escapes that are undone; many, so that all that grows does so more than
// once.
std::string reports_of_every_kind(std::string_view broken_text) {
  std::string reports;
  for (int i = 0; i < 12; ++i) {
    const std::string number = std::to_string(i);
    for (const std::string_view report : {kReportV3, kReportV2, kReportMms2, kReportMms1}) {
      reports.append(report).append(",");
    }
    reports += R"({"messageId":"a\u0062)" + number + R"(","status":{"id":5,"name":"S)" + number + R"("},"doneAt":1},)";
    reports += R"({"messageId":"m)" + number + R"(","status":{"id":7,"description":")";
    reports.append(broken_text).append(R"("}},{"no":"report"},)");
  }
  return body_of(reports + std::string(kLeastReport));
}

void deny_reports(Denial denial, const std::string& body) {
  const std::string small = body_of(kLeastReport);
  ReportReader fine;
  const Lines expected = describe(fine.read(body)), expected_of_small = describe(fine.read(small));
  ASSERT_EQ(expected.size(), 12U * 7 + 1);
  // A small one first, so that the buffers are there and must grow; another time, so that they need not.
  const std::pair<const std::string*, const Lines*> order[] = {
      {&small, &expected_of_small}, {&body, &expected}, {&body, &expected}, {&small, &expected_of_small}};
  const std::uint64_t tried = deny_each(denial, [&] {
    std::optional<ReportReader> reader;
    bool at_once = read_until_through([&] { return reader.emplace(), true; });
    for (const auto& [each, lines] : order) {
      const bool through = read_until_through([&, lines = lines, each = each] {
        const ReadReports read = reader->read(*each);
        const Truce truce;
        if (!read.refused) {
          EXPECT_EQ(describe(read), *lines);
          return true;
        }
        EXPECT_EQ(read.refused->reason, kNoMemory);
        EXPECT_TRUE(read.reports.empty());
        return false;
      });
      at_once = at_once && through;
    }
    return at_once;
  });
  EXPECT_GT(tried, 8U);
}

TEST_P(NoMemory, ReportsAreReadWholeOrNotAtAllAndOnceMore) { deny_reports(GetParam(), reports_of_every_kind("ok")); }

TEST_P(NoMemory, SoAreReportsWhoseTextMustBeMended) {
  deny_reports(GetParam(), "\xEF\xBB\xBF" + reports_of_every_kind("a\xFFz\xC3"));
}

// All that a response says, as lines.
Lines describe(const SendResponse& response) {
  Lines lines{std::to_string(static_cast<int>(response.others.kind)) + " " +
              std::to_string(response.others.http_status) + " wait " +
              std::to_string(response.others.retry_after.value_or(Duration{-1}).count())};
  lines.emplace_back(response.error_id);
  lines.emplace_back(response.error_text);
  for (const SendAnswer& answer : response.named) {
    std::string line = std::to_string(answer.message.sequence()) + " " + std::string(answer.foreign_id) + " " +
                       std::to_string(answer.parts) + " ";
    if (answer.status != nullptr) line.append(answer.status->name).append(" ").append(answer.status->description);
    lines.push_back(line);
  }
  return lines;
}

std::string answers_of_every_kind() {
  std::string messages;
  for (int i = 0; i < 40; ++i) {
    messages += R"({"messageId":"m)" + std::to_string(i) + R"(","status":{"id":26,"name":"S)" + std::to_string(i) +
                R"(","description":"caf\u00e9 \ud800"},"smsCount":2},)" + "\n";
  }
  return R"({"bulkId":")"
         "\xC3"
         R"(","messages":[)" +
         messages + R"({"messageId":"aebagbafaydqqcikbmga2dqpca","status":{"id":6},"details":{"messageCount":3}}]})";
}

TEST_P(NoMemory, SendResponsesAreReadWholeOrNotAtAllAndOnceMore) {
  constexpr Instant kNow = instant_from_ms(1'795'800'000'000);
  constexpr std::string_view kWait = "Fri, 31 Dec 2027 23:59:59 GMT";
  constexpr std::string_view kError =
      R"({"requestError":{"serviceException":{"messageId":"TOO_MANY_REQUESTS","text":"caf\u00e9 )"
      "\xFF"
      R"("}}})";
  const std::pair<std::uint16_t, std::string> order[] = {{429, std::string(kError)},
                                                         {200, answers_of_every_kind()},
                                                         {200, R"({"messages":[]})"},
                                                         {200, answers_of_every_kind()},
                                                         {503, std::string(kError)}};
  std::vector<Lines> expected;
  for (SendResponseReader fine; const auto& [status, body] : order) {
    expected.push_back(describe(fine.read(status, body, kWait, kNow)));
  }
  ASSERT_EQ(expected[1].size(), 3U + 41);
  const std::uint64_t tried = deny_each(GetParam(), [&] {
    std::optional<SendResponseReader> reader;
    bool at_once = read_until_through([&] { return reader.emplace(), true; });
    for (std::size_t i = 0; i < std::size(order); ++i) {
      const auto& [status, body] = order[i];
      const bool through = read_until_through([&, status = status, &body = body] {
        const SendResponse response = reader->read(status, body, kWait, kNow);
        const Truce truce;
        if (!response.unreadable) {
          EXPECT_EQ(describe(response), expected[i]);
          return true;
        }
        // What it comes to without its body is told all the same: whether the provider has it, nobody knows after a
        // 2xx.
        EXPECT_EQ(response.unreadable->reason, kNoMemory);
        EXPECT_TRUE(response.named.empty() && response.error_id.empty() && response.error_text.empty());
        EXPECT_EQ(describe(response)[0], expected[i][0]);
        return false;
      });
      at_once = at_once && through;
    }
    return at_once;
  });
  EXPECT_GT(tried, 8U);
}

TEST_P(NoMemory, WhatStoodBeforeASendRequestIsKept) {
  const MessageId id(0x010203, 0x0405060708, 0x090a0b0c0d0e0f10);
  const Recipient to[] = {{PhoneNumber{41793026727}, id, ""}, {PhoneNumber{41793026700}, {}, "their \xFF id"}};
  const std::string text(500, '\n'), link(100, 'l');
  const MmsSegment segments[] = {{MmsSegment::Type::text, "one", "", text},
                                 {MmsSegment::Type::link, "", "image/png", link}};
  OutgoingMessage message;
  message.sender = "InfoSMS";
  message.recipients = to;
  message.text = text;
  message.language = "TR";
  message.segments = segments;
  message.callback_url = link;
  message.callback_data = "broken \xE2\x82 text";
  message.validity = std::chrono::hours{48};
  const std::array<OutgoingMessage, 3> messages{message, message, message};
  for (const SendApi api : {SendApi::sms_v3, SendApi::sms_v2, SendApi::mms_v2}) {
    const std::string before = "what stands before";
    std::string expected = before;
    append_send_request(expected, api, {messages, true});
    const std::uint64_t tried = deny_each(GetParam(), [&] {
      std::string out = before;
      return read_until_through([&] {
        try {
          append_send_request(out, api, {messages, true});
        } catch (const std::bad_alloc&) {
          EXPECT_TRUE(out.starts_with(before));
          out.resize(before.size());
          throw;
        }
        EXPECT_EQ(out, expected);
        return true;
      });
    });
    EXPECT_GT(tried, 4U);
  }
}

INSTANTIATE_TEST_SUITE_P(Denied, NoMemory, testing::Values(Denial::once, Denial::from_then_on),
                         [](const auto& test) { return test.param == Denial::once ? "Once" : "FromThenOn"; });

}  // namespace
}  // namespace dlr::core::infobip
