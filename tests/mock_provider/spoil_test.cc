#include "sim/mock_provider/spoil.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "tests/mock_provider/reports.h"

namespace dlr::sim::mock {
namespace {

using nlohmann::json;

// Words all over the range.
std::vector<std::uint32_t> words() {
  std::vector<std::uint32_t> all{0, 0xffff'ffffU};
  for (std::uint32_t i = 1; i < 2000; ++i) all.push_back(i * 2'654'435'761U);
  return all;
}

// Bodies of both generations, and one with texts that look like JSON.
std::vector<std::string> bodies() {
  WireReport bare = example();
  bare.bulk_id = bare.sender = bare.currency = {};
  WireReport tricky = everything();
  tricky.callback_data = R"(,"messageId": "x":"y",[{"callbackData":")";
  tricky.mcc_mnc = ":";
  tricky.sender = ",";
  return {body_of(ReportShape::v3, {everything(), example()}), body_of(ReportShape::v2, {everything()}),
          body_of(ReportShape::v3, {bare}), body_of(ReportShape::v3, {tricky, tricky})};
}

TEST(Spoil, TruncatedIsAProperBeginningAndNeverJson) {
  for (const std::string& body : bodies()) {
    std::set<std::size_t> lengths;
    for (const std::uint32_t word : words()) {
      const std::string_view cut = truncated(body, word);
      lengths.insert(cut.size());
      EXPECT_TRUE(body.starts_with(cut));
      EXPECT_FALSE(json::accept(cut)) << cut;
    }
    EXPECT_EQ(*lengths.begin(), 1U);
    EXPECT_EQ(*lengths.rbegin(), body.size() - 1);
  }
}

TEST(Spoil, NotJsonIsNeverJsonInAllItsForms) {
  std::set<std::string> forms;
  for (const std::string& body : bodies()) {
    forms.clear();
    for (const std::uint32_t word : words()) {
      const std::string spoilt = not_json(body, word);
      EXPECT_FALSE(json::accept(spoilt)) << word << ' ' << spoilt;
      EXPECT_EQ(spoilt, not_json(body, word));
      forms.insert(spoilt);
    }
    EXPECT_GE(forms.size(), 8U);
  }
}

// A lenient reader: U+FFFD for every broken byte.
json mended(const std::string& body) {
  return json::parse(json(body).dump(-1, ' ', false, json::error_handler_t::replace));
}

bool is_utf8(const std::string& body) {
  try {
    return !json(body).dump().empty();
  } catch (const json::exception&) {
    return false;
  }
}

TEST(Spoil, BrokenUtf8LeavesJsonThatSaysTheSameAboutEveryMessage) {
  std::set<std::string> forms;
  for (const std::string& body : bodies()) {
    const json clean = json::parse(body);
    for (const std::uint32_t word : words()) {
      const std::string spoilt = broken_utf8(body, word);
      EXPECT_FALSE(is_utf8(spoilt));
      EXPECT_FALSE(json::accept(spoilt));  // strict about UTF-8
      const json read = json::parse(mended(spoilt).get<std::string>());
      ASSERT_EQ(read.at("results").size(), clean.at("results").size());
      for (std::size_t i = 0; i < clean.at("results").size(); ++i) {
        for (const char* name :
             {"messageId", "to", "status", "error", "sentAt", "doneAt", "messageCount", "smsCount"}) {
          EXPECT_EQ(read.at("results").at(i).value(name, json()), clean.at("results").at(i).value(name, json()));
        }
      }
      forms.insert(spoilt);
    }
  }
  EXPECT_GE(forms.size(), 40U);
}

}  // namespace
}  // namespace dlr::sim::mock
