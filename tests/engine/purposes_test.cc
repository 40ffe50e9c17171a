// No two purposes read the same word of a message's randomness: what one decides says nothing about the other.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>

#include "sim/world/purpose.h"

namespace dlr::sim {
namespace {

// What the format of scenarios allows at most (sim/scenario).
constexpr std::uint32_t kFaults = 1000, kReports = 256, kCopies = 256, kTries = 100, kParts = 255;
constexpr std::uint32_t kIdBlocks = (200 + 3) / 4;  // of an id's 200 characters

class Words {
 public:
  // `words` of a block, read as `purpose`.
  void add(const std::string& purpose, std::uint32_t block, std::initializer_list<std::uint32_t> words) {
    for (const std::uint32_t word : words) {
      EXPECT_LT(word, 4U) << purpose;
      const auto [at, is_new] = read_.emplace(std::pair{block, word}, purpose);
      if (!is_new) shared += purpose + " reads what " + at->second + " reads\n";
    }
    purposes.insert(purpose.substr(0, purpose.find(' ')));
  }

  std::string shared;
  std::set<std::string> purposes;

 private:
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::string> read_;
};

void add_all(Words& words) {
  using namespace purpose;
  words.add("kJourney", kJourney, {route, outcome, delay, answer});
  words.add("kDetails", kDetails, {parts, status, error, report_lag});
  words.add("kRejection", kRejection, {in_response, callback_delay});
  words.add("kArrival", kArrival, {0});
  words.add("kAttempt", kAttempt, {at_once, latency, absent_return, never});
  words.add("kSecondAttempt", kSecondAttempt, {alert, second_latency, off_by_the_hour});
  words.add("kOnTheWay", kOnTheWay, {falls_back, at_operator, older_body});
  const auto each = [&](const char* name, std::uint32_t n) { return name + (" " + std::to_string(n)); };
  for (std::uint32_t part = 2; part <= kParts; ++part) {
    words.add(each("part_block", part), part_block(part), {part_delay, part_lost});
  }
  for (std::uint32_t n = 0; n < kIdBlocks; ++n) words.add(each("id_block", n), id_block(n), {0, 1, 2, 3});
  for (std::uint32_t n = 2; n <= kTries; ++n) words.add(each("answer_block", n), answer_block(n), {0});
  for (std::uint32_t fault = 0; fault < kFaults; ++fault) {
    for (std::uint32_t n = 1; n <= kTries; ++n) {
      words.add(each("provider_fault_block", fault), provider_fault_block(fault, n), {strikes, accepted, slower});
    }
    // All of them would be millions. Within a fault they are numbered by report and copy; the ends are enough.
    for (const std::uint32_t report : {0U, 1U, 2U, kReports - 2, kReports - 1}) {
      for (const std::uint32_t copy : {0U, 1U, 2U, kCopies - 2, kCopies - 1}) {
        words.add(each("report_fault_block", fault), report_fault_block(fault, report, copy), {struck, amount, what});
      }
    }
    words.add(each("callback_fault_block", fault), callback_fault_block(fault), {0, 1, 2, 3});
    words.add(each("stray_block", fault), stray_block(fault), {0, 1, 2, 3});
  }
}

TEST(Purposes, NoTwoShareAWord) {
  Words words;
  add_all(words);
  EXPECT_EQ(words.shared, "");
}

TEST(Purposes, EveryReportAndCopyHasABlockOfItsOwn) {
  for (const std::uint32_t fault : {0U, 1U, kFaults - 1}) {
    std::uint32_t before = purpose::report_fault_block(fault, 0, 0);
    for (std::uint32_t i = 1; i < kReports * kCopies; ++i) {
      const std::uint32_t here = purpose::report_fault_block(fault, i / kCopies, i % kCopies);
      ASSERT_EQ(here, before + 1) << "fault " << fault << ", report " << i / kCopies << ", copy " << i % kCopies;
      before = here;
    }
    ASSERT_LT(before, purpose::report_fault_block(fault + 1, 0, 0));
  }
}

// A purpose that is added to the list is added here as well.
TEST(Purposes, AllOfTheListAreLookedAt) {
  Words words;
  add_all(words);
  std::ifstream file(DLR_PURPOSES);
  std::ostringstream text;
  text << file.rdbuf();
  const std::string list = text.str();
  std::set<std::string> listed;
  const std::regex constant(R"(constexpr std::uint32_t (\w+)(\(| = ))");
  for (auto at = std::sregex_iterator(list.begin(), list.end(), constant); at != std::sregex_iterator(); ++at) {
    listed.insert((*at)[1]);
  }
  EXPECT_EQ(words.purposes, listed);
}

TEST(Purposes, ASharedWordWouldBeSeen) {
  Words words;
  add_all(words);
  words.add("another", purpose::kOnTheWay, {purpose::older_body});
  EXPECT_EQ(words.shared, "another reads what kOnTheWay reads\n");
}

}  // namespace
}  // namespace dlr::sim
