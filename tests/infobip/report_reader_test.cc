#include "core/infobip/report_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "core/message_id.h"
#include "tests/infobip/bodies.h"
#include "tests/infobip/reference_reader.h"

namespace dlr::core::infobip {
namespace {

using testing::ElementsAre;

// The one report of {"results":[report]}, as a line.
std::string read_one(std::string_view report) {
  ReportReader reader;
  const std::string body = body_of(report);
  const ReadReports read = reader.read(body);
  if (read.refused) return "refused: " + std::string(read.refused->reason);
  EXPECT_EQ(read.reports.size(), 1U);
  return read.reports.empty() ? "" : describe(read.reports[0]);
}

// The least report with one field more, before the others.
std::string with(std::string_view field) { return "{" + std::string(field) + R"(,"messageId":"m","status":{"id":5}})"; }
constexpr std::string_view kLeast = "id m | status -1 '' 5 '' '' | error none | done none | parts 0";

TEST(ReportReader, ReadsEveryGenerationAlike) {
  EXPECT_EQ(read_one(kReportV3), kReportV3Described);
  EXPECT_EQ(read_one(kReportV2), kReportV2Described);
  EXPECT_EQ(read_one(kReportMms2), kReportMms2Described);
  EXPECT_EQ(read_one(kReportMms1), kReportMms1Described);
  EXPECT_EQ(read_one(kLeastReport), kLeast);
}

TEST(ReportReader, KeepsTheOrderOfTheBody) {
  ReportReader reader;
  const std::string body = std::string(R"({"bulk":1,"results":[)") + std::string(kReportV3) + " ,\n" +
                           std::string(kReportV2) + "\t,\r" + std::string(kReportMms1) +
                           R"(],"more":[{"results":[]}]} )";
  EXPECT_THAT(describe(reader.read(body)), ElementsAre(kReportV3Described, kReportV2Described, kReportMms1Described));
}

TEST(ReportReader, AnEmptyPullHasNoReports) {
  ReportReader reader;
  for (const char* body : {R"({"results":[]})", " { \"results\" : [ ] } ", "\xEF\xBB\xBF{\"results\":[]}"}) {
    const ReadReports read = reader.read(body);
    EXPECT_FALSE(read.refused) << body;
    EXPECT_TRUE(read.reports.empty()) << body;
  }
}

TEST(ReportReader, WhiteSpaceMayStandAnywhere) {
  EXPECT_EQ(read_one("\t{ \"messageId\" :\r\n\"m\"\t, \"status\" : { \"id\" : 5 } , \"smsCount\" : 3 \n }"),
            "id m | status -1 '' 5 '' '' | error none | done none | parts 3");
}

TEST(ReportReader, MintedIdsAreToldFromForeignOnes) {
  ReportReader reader;
  const std::string minted = to_text({7, 1'234'567, 0x0123456789abcdef});
  const auto read_id = [&reader](const std::string& id) {
    const std::string body = body_of(R"({"status":{"id":5},"messageId":")" + id + "\"}");
    return reader.read(body).reports[0];
  };
  EXPECT_EQ(read_id(minted).message, (MessageId{7, 1'234'567, 0x0123456789abcdef}));
  EXPECT_EQ(read_id(minted).foreign_id, "");
  // In the form of ours, whoever made it: the tag, which the tracker checks, says that nobody did.
  EXPECT_EQ(read_id(std::string(26, 'a')).foreign_id, "");
  for (const std::string& id : {minted + "a", minted.substr(1), std::string(25, 'a') + "b", std::string("MESSAGE-1"),
                                std::string("0189c1a0-7a3e-7cc2-98c4-dc0c0c07398f"), std::string(200, 'x')}) {
    EXPECT_EQ(read_id(id).foreign_id, id);
    EXPECT_FALSE(read_id(id).malformed);
  }
}

TEST(ReportReader, AnIdIsOneTo200Bytes) {
  const auto report = [](const std::string& id) { return R"({"status":{"id":5},"messageId":)" + id + "}"; };
  const auto quoted = [](const std::string& id) { return "\"" + id + "\""; };
  EXPECT_EQ(read_one(report(quoted(std::string(200, 'x')))).substr(0, 5), "id xx");
  for (const std::string& id : {quoted(""), quoted(std::string(201, 'x')), std::string("null"), std::string("12"),
                                std::string("[]"), std::string("{}"), std::string("true")}) {
    EXPECT_EQ(read_one(report(id)), "malformed") << id;
  }
}

TEST(ReportReader, AReportWithoutIdOrStatusIsMalformed) {
  for (const char* report :
       {R"({"status":{"id":5}})", R"({"messageId":"m"})", "{}", R"({"messageId":"m","status":null})",
        R"({"messageId":"m","status":5})", R"({"messageId":"m","status":"DELIVERED"})",
        R"({"messageId":"m","status":[{"id":5}]})", R"({"messageId":"m","status":{}})",
        R"({"messageId":"m","status":{"description":"only"}})", R"({"messageId":"m","status":{"id":null,"name":""}})",
        "null", "5", "\"text\"", "true", "[]", R"([{"messageId":"m","status":{"id":5}}])"}) {
    EXPECT_EQ(read_one(report), "malformed") << report;
  }
}

TEST(ReportReader, OneWordOfTheStatusIsEnough) {
  EXPECT_EQ(read_one(R"({"messageId":"m","status":{"groupId":3}})").substr(0, 28), "id m | status 3 '' -1 '' '' ");
  EXPECT_EQ(read_one(R"({"messageId":"m","status":{"groupName":"g"}})").substr(0, 30),
            "id m | status -1 'g' -1 '' '' ");
  EXPECT_EQ(read_one(R"({"messageId":"m","status":{"name":"n"}})").substr(0, 30), "id m | status -1 '' -1 'n' '' ");
  EXPECT_EQ(read_one(R"({"messageId":"m","status":{"id":0}})").substr(0, 29), "id m | status -1 '' 0 '' '' |");
}

// What a report says of the error that has these fields.
std::string error(std::string_view fields) {
  const std::string line = read_one(with(R"("error":{)" + std::string(fields) + "}"));
  const std::size_t at = line.find("error ");
  return line.substr(at, line.find(" |", at) - at);
}

TEST(ReportReader, OneWordOfTheErrorIsEnough) {
  EXPECT_EQ(error(R"("groupId":1)"), "error 1 '' -1 '' ''");
  EXPECT_EQ(error(R"("id":27)"), "error -1 '' 27 '' ''");
  EXPECT_EQ(error(R"("groupName":"g")"), "error -1 'g' -1 '' ''");
  EXPECT_EQ(error(R"("name":"n")"), "error -1 '' -1 'n' ''");
  EXPECT_EQ(error(R"("description":"d","permanent":true)"), "error none");
}

TEST(ReportReader, AnErrorWithoutAnIdHasTheOneOfItsName) {
  const std::string named = R"("groupName":"HANDSET_ERRORS","name":"ec_absent_subscriber")";
  for (int again = 0; again < 2; ++again)
    EXPECT_EQ(error(named), "error -1 'HANDSET_ERRORS' 27 'ec_absent_subscriber' ''");
  EXPECT_EQ(error(named + R"(,"id":28)"), "error -1 'HANDSET_ERRORS' 28 'ec_absent_subscriber' ''");
  EXPECT_EQ(error(R"("name":"NO_ERROR","id":null)"), "error -1 '' 0 'NO_ERROR' ''");
}

TEST(ReportReader, AReaderMayBeMoved) {
  ReportReader first;
  const std::string body = body_of(kLeastReport);
  ASSERT_THAT(describe(first.read(body)), ElementsAre(kLeast));
  ReportReader second(std::move(first));
  EXPECT_THAT(describe(second.read(body)), ElementsAre(kLeast));
  ReportReader third;
  third = std::move(second);
  EXPECT_THAT(describe(third.read(body)), ElementsAre(kLeast));
}

TEST(ReportReader, OptionalFieldsThatMakeNoSenseAreAsIfMissing) {
  for (const std::string field : {"doneAt", "messageCount", "smsCount", "mmsCount", "error", "callbackData", "price",
                                  "platform", "bulkId", "to", "sender", "sentAt", "nobodyKnowsThis"}) {
    for (const char* value : {"null", "{}", "[]", "[1,[2,{\"a\":null}]]", "\"\"", "\"text\"", "true", "false", "-1",
                              "1.5", "1e300", "{\"id\":[],\"name\":7,\"groupId\":null,\"groupName\":{}}"}) {
      EXPECT_EQ(read_one(with("\"" + field + "\":" + value)), kLeast) << field << ' ' << value;
    }
  }
}

TEST(ReportReader, WordsOfStatusAndErrorThatMakeNoSenseAreAsIfMissing) {
  const std::string before = R"({"messageId":"m","status":{"id":5,)";
  for (const char* value : {"null", "{}", "[]", "\"\"", "true", "-1", "2147483648", "5.5", "\"x\"", "\"-7\""}) {
    EXPECT_EQ(read_one(before + R"("groupId":)" + value + "}}"), kLeast) << value;
    EXPECT_EQ(read_one(R"({"messageId":"m","status":{"groupId":3,"id":)" + std::string(value) + "}}"),
              "id m | status 3 '' -1 '' '' | error none | done none | parts 0");
  }
  EXPECT_EQ(read_one(R"({"messageId":"m","status":{"groupId":3,"id":2147483647}})"),
            "id m | status 3 '' 2147483647 '' '' | error none | done none | parts 0");
  for (const char* name : {"groupName", "name", "description", "action"}) {
    for (const char* value : {"null", "{}", "[\"a\"]", "true", "7"}) {
      EXPECT_EQ(read_one(before + "\"" + name + "\":" + value + "}}"), kLeast) << name << ' ' << value;
    }
  }
  for (const char* value : {"null", "\"true\"", "1", "[]"}) {
    EXPECT_EQ(read_one(with(R"("error":{"id":27,"permanent":)" + std::string(value) + "}")),
              "id m | status -1 '' 5 '' '' | error -1 '' 27 '' '' | done none | parts 0");
  }
}

TEST(ReportReader, PartsAreOneTo255UnderAnyOfThreeNames) {
  const auto parts = [](const std::string& fields) {
    const std::string line = read_one(with(fields));
    return line.substr(line.rfind(' ') + 1);
  };
  for (const std::string name : {"messageCount", "smsCount", "mmsCount"}) {
    const std::string key = "\"" + name + "\":";
    EXPECT_EQ(parts(key + "1"), "1");
    EXPECT_EQ(parts(key + "255"), "255");
    EXPECT_EQ(parts(key + "\"255\""), "255");
    EXPECT_EQ(parts(key + "2.0"), "2");
    EXPECT_EQ(parts(key + "20e-1"), "2");
    for (const char* absurd : {"0", "256", "-1", "65537", "4294967297", "\"0\"", "\" 2\"", "\"2 \"", "\"02\"", "\"+2\"",
                               "1e-1", "1e400", "18446744073709551617"}) {
      EXPECT_EQ(parts(key + absurd), "0") << absurd;
    }
  }
  EXPECT_EQ(parts(R"("mmsCount":4,"smsCount":3,"messageCount":2)"), "2");
  EXPECT_EQ(parts(R"("mmsCount":4,"smsCount":3,"messageCount":null)"), "3");
}

TEST(ReportReader, ANumberWrittenAsATextIsANumber) {
  EXPECT_EQ(read_one(R"({"messageId":"m","status":{"id":"5","groupId":"3"},"error":{"id":"0"},"smsCount":"2"})"),
            "id m | status 3 '' 5 '' '' | error -1 '' 0 '' '' | done none | parts 2");
}

TEST(ReportReader, OfDoubledKeysTheFirstCounts) {
  EXPECT_EQ(read_one(R"({"messageId":"m","messageId":"other","status":{"id":5,"id":6,"name":"a","name":"b"},)"
                     R"("status":{"id":7},"smsCount":1,"smsCount":2,"error":{"id":27},"error":null,)"
                     R"("doneAt":"2019-11-09T16:00:00.000+0000","doneAt":"2020-11-09T16:00:00.000+0000"})"),
            "id m | status -1 '' 5 'a' '' | error -1 '' 27 '' '' | done 1573315200000 | parts 1");
  EXPECT_EQ(read_one(with(R"("error":{"groupId":1,"groupId":2,"groupName":"g","groupName":"h","permanent":true,)"
                          R"("permanent":false})")),
            "id m | status -1 '' 5 '' '' | error 1 'g' -1 '' '' permanent | done none | parts 0");
  // Also where it makes no sense.
  EXPECT_EQ(read_one(R"({"messageId":null,"messageId":"m","status":{"id":5}})"), "malformed");
  EXPECT_EQ(read_one(with(R"("smsCount":null,"smsCount":2)")), kLeast);
  ReportReader reader;
  EXPECT_TRUE(reader.read(R"({"results":null,"results":[]})").refused);
  EXPECT_THAT(describe(reader.read(R"({"results":[{"messageId":"m","status":{"id":5}}],"results":[1,2],"results":3})")),
              ElementsAre(kLeast));
}

TEST(ReportReader, NamesAreExact) {
  EXPECT_EQ(read_one(R"({"MessageId":"x","messageId":"m","messageIdx":"y","message":"z","status":{"ID":6,"id":5}})"),
            kLeast);
  // Written with escapes they are the same names; one with a quote in it is another.
  EXPECT_EQ(read_one(R"({"me\u0073sageId":"m","\u0073tatus":{"i\u0064":5}})"), kLeast);
  EXPECT_EQ(read_one(R"({"messageId\"":"x","messageId\u0022:":"y","messageId":"m","status":{"id":5}})"), kLeast);
}

TEST(ReportReader, EscapesAreUndone) {
  EXPECT_EQ(read_one(R"({"messageId":"m","status":{"id":5,"name":"\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\ud83d\ude00"}})"),
            "id m | status -1 '' 5 '\"\\/\b\f\n\r\tA\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80' '' | error none | done none "
            "| parts 0");
}

TEST(ReportReader, BrokenTextIsMended) {
  const auto name = [](std::string_view text) {
    const std::string line = read_one(R"({"messageId":"m","status":{"id":5,"name":")" + std::string(text) + "\"}}");
    const std::string front = "id m | status -1 '' 5 '";
    return line.substr(front.size(), line.find('\'', front.size()) - front.size());
  };
  for (const char* lone : {"\\ud800", "\\udc00", "\\uDBFF", "\\uDFFF"}) {
    EXPECT_EQ(name(std::string("a") + lone + "b"),
              "a\xEF\xBF\xBD"
              "b")
        << lone;
  }
  EXPECT_EQ(name("\\udc00\\ud800"), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(name("\\udc00\\udc00"), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(name("\\ud800\\ud800\\udc00"), "\xEF\xBF\xBD\xF0\x90\x80\x80");
  EXPECT_EQ(name("\\ud800\\n"), "\xEF\xBF\xBD\n");
  EXPECT_EQ(name("caf\xE9"), "caf\xEF\xBF\xBD");
  EXPECT_EQ(name("\xC3"), "\xEF\xBF\xBD");                                  // broken off by the closing quote
  EXPECT_EQ(name("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // a surrogate in UTF-8
  EXPECT_EQ(name("\xFF\xC3\xA9"), "\xEF\xBF\xBD\xC3\xA9");
}

TEST(ReportReader, OneBrokenByteCostsNoReport) {
  ReportReader reader;
  std::string report(kReportV3);
  report.replace(report.find("InfoSMS"), 1, "\xE9");
  EXPECT_EQ(describe(reader.read(body_of(report, 100))),
            std::vector<std::string>(100, std::string(kReportV3Described)));
}

TEST(ReportReader, DatesThatCannotBeAreAsIfMissing) {
  for (const char* date : {"2019-02-29T16:00:00.000+0000", "0000-00-00T00:00:00.000+0000", "2019-11-09",
                           "1970-01-01T00:00:00.000+0000", "0001-01-01T00:00:00.000+0000", "yesterday"}) {
    EXPECT_EQ(read_one(with(R"("doneAt":")" + std::string(date) + "\"")), kLeast) << date;
  }
}

}  // namespace
}  // namespace dlr::core::infobip
