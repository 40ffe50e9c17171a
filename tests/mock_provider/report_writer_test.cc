#include "sim/mock_provider/report_writer.h"

#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "sim/mock_provider/pen.h"
#include "tests/mock_provider/reports.h"

namespace dlr::sim::mock {
namespace {

using nlohmann::json;

json first_of(ReportShape shape, const WireReport& report) {
  return json::parse(body_of(shape, {report})).at("results").at(0);
}
json first_of(const WireReport& report) { return first_of(ReportShape::v3, report); }

std::set<std::string> names_of(const json& object) {
  std::set<std::string> names;
  for (const auto& item : object.items()) names.insert(item.key());
  return names;
}

// Name of each field in v3 and v2; `platform` has two in v2.
const std::map<ReportField, std::pair<const char*, std::set<std::string>>> kNames{
    {ReportField::bulk_id, {"bulkId", {"bulkId"}}},
    {ReportField::message_id, {"messageId", {"messageId"}}},
    {ReportField::to, {"to", {"to"}}},
    {ReportField::sender, {"sender", {"from"}}},
    {ReportField::sent_at, {"sentAt", {"sentAt"}}},
    {ReportField::done_at, {"doneAt", {"doneAt"}}},
    {ReportField::parts, {"messageCount", {"smsCount"}}},
    {ReportField::mcc_mnc, {"mccMnc", {"mccMnc"}}},
    {ReportField::callback_data, {"callbackData", {"callbackData"}}},
    {ReportField::price, {"price", {"price"}}},
    {ReportField::status, {"status", {"status"}}},
    {ReportField::error, {"error", {"error"}}},
    {ReportField::platform, {"platform", {"entityId", "applicationId"}}},
    {ReportField::campaign_reference_id, {"campaignReferenceId", {"campaignReferenceId"}}},
};

TEST(ReportWriter, EveryFieldCanBeLeftOutAndNoOtherGoesWithIt) {
  for (const auto& [field, names] : kNames) {
    WireReport report = everything();
    report.left_out = field;
    std::set<std::string> v3 = names_of(first_of(everything()));
    EXPECT_EQ(v3.erase(names.first), 1U);
    EXPECT_EQ(names_of(first_of(report)), v3);
    std::set<std::string> v2 = names_of(first_of(ReportShape::v2, everything()));
    for (const std::string& name : names.second) EXPECT_EQ(v2.erase(name), 1U) << name;
    EXPECT_EQ(names_of(first_of(ReportShape::v2, report)), v2);
  }
}

TEST(ReportWriter, EveryFieldCanBeNullAlsoWhenNothingIsKnown) {
  for (const auto& [field, names] : kNames) {
    for (WireReport report : {everything(), WireReport{}}) {
      report.nulls = field;
      EXPECT_TRUE(first_of(report).at(names.first).is_null()) << names.first;
      const json v2 = first_of(ReportShape::v2, report);
      for (const std::string& name : names.second) EXPECT_TRUE(v2.at(name).is_null()) << name;
    }
  }
}

TEST(ReportWriter, LeftOutBeatsNull) {
  WireReport report = everything();
  report.left_out = report.nulls = ReportField::done_at;
  EXPECT_FALSE(first_of(report).contains("doneAt"));
}

TEST(ReportWriter, StatusNobodyKnowsIsSaidAsGiven) {
  const StatusText only_group({17, kAbsent, "MELTED", "", ""});
  const StatusText only_name({kAbsent, kAbsent, "", "DELIVERED_TO_MARS", ""});
  const StatusText with_action({5, 999'999, "REJECTED", "REJECTED_X", "no"}, "Try later.");
  const StatusText nothing(ProviderStatus{});
  EXPECT_EQ(only_group.json(), R"({"groupId":17,"groupName":"MELTED"})");
  EXPECT_EQ(only_name.json(), R"({"name":"DELIVERED_TO_MARS"})");
  EXPECT_EQ(
      with_action.json(),
      R"({"groupId":5,"groupName":"REJECTED","id":999999,"name":"REJECTED_X","description":"no","action":"Try later."})");
  EXPECT_EQ(nothing.json(), "{}");
  WireReport report = example();
  report.status = &only_name;
  EXPECT_EQ(first_of(report).at("status"), json::parse(only_name.json()));
}

TEST(ReportWriter, OnlySmsV2SpellsOkAsOk) {
  const ErrorText failed({1, 27, "HANDSET_ERRORS", "EC_ABSENT_SUBSCRIBER", "Absent Subscriber", true});
  EXPECT_EQ(failed.json(), failed.json_sms_v2());
  EXPECT_EQ(json::parse(failed.json_sms_v2()).at("permanent"), true);
  EXPECT_FALSE(json::parse(failed.json_mms_v1_pull()).contains("permanent"));
  EXPECT_EQ(json::parse(no_error().json()).at("groupName"), "OK");
  EXPECT_EQ(json::parse(no_error().json_sms_v2()).at("groupName"), "Ok");
}

TEST(ReportWriter, TextsComeBackWhateverIsInThem) {
  // A quote, a backslash, a control character and two bytes of UTF-8 at every distance from both ends of a text.
  for (const std::string& nasty :
       std::vector<std::string>{"\"", "\\", "\n", std::string(1, '\0'), "\x1f", "\x7f", "\u00e9"}) {
    for (std::size_t before = 0; before < 20; ++before) {
      for (std::size_t after = 0; after < 20; ++after) {
        const std::string text = std::string(before, 'a') + nasty + std::string(after, 'b');
        WireReport report = example();
        report.callback_data = report.message_id = report.to_text = report.sender = report.bulk_id = text;
        const json back = first_of(report);
        for (const char* name : {"callbackData", "messageId", "to", "sender", "bulkId"}) EXPECT_EQ(back.at(name), text);
      }
    }
  }
}

TEST(ReportWriter, OfEntityAndApplicationEitherMayBeKnown) {
  WireReport entity = example(), application = example();
  entity.entity_id = "a-shop";
  entity.application_id = {};
  application.entity_id = {};
  application.application_id = "a-campaign";
  EXPECT_EQ(first_of(entity).at("platform"), json({{"entityId", "a-shop"}}));
  EXPECT_EQ(first_of(application).at("platform"), json({{"applicationId", "a-campaign"}}));
}

TEST(ReportWriter, LongestTextsHaveRoom) {
  const std::string quotes(4000, '"');
  WireReport report = everything();
  report.callback_data = report.campaign_reference_id = report.entity_id = report.application_id = quotes;
  report.currency = report.mcc_mnc = report.sender = quotes;
  report.parts = std::numeric_limits<std::int32_t>::min();
  report.price_micros = std::numeric_limits<std::int64_t>::max();
  const json back = first_of(report);
  EXPECT_EQ(back.at("callbackData"), quotes);
  EXPECT_EQ(back.at("platform").at("applicationId"), quotes);
  EXPECT_EQ(back.at("messageCount"), std::numeric_limits<std::int32_t>::min());
}

TEST(ReportWriter, DigitsAreCountedRightAroundEveryPowerOfTen) {
  std::uint64_t power = 1;
  for (std::size_t digits = 1; digits <= 19; ++digits, power *= 10) {
    EXPECT_EQ(decimal_digits(power), digits);
    EXPECT_EQ(decimal_digits(power * 9 + (power - 1)), digits);
  }
  EXPECT_EQ(decimal_digits(0), 1U);
  EXPECT_EQ(decimal_digits(std::numeric_limits<std::uint64_t>::max()), 20U);
}

TEST(ReportWriter, NumbersOfEveryLength) {
  std::uint64_t digits = 0;
  for (std::uint64_t next = 1; next <= 9; ++next) {
    digits = digits * 10 + next;
    WireReport report = example();
    report.to = {digits};
    report.parts = static_cast<std::int32_t>(digits);
    EXPECT_EQ(first_of(report).at("to"), std::to_string(digits));
    EXPECT_EQ(first_of(report).at("messageCount"), digits);
  }
  for (const auto& [micros, text] : std::map<std::int64_t, std::string>{
           {0, "0"}, {1, "0.000001"}, {100'000, "0.1"}, {1'050'000, "1.05"}, {12'345'678, "12.345678"}}) {
    WireReport report;
    report.price_micros = micros;
    EXPECT_EQ(body_of(ReportShape::v3, {report}), R"({"results":[{"price":{"pricePerMessage":)" + text + "}}]}");
  }
}

TEST(ReportWriter, TimestampsInAnyZone) {
  struct ZoneRow {
    std::int64_t ms;
    std::int16_t zone;
    const char* text;
  };
  for (const ZoneRow& row : std::vector<ZoneRow>{{0, 0, "1970-01-01T00:00:00.000+0000"},
                                                 {-1, 0, "1969-12-31T23:59:59.999+0000"},
                                                 {1'735'689'599'999, 0, "2024-12-31T23:59:59.999+0000"},
                                                 {1'735'689'599'999, 1, "2025-01-01T00:00:59.999+0001"},
                                                 {1'709'164'800'000, -1, "2024-02-28T23:59:00.000-0001"},
                                                 {1'709'164'800'007, 330, "2024-02-29T05:30:00.007+0530"},
                                                 {1'709'164'800'090, -720, "2024-02-28T12:00:00.090-1200"},
                                                 {253'402'300'799'999, 0, "9999-12-31T23:59:59.999+0000"},
                                                 {-62'167'219'200'000, 0, "0000-01-01T00:00:00.000+0000"}}) {
    WireReport report;
    report.done_at = instant_from_ms(row.ms);
    report.zone_minutes = row.zone;
    EXPECT_EQ(first_of(report).at("doneAt"), row.text);
  }
}

TEST(ReportWriter, InstantsBeyondFourDigitYearsAreLeftOut) {
  for (const std::int64_t ms : {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(),
                                std::int64_t{253'402'300'800'000}, std::int64_t{-62'167'219'200'001}}) {
    WireReport report = example();
    report.zone_minutes = 0;
    report.done_at = instant_from_ms(ms);
    EXPECT_FALSE(first_of(report).contains("doneAt")) << ms;
    EXPECT_TRUE(first_of(report).contains("sentAt"));
  }
}

TEST(ReportWriter, TheCachedDayIsNeverStale) {
  ReportWriter writer(ReportShape::v3);
  std::string body;
  writer.open_body(body);
  WireReport report;
  for (std::int64_t hour = 0; hour < 100; ++hour) {
    report.sent_at = instant_from_ms((hour * 7 % 100) * 3'600'000);
    report.done_at = instant_from_ms(hour * 3'600'000);
    writer.append_report(body, report);
  }
  writer.close_body(body);
  const json results = json::parse(body).at("results");
  for (std::int64_t hour = 0; hour < 100; ++hour) {
    const json& one = results.at(static_cast<std::size_t>(hour));
    for (const auto& [name, at] : {std::pair{"sentAt", hour * 7 % 100}, std::pair{"doneAt", hour}}) {
      const std::string text = one.at(name);
      EXPECT_EQ(parse_instant(text.substr(0, 23) + "Z"), instant_from_ms(at * 3'600'000)) << text;
    }
  }
}

TEST(ReportWriter, TheLargestCallbackIsWhole) {
  std::vector<WireReport> reports(kReportsPerCallbackMax, everything());
  std::string body;
  ReportWriter(ReportShape::v2).append_body(body, reports);
  const json results = json::parse(body).at("results");
  ASSERT_EQ(results.size(), 2000U);
  for (const json& one : results) EXPECT_EQ(one, results.front());
}

TEST(ReportWriter, AppendsAndLeavesWhatWasThere) {
  std::string out = "before";
  ReportWriter writer(ReportShape::v3);
  writer.append_body(out, {});
  writer.append_body(out, {});
  EXPECT_EQ(out, R"(before{"results":[]}{"results":[]})");
}

}  // namespace
}  // namespace dlr::sim::mock
