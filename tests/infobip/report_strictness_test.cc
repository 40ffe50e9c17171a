// A body is JSON from its first byte to its last, or nothing in it takes effect.
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/infobip/report_reader.h"
#include "tests/infobip/bodies.h"
#include "tests/infobip/reference_reader.h"

namespace dlr::core::infobip {
namespace {

using Opinion = ReferenceReports::Opinion;

void expect_refused(const std::string& body) {
  ReportReader reader;
  // An earlier body must not lend its end to this one.
  ASSERT_FALSE(reader.read(body_of(kReportV3, 3)).refused);
  const ReadReports read = reader.read(body);
  EXPECT_TRUE(read.refused) << body;
  EXPECT_TRUE(read.reports.empty()) << body;
  if (read.refused) {
    EXPECT_FALSE(read.refused->reason.empty());
    EXPECT_LE(read.refused->offset, body.size());
  }
  EXPECT_EQ(reference_reports(body).opinion, Opinion::not_json) << "the test itself is wrong about " << body;
}

TEST(ReportStrictness, TheOutermostIsAnObjectWithAnArrayOfResults) {
  for (const char* body : {"",
                           " ",
                           "\xEF\xBB\xBF",
                           "null",
                           "true",
                           "5",
                           "\"text\"",
                           "[]",
                           "{}",
                           "[{\"results\":[]}]",
                           R"({"results":null})",
                           R"({"results":{}})",
                           R"({"results":"[]"})",
                           R"({"result":[]})",
                           R"({"Results":[]})",
                           R"({"data":{"results":[]}})",
                           "results",
                           "<results/>",
                           "\xEF\xBB\xBF\xEF\xBB\xBF{\"results\":[]}",
                           "\xFE\xFF{\"results\":[]}"}) {
    expect_refused(body);
  }
}

// What is wrong, wherever it hides: in a field that nobody reads, behind the array, in a report, in a malformed one.
const char* const kWrong[] = {"",
                              ",",
                              ":",
                              "]",
                              "}",
                              "[",
                              "{",
                              "[1,]",
                              "[,1]",
                              "[1 2]",
                              "[1:2]",
                              "[1,,2]",
                              "[}",
                              "{]",
                              "{\"a\"}",
                              "{\"a\":}",
                              "{\"a\":1,}",
                              "{,\"a\":1}",
                              "{\"a\" 1}",
                              "{\"a\":1 \"b\":2}",
                              "{\"a\":\"b\":1}",
                              "{\"a\":1:2}",
                              "{a:1}",
                              "{1:1}",
                              "{'a':1}",
                              "{\"a\":1,,\"b\":2}",
                              "{\"a\":{}:1}",
                              "{null:1}",
                              "01",
                              "-",
                              "-a",
                              "+1",
                              "1.",
                              ".5",
                              "1.e5",
                              "1e",
                              "1e+",
                              "0x10",
                              "1_000",
                              "--1",
                              "1-",
                              "00",
                              "-01",
                              "Infinity",
                              "NaN",
                              "tru",
                              "truee",
                              "True",
                              "nul",
                              "nulll",
                              "fals",
                              "TRUE",
                              "undefined",
                              "truefalse",
                              "1true",
                              "\"a\"b",
                              "\"a\"1",
                              "1\"a\"",
                              "\"a\"\"b\"",
                              "\"a\" \"b\"",
                              "'a'",
                              "\"\\x\"",
                              "\"\\u12\"",
                              "\"\\u12G4\"",
                              "\"\\u\"",
                              "\"\\\"",
                              "\"a\nb\"",
                              "\"a\tb\"",
                              "\"\x01\"",
                              "\"\x1f\"",
                              "\xE9",
                              "1\x0c",
                              "\x0c",
                              "\x1a",
                              "1\xC2\xA0",
                              "//x\n1",
                              "/**/1",
                              "1;",
                              "(1)",
                              "\"\\ud800\\u12\"",
                              "{\"\\x\":1}",
                              "{\"\\u12\":1}",
                              "{\"a\nb\":1}"};

TEST(ReportStrictness, WhatIsWrongIsFoundWhereverItHides) {
  for (const std::string wrong : kWrong) {
    const std::string report(kLeastReport);
    expect_refused(R"({"before":)" + wrong + R"(,"results":[)" + report + "]}");
    expect_refused(R"({"results":[)" + report + R"(],"after":)" + wrong + "}");
    expect_refused(R"({"results":[)" + report + "," + wrong + "]}");
    expect_refused(R"({"results":[)" + report + R"(,{"messageId":"m","status":{"id":5},"price":)" + wrong + "}]}");
    for (const char* key : {"messageId", "status", "error", "doneAt", "messageCount", "unknown"}) {
      expect_refused(R"({"results":[)" + report + R"(,{")" + key + R"(":)" + wrong + "}]}");
    }
    for (const char* key : {"groupId", "name", "permanent", "action"}) {
      expect_refused(R"({"results":[)" + report + R"(,{"error":{")" + key + R"(":)" + wrong +
                     R"(},"status":{"id":5}}]})");
    }
    expect_refused(R"({"results":[)" + report + R"(],"deep":[[{"a":[[1,)" + wrong + "]]}]]}");
    // A key met before is passed over, and is looked at all the same.
    expect_refused(R"({"results":[)" + report + R"(],"results":)" + wrong + "}");
    expect_refused(R"({"results":[{"messageId":"m","messageId":)" + wrong + R"(,"status":{"id":5}}]})");
  }
}

TEST(ReportStrictness, NothingButSpaceMayFollow) {
  const std::string body = body_of(kLeastReport);
  for (const std::string rest : {"{}", "1", "x", ",", "]", "}", "\"", "null", "\x0c", "/*c*/", "\xEF\xBB\xBF"}) {
    expect_refused(body + rest);
    expect_refused(body + " " + rest);
    expect_refused(rest == "\xEF\xBB\xBF" ? rest + rest + body : rest + body);
  }
  expect_refused(body + std::string(1, '\0'));
  expect_refused(std::string(1, '\0') + body);
  ReportReader reader;
  EXPECT_FALSE(reader.read(body + " \r\n\t").refused);
}

TEST(ReportStrictness, ACutBodyIsRefusedAtEveryByte) {
  for (const std::string_view report : {kReportV3, kReportV2}) {
    std::string body = body_of(report, 2);
    body.replace(body.find("InfoSMS"), 7, "\\u00e9\xC3\xA9");  // so that escapes and characters are cut as well
    ReportReader reader;
    ASSERT_EQ(reader.read(body).reports.size(), 2U);
    for (std::size_t length = 0; length < body.size(); ++length) {
      const std::string cut = body.substr(0, length);
      ASSERT_FALSE(reader.read(body).refused);
      const ReadReports read = reader.read(cut);
      ASSERT_TRUE(read.refused && read.reports.empty()) << cut;
      ASSERT_LE(read.refused->offset, length);
    }
  }
}

TEST(ReportStrictness, SixtyFourLevelsAreReadAndNoMore) {
  const auto nested = [](int levels, const std::string& open, const std::string& close) {
    std::string value;
    for (int i = 0; i < levels; ++i) value += open;
    value += "1";
    for (int i = 0; i < levels; ++i) value += close;
    return value;
  };
  ReportReader reader;
  for (const auto& [open, close] : {std::pair("[", "]"), std::pair("{\"a\":", "}")}) {
    EXPECT_FALSE(reader.read(R"({"x":)" + nested(63, open, close) + R"(,"results":[]})").refused);
    expect_refused(R"({"x":)" + nested(64, open, close) + R"(,"results":[]})");
    // Inside a report three are taken: the body, the array, the report.
    EXPECT_FALSE(reader.read(R"({"results":[{"x":)" + nested(61, open, close) + "}]}").refused);
    expect_refused(R"({"results":[{"x":)" + nested(62, open, close) + "}]}");
    expect_refused(R"({"x":)" + nested(100'000, open, close) + R"(,"results":[]})");
  }
  // The levels of one report are given back to the next.
  EXPECT_FALSE(reader.read(body_of(R"({"x":)" + nested(61, "[", "]") + "}", 50)).refused);
}

TEST(ReportStrictness, AGigabyteIsTooLong) {
  // Nobody reads it, so no memory is taken for it.
  constexpr std::size_t kBytes = std::size_t{1} << 30;
  void* const pages = ::mmap(nullptr, kBytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  ASSERT_NE(pages, MAP_FAILED);
  ReportReader reader;
  const ReadReports read = reader.read({static_cast<const char*>(pages), kBytes});
  EXPECT_TRUE(read.reports.empty());
  ASSERT_TRUE(read.refused);
  EXPECT_EQ(read.refused->reason, "too long");
  ::munmap(pages, kBytes);
  EXPECT_FALSE(reader.read(body_of(kLeastReport)).refused) << "the reader is spoilt";
}

// Each sequence of up to four tokens, where anything may stand: whoever reads it by the letter agrees.
TEST(ReportStrictness, EveryFewTokensAreJsonOrRefused) {
  const std::vector<std::string> tokens{"{", "}", "[", "]", ",", ":", "\"a\"", "1", " ", "\"b\\n\""};
  std::vector<std::string> sequences{""};
  for (std::size_t begin = 0, length = 0; length < 4; ++length) {
    const std::size_t end = sequences.size();
    for (; begin < end; ++begin) {
      for (const std::string& token : tokens) sequences.push_back(sequences[begin] + token);
    }
  }
  ReportReader reader;
  std::size_t read = 0;
  for (const std::string& sequence : sequences) {
    for (const std::string& body : {R"({"results":[],"x":)" + sequence + "}", R"({"results":[)" + sequence + "]}"}) {
      const bool refused = reader.read(body).refused.has_value();
      ASSERT_EQ(refused, reference_reports(body).opinion == Opinion::not_json) << body;
      read += refused ? 0 : 1;
    }
  }
  EXPECT_GT(read, 100U);
}

TEST(ReportStrictness, ARefusalSaysWhereAndWhy) {
  ReportReader reader;
  const auto read_once = [&reader](const std::string& body) {
    const ReadReports read = reader.read(body);
    return read.refused ? std::string(read.refused->reason) + " at " + std::to_string(read.refused->offset) : "none";
  };
  const auto refusal = [&read_once](const std::string& body) {
    const std::string first = read_once(body), again = read_once(body);
    return first == again ? first : first + ", then " + again;  // something was remembered of what was refused
  };
  EXPECT_EQ(refusal(R"({"results":[01]})"), "unexpected character at 12");
  EXPECT_EQ(refusal(R"({"results":[1 2]})"), "unexpected character at 14");
  EXPECT_EQ(refusal("{\"results\":[\"a\x01\"]}"), "a control character in a string at 14");
  // The first thing that is wrong is named, whatever else is.
  EXPECT_EQ(refusal(R"({"results":[{"a":nul},{"b":tru}]})"), "unexpected character at 17");
  EXPECT_EQ(refusal(R"({"results":[{"a" 1}]})"), "unexpected character at 17");
  EXPECT_EQ(refusal(R"({"results":[{"status":{"groupId":1,"id":nul}}]})"), "unexpected character at 40");
  EXPECT_EQ(refusal(R"({"results":[{"status":{"groupId":1,"x":[nul]}}]})"), "unexpected character at 40");
  EXPECT_EQ(refusal(R"({"results":[{"status":{"id":"\x"}},01]})"), "a bad escape at 29");
  EXPECT_EQ(refusal(R"({"a\x":1})"), "a bad escape at 3");
  EXPECT_EQ(refusal(R"({"a\x":1,"b":nul})"), "a bad escape at 3");
  EXPECT_EQ(refusal("{\"results\":[\"a \x01\"]}"), "a control character in a string at 15");
  EXPECT_EQ(refusal("\"\x01\""), "a control character in a string at 1");
  EXPECT_EQ(refusal("{\"results\":[\"a\\\"\x01\"]}"), "a control character in a string at 16");
  EXPECT_EQ(refusal(R"({"results":["a\x"]})"), "a bad escape at 14");
  EXPECT_EQ(refusal(R"({"results":[]} {})"), "something after the end at 15");
  EXPECT_EQ(refusal(R"({"results":[]} x)"), "no closing brace at the end at 16");
  EXPECT_EQ(refusal(R"({"results":[1)"), "no closing brace at the end at 13");
  EXPECT_EQ(refusal(R"({"results":[{})"), "the body ends too early at 14");
  EXPECT_EQ(refusal(R"({"results":["a)"), "the body ends too early at 14");
  EXPECT_EQ(refusal(""), "the body ends too early at 0");
  EXPECT_EQ(refusal("[]"), "unexpected character at 0");
  EXPECT_EQ(refusal("  []"), "unexpected character at 2");
  EXPECT_EQ(refusal("{}"), "no object with an array `results` at 0");
  // Counted in the bytes that came in, not in the mended ones.
  EXPECT_EQ(refusal("\xEF\xBB\xBF{\"results\":[\"\xE9\xE9\",01]}"), "unexpected character at 20");
}

TEST(ReportReader, WhatIsNoObjectIsNotRememberedAsOne) {
  const auto body = [](const std::string& field) {
    return R"({"results":[{"messageId":"m","status":{"id":5},)" + field + "}]}";
  };
  for (const char* value : {"5", "null", "true"}) {
    ReportReader reader;
    const std::string error = R"("error":)" + std::string(value);
    EXPECT_FALSE(reader.read(body(error)).refused) << value;
    EXPECT_TRUE(reader.read(body(error + "x")).refused) << value;
  }
}

}  // namespace
}  // namespace dlr::core::infobip
