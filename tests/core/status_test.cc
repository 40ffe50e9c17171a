// The provider's tables against the rows in tests/data, which say in their own words what each status means; and the
// rules for statuses that are incomplete, misspelt or new.
#include "core/status.h"

#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dlr::core {
namespace {

// The rows of tests/data/`name`: `fields` columns, the last one running to the end of the line; without the heading.
std::vector<std::vector<std::string>> rows_of(const std::string& name, std::size_t fields) {
  std::ifstream file(std::string(DLR_TEST_DATA) + "/" + name);
  std::vector<std::vector<std::string>> rows;
  bool heading = true;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("#")) continue;
    if (!std::exchange(heading, false)) {
      std::vector<std::string>& row = rows.emplace_back();
      for (std::size_t from = 0; row.size() < fields;) {
        const std::size_t end = row.size() + 1 < fields ? line.find(',', from) : std::string::npos;
        row.push_back(line.substr(from, end == std::string::npos ? end : end - from));
        if (end == std::string::npos) break;
        from = end + 1;
      }
      EXPECT_EQ(row.size(), fields) << name << ": " << line;
    }
  }
  EXPECT_FALSE(rows.empty()) << name;
  return rows;
}

std::string response_word(Input input) {
  const std::map<Input, std::string> words{
      {Input::taken, "taken"}, {Input::rejected_response, "rejected"}, {Input::failed_response, "failed"}};
  return words.at(input);
}

std::string report_word(const ReportMeaning& meaning) {
  const std::map<Input, std::string> words{{Input::under_way, "under way"},
                                           {Input::report_delivered, "delivered"},
                                           {Input::report_rejected, "rejected"},
                                           {Input::report_failed, "failed"}};
  return words.at(meaning.input) + (meaning.unknown_status ? ", unknown status" : "");
}

// "response, response to a repeat, report, report of a repeat"
std::string meanings(const ProviderStatus& status) {
  return response_word(meaning_in_response(status, false)) + ", " + response_word(meaning_in_response(status, true)) +
         ", " + report_word(meaning_in_report(status, false)) + ", " + report_word(meaning_in_report(status, true));
}

struct StatusRow {
  std::int32_t group_id, id;
  std::string group_name, name, meanings, description;
};

const std::vector<StatusRow>& status_rows() {
  static const std::vector<StatusRow> rows = [] {
    std::vector<StatusRow> all;
    for (const auto& row : rows_of("provider_statuses.csv", 9)) {
      all.push_back({std::stoi(row[0]), std::stoi(row[1]), row[2], row[3],
                     row[4] + ", " + row[5] + ", " + row[6] + ", " + row[7], row[8]});
    }
    return all;
  }();
  return rows;
}

class EveryStatus : public testing::TestWithParam<std::size_t> {
 protected:
  const StatusRow& expected() const { return status_rows()[GetParam()]; }
};

TEST_P(EveryStatus, StandsInTheTableAndMeansWhatTheProviderSays) {
  ASSERT_EQ(statuses().size(), status_rows().size());
  const ProviderStatus& row = statuses()[GetParam()];
  EXPECT_EQ(row.group_id, expected().group_id);
  EXPECT_EQ(row.id, expected().id);
  EXPECT_EQ(row.group_name, expected().group_name);
  EXPECT_EQ(row.name, expected().name);
  EXPECT_EQ(row.description, expected().description);
  EXPECT_EQ(meanings(row), expected().meanings);
}

TEST_P(EveryStatus, MeansTheSameByGroupIdAndIdAlone) {
  const ProviderStatus status{expected().group_id, expected().id, {}, {}, {}};
  EXPECT_EQ(meanings(status), expected().meanings);
}

TEST_P(EveryStatus, MeansTheSameByNamesAloneInAnyCase) {
  std::string group = expected().group_name, name = expected().name;
  for (std::string* text : {&group, &name}) {
    for (std::size_t i = 0; i < text->size(); i += 2) (*text)[i] = static_cast<char>(std::tolower((*text)[i]));
  }
  EXPECT_EQ(meanings({kAbsent, kAbsent, group, name, {}}), expected().meanings);
  EXPECT_EQ(meanings({77, kAbsent, group, name, {}}), expected().meanings) << "beside a group id that nobody knows";
}

