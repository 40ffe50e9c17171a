// The file of outcomes: what is written is read back, and what is not as it was written is none.
#include "reports/message_outcomes.h"

#include <gtest/gtest.h>

#include <array>
#include <span>

namespace dlr::reports {
namespace {

OutcomesHeader header() {
  OutcomesHeader header;
  header.scenario = "race";
  header.scenario_file = "scenarios/race.yaml";
  header.scenario_hash = "00ff";
  header.version = "0.1.0";
  header.shard = {2, 3};
  header.seed = 7;
  header.messages = 12;
  header.groups = {{"FR", "Orange", "sale", "sms"}};
  return header;
}

TEST(MessageOutcomes, TheHeaderIsReadBack) {
  const std::string bytes = write_outcomes_header(header());
  EXPECT_EQ(outcomes_header_size(bytes), bytes.size());
  OutcomesHeader read;
  EXPECT_EQ(read_outcomes_header(bytes, read), "");
  EXPECT_EQ(read.scenario, "race");
  EXPECT_EQ(read.shard.index, 2U);
  EXPECT_EQ(read.shard.of, 3U);
  EXPECT_EQ(read.messages, 12U);
  EXPECT_EQ(read.groups, header().groups);
}

TEST(MessageOutcomes, AnotherFormatIsNamed) {
  const std::string bytes = write_outcomes_header(header());
  const auto problem_with = [&](const std::string& was, const std::string& is) {
    std::string other = bytes;
    other.replace(other.find(was), was.size(), is);
    OutcomesHeader read;
    return read_outcomes_header(other, read);
  };
  EXPECT_EQ(problem_with("\"format\":2", "\"format\":9"),
            "it is of format 9, by dlrsim 0.1.0; this one reads format 2");
  EXPECT_EQ(problem_with("\"format\"", "\"tamrof\""), "it is of an older format, without a checksum");
  EXPECT_EQ(problem_with("{", "["), "its beginning is damaged");
}

TEST(MessageOutcomes, TheEndIsReadBackAndNothingElseIs) {
  const OutcomesEnd end{11, 0x1234567890abcdef, 42, true};
  const std::string bytes = write_outcomes_end(end);
  ASSERT_EQ(bytes.size(), kOutcomesEndSize);
  EXPECT_EQ(read_outcomes_end(bytes), end);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string altered = bytes;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    EXPECT_FALSE(read_outcomes_end(altered)) << i;
  }
  EXPECT_FALSE(read_outcomes_end(bytes.substr(1)));
}

TEST(MessageOutcomes, ChecksumsOfStretchesAddUpInAnyOrder) {
  const std::array<std::uint64_t, 6> words{1, 2, 0, 4, 5, 6};
  const std::span all(words);
  EXPECT_EQ(outcomes_checksum(100, all), outcomes_checksum(103, all.subspan(3)) + outcomes_checksum(100, all.first(3)));
  EXPECT_EQ(outcomes_checksum(0, all.subspan(2, 1)), 0U) << "what was not run counts nothing";
  std::array<std::uint64_t, 6> swapped = words;
  std::swap(swapped[0], swapped[1]);
  EXPECT_NE(outcomes_checksum(100, all), outcomes_checksum(100, swapped));
}

}  // namespace
}  // namespace dlr::reports
