// One malformed report, wherever it stands, costs its neighbours nothing; a reader is as good after a refusal as
// before.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/infobip/report_reader.h"
#include "tests/infobip/bodies.h"
#include "tests/infobip/reference_reader.h"

namespace dlr::core::infobip {
namespace {

std::string name_of(int i) { return std::string("m").append(std::to_string(i)); }

// The reports of a batch, each with its own id, the one at `bad` replaced.
std::string batch(int size, int bad, const std::string& malformed) {
  std::string body = R"({"results":[)";
  for (int i = 0; i < size; ++i) {
    if (i > 0) body += ',';
    body += i == bad ? malformed
                     : R"({"messageId":")" + name_of(i) + R"(","status":{"groupId":3,"id":)" + std::to_string(i) + "}}";
  }
  return body + "]}";
}

TEST(ReportBatches, AMalformedReportCostsItsNeighboursNothing) {
  ReportReader reader;
  for (const int size : {1, 2, 100, 2000}) {
    for (const int bad : {0, size / 2, size - 1}) {
      for (const std::string& malformed :
           {std::string("null"), std::string("7"), std::string("{}"), std::string(R"({"messageId":"x","status":9})"),
            std::string(R"([{"messageId":"x","status":{"id":5}}])"),
            R"({"messageId":")" + std::string(201, 'x') + "\"}"}) {
        const std::string body = batch(size, bad, malformed);
        const ReadReports read = reader.read(body);
        ASSERT_FALSE(read.refused);
        ASSERT_EQ(read.reports.size(), static_cast<std::size_t>(size));
        for (int i = 0; i < size; ++i) {
          const DeliveryReport& report = read.reports[static_cast<std::size_t>(i)];
          ASSERT_EQ(report.malformed, i == bad) << malformed;
          ASSERT_EQ(report.status == nullptr, i == bad);
          if (i == bad) continue;
          ASSERT_EQ(report.foreign_id, name_of(i));
          ASSERT_EQ(report.status->id, i);
          ASSERT_EQ(report.error, nullptr);
        }
      }
    }
  }
}

TEST(ReportBatches, WhatOneReportSaysIsNotTheNextOnes) {
  ReportReader reader;
  const std::string body = R"({"results":[)" + std::string(kReportV2) + "," + std::string(kLeastReport) + ",{}," +
                           std::string(kReportV3) + "]}";
  EXPECT_EQ(describe(reader.read(body)),
            (std::vector<std::string>{std::string(kReportV2Described),
                                      "id m | status -1 '' 5 '' '' | error none | done none | parts 0", "malformed",
                                      std::string(kReportV3Described)}));
}

// The reader remembers what it read: that must not show, however often an object comes again and whatever stands
// behind.
TEST(ReportBatches, WhatWasReadBeforeIsReadAlikeAndAsStrictly) {
  ReportReader reader;
  const auto report = [](int i, const std::string& behind) {
    const std::string row = R"({"groupId":2,"id":)" + std::to_string(i) + R"(,"name":"N)" + std::to_string(i) +
                            R"(","description":"d","permanent":true,"x":[{"y":{}}]})";
    return R"({"status":)" + row + behind + R"( ,"error":)" + row + R"(,"messageId":"m","status":{"id":1}})";
  };
  for (int round = 0; round < 3; ++round) {
    std::string body = R"({"results":[)";
    for (int i = 0; i < 100; ++i) body += (i > 0 ? "," : "") + report(i, "");
    body += "]}";
    const ReadReports read = reader.read(body);
    ASSERT_EQ(read.reports.size(), 100U);
    EXPECT_EQ(describe(read), reference_reports(body).reports) << "round " << round;
  }
  for (const int i : {0, 99}) {
    for (const char* behind : {"}", "x", " {}", "\"\"", ":", "]"}) {
      EXPECT_TRUE(reader.read(body_of(report(i, behind))).refused) << behind;
    }
    EXPECT_TRUE(reader.read(body_of(report(i, "")).substr(0, 60)).refused) << "cut short";
  }
}

// What is remembered ends with its brace, whatever white space is before or behind that.
TEST(ReportBatches, WhatWasReadBeforeIsNotTheBeginningOfAnother) {
  const auto report = [](const std::string& status) { return R"({"messageId":"m","status":)" + status + "}"; };
  for (const std::string before : {"", " ", " \n\t"}) {
    for (const std::string behind : {"", " ", " \n\t"}) {
      const std::string begin = R"({"groupId":3,"id":5)" + before, least = report(begin + "}" + behind);
      const std::string body =
          R"({"results":[)" + least + "," + report(begin + R"(,"name":"MORE"})") + "," + least + "]}";
      ReportReader reader;  // that remembers nothing yet
      const ReadReports read = reader.read(body);
      ASSERT_EQ(read.reports.size(), 3U);
      EXPECT_EQ(describe(read), reference_reports(body).reports);
      EXPECT_EQ(read.reports[1].status->name, "MORE");
    }
  }
}

TEST(ReportBatches, AReaderIsAsGoodAfterARefusal) {
  ReportReader reader;
  const std::string good = body_of(kReportV3, 100);
  const std::vector<std::string> expected(100, std::string(kReportV3Described));
  for (const std::string& bad : {good.substr(0, good.size() - 1), std::string("{\"results\":[\"\xE9\"]"), std::string(),
                                 good + "x", std::string("{\"results\":[[[[[[[[[[")}) {
    ASSERT_TRUE(reader.read(bad).refused);
    ASSERT_EQ(describe(reader.read(good)), expected);
  }
}

TEST(ReportBatches, AMovedReaderReadsOn) {
  ReportReader first;
  ASSERT_FALSE(first.read(body_of(kReportV3)).refused);
  ReportReader second = std::move(first);
  EXPECT_EQ(describe(second.read(body_of(kReportV2))), std::vector<std::string>{std::string(kReportV2Described)});
}

}  // namespace
}  // namespace dlr::core::infobip