TEST_P(EveryStatus, MeansTheSameByItsOwnNameWhereThatStandsInOneGroup) {
  const std::string wanted = expected().name == "SIGNALS_BLOCKED"  // charged: EXPIRED, not charged: REJECTED
                                 ? "taken, taken, under way, unknown status, under way, unknown status"
                                 : expected().meanings;
  EXPECT_EQ(meanings({kAbsent, kAbsent, {}, expected().name, {}}), wanted);
  EXPECT_EQ(meanings({77, 888, "NEW_GROUP", expected().name, {}}), wanted);
}

TEST_P(EveryStatus, MeansTheSameByItsIdAloneWhereThatStandsInOneGroup) {
  const std::string wanted =
      expected().id == 87 ? "taken, taken, under way, unknown status, under way, unknown status" : expected().meanings;
  EXPECT_EQ(meanings({kAbsent, expected().id, {}, {}, {}}), wanted);
}

INSTANTIATE_TEST_SUITE_P(Rows, EveryStatus, testing::Range<std::size_t>(0, status_rows().size()), [](const auto& test) {
  const StatusRow& row = status_rows()[test.param];
  return std::to_string(row.group_id) + "_" + std::to_string(row.id) + "_" + row.name;
});

TEST(Status, ANameEndsWhereItEnds) {
  EXPECT_EQ(find_status(std::string_view("PENDING_ENROUTE!").substr(0, 15)), find_status("PENDING_ENROUTE"));
  ASSERT_NE(find_status("PENDING_ENROUTE"), nullptr);
  EXPECT_EQ(find_status("PENDING_ENROUTE!"), nullptr);
}

TEST(Status, GroupGoesBeforeWhatIdAndNameSay) {
  EXPECT_EQ(meanings({5, 5, "DELIVERED", "DELIVERED_TO_HANDSET", {}}), "rejected, rejected, rejected, rejected");
  EXPECT_EQ(meanings({kAbsent, 5, "expired", "DELIVERED_TO_HANDSET", {}}), "failed, failed, failed, failed");
  EXPECT_EQ(meanings({1, 999, "PENDING", "PENDING_OF_NEXT_YEAR", {}}), "taken, taken, under way, under way");
  EXPECT_EQ(meanings({2, 999, {}, {}, {}}), "failed, failed, failed, failed");
}

TEST(Status, DeliveredToOperatorIsKnownByIdOrByName) {
  EXPECT_EQ(meanings({3, 2, "DELIVERED", "SOMETHING_ELSE", {}}), "taken, taken, under way, under way");
  EXPECT_EQ(meanings({3, kAbsent, "DELIVERED", "Delivered_To_Operator", {}}), "taken, taken, under way, under way");
  EXPECT_EQ(meanings({kAbsent, 2, {}, {}, {}}), "taken, taken, under way, under way");
  EXPECT_EQ(meanings({3, 6, "DELIVERED", "DELIVERED_TO_OPERATORS", {}}), "taken, taken, delivered, delivered");
  EXPECT_EQ(meanings({2, 2, {}, {}, {}}), "failed, failed, failed, failed") << "an id is one within its group";
}

TEST(Status, DuplicateIdOfARepeatSaysThatTheProviderHasIt) {
  EXPECT_EQ(meanings({5, 23, {}, {}, {}}), "rejected, taken, rejected, under way");
  EXPECT_EQ(meanings({2, 23, {}, {}, {}}), "failed, failed, failed, failed") << "an id is one within its group";
  EXPECT_EQ(meanings({5, 24, {}, {}, {}}), "rejected, rejected, rejected, rejected");
}

TEST(Status, GroupThatNobodyKnowsIsCountedAndNeverFinal) {
  const std::string nobody_knows = "taken, taken, under way, unknown status, under way, unknown status";
  EXPECT_EQ(meanings({6, 5, {}, {}, {}}), nobody_knows) << "an id says nothing beside a group that nobody knows";
  EXPECT_EQ(meanings({-2, 5, {}, {}, {}}), nobody_knows);
  EXPECT_EQ(meanings({kAbsent, 5, "LOST", {}, {}}), nobody_knows);
  EXPECT_EQ(meanings({kAbsent, kAbsent, {}, "DELIVERED", {}}), nobody_knows) << "a group's name is no status's";
  EXPECT_EQ(meanings({kAbsent, kAbsent, "DELIVERED ", {}, {}}), nobody_knows);
  EXPECT_EQ(meanings({kAbsent, kAbsent, "D\xC3\x89LIVERED", {}, {}}), nobody_knows);
  EXPECT_EQ(meanings({6, kAbsent, "Rejected", {}, {}}), "rejected, rejected, rejected, rejected");
}

