// The reader against a second one, on another parser: the same reports from any order of keys and from 10 000 spoilt
// bodies, or both refuse.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "core/infobip/report_reader.h"
#include "tests/infobip/bodies.h"
#include "tests/infobip/reference_reader.h"

namespace dlr::core::infobip {
namespace {

using Opinion = ReferenceReports::Opinion;

// Whether there was anything to compare.
bool agree(ReportReader& reader, const std::string& body) {
  const ReferenceReports reference = reference_reports(body);
  const ReadReports read = reader.read(body);
  if (reference.opinion == Opinion::none) return false;
  EXPECT_EQ(read.refused.has_value(), reference.opinion == Opinion::not_json) << body;
  EXPECT_EQ(describe(read), reference.reports) << body;
  return true;
}

std::string object_of(std::vector<std::string> fields, std::mt19937_64& random) {
  std::shuffle(fields.begin(), fields.end(), random);
  std::string object = "{";
  for (const std::string& field : fields) object += (object.size() > 1 ? "," : "") + field;
  return object + "}";
}

TEST(ReportDifferential, AnIdWithCapitalsMayBeSomebodyElses) {
  ReportReader reader;
  for (const char* id : {"aebagbidaydqqcikbmga2dqpca", "aebAgbidaydqqcikbmga2dqpca", "AEBAGBIDAYDQQCIKBMGA2DQPCA"}) {
    EXPECT_TRUE(agree(reader, body_of(R"({"messageId":")" + std::string(id) + R"(","status":{"groupId":3}})")));
  }
}

TEST(ReportDifferential, TheOrderOfKeysMeansNothing) {
  std::mt19937_64 random(4);
  ReportReader reader;
  for (int i = 0; i < 2'000; ++i) {
    const std::string status =
        object_of({R"("groupId":3)", R"("groupName":"DELIVERED")", R"("id":5)", R"("name":"DELIVERED_TO_HANDSET")",
                   R"("description":"d")", R"("action":"a")"},
                  random);
    const std::string error = object_of({R"("groupId":1)", R"("groupName":"HANDSET_ERRORS")", R"("id":27)",
                                         R"("name":"EC")", R"("description":"e")", R"("permanent":true)"},
                                        random);
    const std::string report =
        object_of({R"("messageId":"m")", R"("bulkId":"b")", R"("to":"41")", R"("sender":"s")", R"("mccMnc":"22801")",
                   R"("sentAt":"2019-11-09T16:00:00.000+0000")", R"("doneAt":"2019-11-09T16:00:00.250+0000")",
                   R"("messageCount":2)", R"("smsCount":3)", R"("price":{"pricePerMessage":0.01,"currency":"EUR"})",
                   "\"status\":" + status, "\"error\":" + error, R"("campaignReferenceId":"c")"},
                  random);
    const std::string body = body_of(report);
    ASSERT_EQ(describe(reader.read(body)),
              (std::vector<std::string>{"id m | status 3 'DELIVERED' 5 'DELIVERED_TO_HANDSET' 'd' | error 1 "
                                        "'HANDSET_ERRORS' 27 'EC' 'e' permanent | done 1573315200250 | parts 2"}));
    ASSERT_TRUE(agree(reader, body));
  }
}

// What is put into a body: characters and words that matter to JSON or to the fields.
const std::vector<std::string> kPieces{"\"",
                                       "\\",
                                       "{",
                                       "}",
                                       "[",
                                       "]",
                                       ":",
                                       ",",
                                       " ",
                                       "\n",
                                       "0",
                                       "-",
                                       "1e5",
                                       ".",
                                       "null",
                                       "true",
                                       "\\u0041",
                                       "\\ud800",
                                       "\\udc00",
                                       "\xE9",
                                       "\xC3\xA9",
                                       "\xF0\x9F",
                                       "\x01",
                                       "\"messageId\":\"x\",",
                                       "\"status\":",
                                       "\"id\":",
                                       "{}",
                                       "[]",
                                       "\"2\"",
                                       "256",
                                       "\"doneAt\":\"2020-01-01T00:00:00Z\","};

std::string spoilt(std::string body, std::mt19937_64& random) {
  const auto below = [&random](std::size_t end) { return static_cast<std::size_t>(random() % end); };
  for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
    const std::size_t at = below(body.size());
    switch (below(5)) {
      case 0:
        body[at] = static_cast<char>(static_cast<unsigned char>(random() & 0xFF));
        break;
      case 1:
        body.erase(at, 1 + below(8));
        break;
      case 2:
        body.insert(at, kPieces[below(kPieces.size())]);
        break;
      case 3:
        body.insert(at, body.substr(below(body.size()), below(60)));
        break;
      default: {  // a value, where one stands
        const std::size_t colon = body.find(':', at);
        const std::size_t end = colon == std::string::npos ? colon : body.find_first_of(",}", colon);
        if (end == std::string::npos) break;
        body.replace(colon + 1, end - colon - 1, kPieces[below(kPieces.size())]);
      }
    }
    if (body.empty()) body = " ";
  }
  return body;
}

TEST(ReportDifferential, TenThousandSpoiltBodiesAreReadAlike) {
  std::mt19937_64 random(5);
  ReportReader reader;
  const std::vector<std::string> bodies{
      body_of(kReportV3), body_of(kReportV2, 2), body_of(kReportMms1), body_of(kLeastReport, 3),
      R"({"results":[)" + std::string(kLeastReport) + "," + std::string(kReportMms2) + R"(],"after":{"a":[1,"\n"]}})"};
  int compared = 0;
  int read = 0;
  for (int i = 0; i < 10'000; ++i) {
    const std::string body = spoilt(bodies[static_cast<std::size_t>(i) % bodies.size()], random);
    compared += agree(reader, body) ? 1 : 0;
    read += reader.read(body).refused ? 0 : 1;
    ASSERT_FALSE(HasFailure()) << "body " << i;
  }
  EXPECT_GT(compared, 9'900);
  EXPECT_GT(read, 1'500) << "hardly a body is JSON still: nothing was compared";
}

}  // namespace
}  // namespace dlr::core::infobip
