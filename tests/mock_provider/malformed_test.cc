// One report that is wrong inside well-formed JSON, between two that are right.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/mock_provider/reports.h"

namespace dlr::sim::mock {
namespace {

using nlohmann::json;

json results_with(Malformation how, const WireReport& report) {
  ReportWriter writer(ReportShape::v3);
  std::string body;
  writer.open_body(body);
  writer.append_report(body, example());
  writer.append_malformed(body, report, how);
  writer.append_report(body, example());
  writer.close_body(body);
  return json::parse(body).at("results");
}

// What is wrong with an item, in the words of the enum; empty when nothing is.
std::string fault_of(const json& item) {
  if (item.is_null()) return "item_null";
  if (item.is_string()) return "item_text";
  if (item.is_number()) return "item_number";
  if (item.is_array()) return "item_array";
  if (!item.contains("messageId")) return "id_missing";
  if (item.at("messageId").is_null()) return "id_null";
  if (item.at("messageId") == "") return "id_empty";
  if (item.at("messageId").get<std::string>().size() > 200) return "id_too_long";
  if (!item.contains("status")) return "status_missing";
  if (item.at("status").is_null()) return "status_null";
  if (item.at("status").is_string()) return "status_text";
  if (item.at("status").empty()) return "status_empty";
  return "";
}

constexpr std::array<const char*, kMalformations> kFaults{
    "id_missing",  "id_empty",     "id_null",   "id_too_long", "status_missing", "status_null",
    "status_text", "status_empty", "item_null", "item_text",   "item_number",    "item_array"};

TEST(Malformed, EachWayIsWhatItSaysAndCostsItsNeighboursNothing) {
  for (std::size_t i = 0; i < kMalformations; ++i) {
    const json results = results_with(static_cast<Malformation>(i), everything());
    ASSERT_EQ(results.size(), 3U);
    EXPECT_EQ(fault_of(results.at(0)), "");
    EXPECT_EQ(fault_of(results.at(1)), kFaults[i]);
    EXPECT_EQ(fault_of(results.at(2)), "");
  }
}

TEST(Malformed, AlsoWhenNothingElseIsKnown) {
  for (std::size_t i = 0; i < kMalformations; ++i) {
    EXPECT_NE(fault_of(results_with(static_cast<Malformation>(i), WireReport{}).at(1)), "") << kFaults[i];
  }
}

TEST(Malformed, AWordStandsForEachWayEquallyOften) {
  std::array<int, kMalformations> hits{};
  for (std::uint64_t i = 0; i < 12'000; ++i) {
    ++hits.at(static_cast<std::size_t>(malformation_of(static_cast<std::uint32_t>((i << 32U) / 12'000))));
  }
  for (const int count : hits) EXPECT_NEAR(count, 1000, 1);
  EXPECT_EQ(malformation_of(0xffff'ffffU), Malformation::item_array);
}

}  // namespace
}  // namespace dlr::sim::mock