TEST(Status, SaysNothingWithoutGroupIdAndName) {
  EXPECT_TRUE(says_nothing({}));
  EXPECT_TRUE(says_nothing({kAbsent, kAbsent, {}, {}, "a sentence alone"}));
  EXPECT_FALSE(says_nothing({0, kAbsent, {}, {}, {}}));
  EXPECT_FALSE(says_nothing({kAbsent, 0, {}, {}, {}}));
  EXPECT_FALSE(says_nothing({kAbsent, kAbsent, "PENDING", {}, {}}));
  EXPECT_FALSE(says_nothing({kAbsent, kAbsent, {}, "PENDING_ENROUTE", {}}));
}

TEST(Status, EveryGroupIsKnownByItsNameAlone) {
  for (const char* const group : {"ACCEPTED", "PENDING", "UNDELIVERABLE", "DELIVERED", "EXPIRED", "REJECTED"}) {
    EXPECT_FALSE(meaning_in_report({kAbsent, kAbsent, group, {}, {}}, false).unknown_status) << group;
  }
  EXPECT_TRUE(meaning_in_report({kAbsent, kAbsent, "LIMBO", {}, {}}, false).unknown_status);
}

TEST(Status, NamesAreComparedFromTheFirstLetterToTheLast) {
  EXPECT_EQ(find_status("XELIVERED_TO_HANDSET"), nullptr);
  EXPECT_EQ(find_status("DELIVERED_TO_HANDSEX"), nullptr);
  EXPECT_TRUE(meaning_in_report({kAbsent, kAbsent, "XELIVERED", {}, {}}, false).unknown_status);
}

TEST(Status, IsFoundByNameInAnyCaseAndByGroupAndId) {
  EXPECT_EQ(find_status("pending_Accepted"), find_status(StatusGroup::pending, 26));
  EXPECT_EQ(find_status("SIGNALS_BLOCKED"), find_status(StatusGroup::expired, 87)) << "the first of two";
  EXPECT_EQ(find_status(StatusGroup::rejected, 87)->name, "SIGNALS_BLOCKED") << "voice has another name for it";
  EXPECT_EQ(find_status("PENDING"), nullptr);
  EXPECT_EQ(find_status(""), nullptr);
  EXPECT_EQ(find_status(StatusGroup::delivered, 26), nullptr);
}

TEST(Errors, AreAsTheProviderLists) {
  const auto rows = rows_of("provider_errors.csv", 6);
  ASSERT_EQ(errors().size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const ProviderError& error = errors()[i];
    const std::string group = error.group_id == kAbsent ? "" : std::to_string(error.group_id);
    const std::vector<std::string> ours{group,
                                        std::to_string(error.id),
                                        std::string(error.group_name),
                                        std::string(error.name),
                                        error.permanent ? "yes" : "no",
                                        std::string(error.description)};
    EXPECT_EQ(ours, rows[i]);
  }
}

TEST(Errors, AreFoundByNameInAnyCaseTheFirstOfTwo) {
  std::set<std::string_view> seen;
  for (const ProviderError& error : errors()) {
    if (!seen.insert(error.name).second) continue;
    EXPECT_EQ(find_error(error.name), &error);
  }
  EXPECT_EQ(find_error("no_error")->id, kNoError);
  EXPECT_EQ(find_error("EC_NOTSUBMITTEDTOSMPPCHANNEL")->group_id, 2) << "it stands in group 3 as well";
  EXPECT_EQ(find_error("EC_NEVER_HEARD_OF"), nullptr);
}

TEST(SmppErrors, AreAsPublishedAndFoundByCode) {
  const auto rows = rows_of("smpp_errors.csv", 3);
  ASSERT_EQ(smpp_errors().size(), rows.size());
  for (const auto& row : rows) {
    const SmppError* error = find_smpp_error(static_cast<std::uint32_t>(std::stoul(row[0])));
    ASSERT_NE(error, nullptr) << row[0];
    EXPECT_EQ(error->name, row[1]);
    EXPECT_EQ(error->meaning, row[2]);
  }
  EXPECT_EQ(find_smpp_error(0x10), nullptr);
}

}  // namespace
}  // namespace dlr::core
