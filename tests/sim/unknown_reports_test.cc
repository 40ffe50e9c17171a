// Strays on a lane made by hand: they keep their rate, and none bears the id of a message that is still remembered.
#include "sim/faults/unknown_reports.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "core/message_id.h"
#include "sim/run.h"
#include "sim/world/foreign_id.h"
#include "tests/sim/scenario_text.h"

namespace dlr::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kStraySeed = 11, kSecret = 12;
constexpr std::uint32_t kPartition = 5;
const core::TagKey kKey(kSecret);
constexpr std::uint16_t kUndeliverable = 40, kAtOperator = 41;
const UnknownReports kThreeASecond{{3, 1s}};

FaultTables fault_window(std::uint64_t from, std::uint64_t to) {
  FaultTables tables;
  tables.index = 3;
  tables.from = from;
  tables.to = to;
  tables.statuses.rows = {kUndeliverable, kAtOperator};
  return tables;
}

// Messages sent at these times, all taken by the core, with the ids that it mints.
GroundTruth lane_of(const std::vector<LaneTime>& sent) {
  GroundTruth truth;
  for (const LaneTime at : sent) {
    const std::uint64_t sequence = truth.messages.size();
    MessageTruth& message = truth.messages.emplace_back();
    message.id = {kPartition, sequence, kKey.tag(kPartition, sequence)};
    message.sent = at;
    message.submitted = true;
  }
  return truth;
}

Stray stray_of(StrayId id, std::uint32_t word) {
  Stray stray;
  stray.id = id;
  stray.word = word;
  return stray;
}

constexpr std::uint32_t kWords[] = {0, 1, 999, 1'000, 123'456'789, 0xffff'ffff};

TEST(UnknownReports, ComeAtTheirRateFromTheBeginningOfTheWindow) {
  const FaultTables tables = fault_window(10'000, 20'000);
  EXPECT_EQ(stray_comes_at(kThreeASecond, tables, 0), 10'000u);
  EXPECT_EQ(stray_comes_at(kThreeASecond, tables, 1), 10'333u);
  EXPECT_EQ(stray_comes_at(kThreeASecond, tables, 2), 10'666u);
  EXPECT_EQ(stray_comes_at(kThreeASecond, tables, 3), 11'000u);
  EXPECT_EQ(stray_comes_at(kThreeASecond, tables, 30), tables.to);
}

TEST(UnknownReports, AreOfEveryKindAndBothStatusesAlike) {
  std::map<StrayId, int> ids;
  std::map<std::uint16_t, int> statuses;
  std::set<std::uint32_t> words;
  int not_yet = 0;
  for (std::uint64_t k = 0; k < 8'000; ++k) {
    const Stray stray = strike(kThreeASecond, fault_window(0, 1), kStraySeed, k, 9, false);
    ++ids[stray.id == StrayId::not_yet_minted ? StrayId::wrong_tag : stray.id];
    not_yet += stray.id == StrayId::not_yet_minted ? 1 : 0;
    ++statuses[stray.status];
    words.insert(stray.word);
  }
  ASSERT_EQ(ids.size(), kStraysOfMintedIds);
  for (const auto& [id, count] : ids) EXPECT_NEAR(count, 2'000, 194) << static_cast<int>(id);  // five deviations
  EXPECT_NEAR(not_yet, 1'000, 150);  // half of those with a wrong tag
  ASSERT_EQ(statuses.size(), 2u);
  EXPECT_NEAR(statuses[kUndeliverable], 4'000, 224);
  EXPECT_NEAR(statuses[kAtOperator], 4'000, 224);
  EXPECT_GT(words.size(), 7'990u);
}

TEST(UnknownReports, AreNearlyAMessagesWhereIdsAreMadeElsewhere) {
  std::map<StrayId, int> ids;
  for (std::uint64_t k = 0; k < 7'000; ++k) ++ids[strike(kThreeASecond, fault_window(0, 1), kStraySeed, k, 9, true).id];
  ids[StrayId::wrong_tag] += ids[StrayId::not_yet_minted];
  ids.erase(StrayId::not_yet_minted);
  ASSERT_EQ(ids.size(), kStrayIds);
  for (const auto& [id, count] : ids) EXPECT_NEAR(count, 1'000, 147) << static_cast<int>(id);
}

TEST(UnknownReports, HaveAWrongTagWhereNothingIsForgottenYet) {
  int differ = 0;
  for (std::uint64_t k = 0; k < 1'000; ++k) {
    const Stray with = strike(kThreeASecond, fault_window(0, 1), kStraySeed, k, 9, false);
    const Stray without = strike(kThreeASecond, fault_window(0, 1), kStraySeed, k, 0, false);
    if (with.id == StrayId::forgotten) {
      EXPECT_TRUE(without.id == StrayId::wrong_tag || without.id == StrayId::not_yet_minted);
    } else {
      EXPECT_EQ(without.id, with.id);
    }
    EXPECT_EQ(without.word, with.word);
    EXPECT_EQ(without.status, with.status);
    differ += without.id != with.id ? 1 : 0;
  }
  EXPECT_GT(differ, 0);
}

TEST(UnknownReports, AWrongTagIsOnTheIdOfAMessageOfThisLane) {
  const GroundTruth truth = lane_of({0, 10, 20});
  std::set<std::uint64_t> sequences;
  for (const std::uint32_t word : kWords) {
    const MessageId id = id_of(stray_of(StrayId::wrong_tag, word), kPartition, kKey, truth);
    EXPECT_EQ(id.partition(), kPartition);
    ASSERT_LT(id.sequence(), truth.messages.size());
    EXPECT_NE(id.tag(), truth.messages[id.sequence()].id.tag());
    EXPECT_EQ(core::parse_message_id(core::to_text(id)), id);
    sequences.insert(id.sequence());
  }
  EXPECT_GT(sequences.size(), 1u);
}

TEST(UnknownReports, AnEmptyLaneStillHasWrongTags) {
  const MessageId id = id_of(stray_of(StrayId::wrong_tag, 7), kPartition, kKey, GroundTruth{});
  EXPECT_EQ(id.partition(), kPartition);
  EXPECT_NE(id.tag(), kKey.tag(kPartition, id.sequence()));
}

// Whoever checks the tag alone believes it.
TEST(UnknownReports, AnotherPartitionsIdIsATrueOne) {
  const GroundTruth truth = lane_of({0, 10, 20});
  for (const std::uint32_t word : kWords) {
    const MessageId id = id_of(stray_of(StrayId::other_partition, word), kPartition, kKey, truth);
    EXPECT_EQ(id.partition(), kPartition - 1);
    EXPECT_LT(id.sequence(), truth.messages.size());
    EXPECT_EQ(id.tag(), kKey.tag(id.partition(), id.sequence()));
    EXPECT_EQ(core::parse_message_id(core::to_text(id)), id);
  }
  EXPECT_EQ(id_of(stray_of(StrayId::other_partition, 7), 0, kKey, truth).partition(), 1u);
}

TEST(UnknownReports, TheIdOfOneThatNobodySentIsNobodys) {
  const GroundTruth truth = lane_of({0, 10, 20});
  for (const std::uint32_t word : kWords) {
    const MessageId id = id_of(stray_of(StrayId::never_sent, word), kPartition, kKey, truth);
    for (const MessageTruth& message : truth.messages) EXPECT_NE(id, message.id);
  }
}

// True in all, and too early: whoever remembers by the tag alone believes it.
TEST(UnknownReports, AMessageToComeIsNotMintedYet) {
  const GroundTruth truth = lane_of({0, 10, 20});
  std::set<std::uint64_t> sequences;
  for (const std::uint32_t word : kWords) {
    const MessageId id = id_of(stray_of(StrayId::not_yet_minted, word), kPartition, kKey, truth);
    EXPECT_EQ(id.partition(), kPartition);
    EXPECT_GE(id.sequence(), truth.messages.size());
    EXPECT_EQ(id.tag(), kKey.tag(kPartition, id.sequence()));
    sequences.insert(id.sequence());
  }
  EXPECT_TRUE(sequences.contains(truth.messages.size()));
}

TEST(UnknownReports, AForgottenMessageIsAnyWhosePeriodIsOver) {
  const GroundTruth truth = lane_of({500, 600, 700});
  EXPECT_EQ(count_forgotten(truth, 1h, 500 + 3'600'000), 0u);  // remembered to the end of its period
  EXPECT_EQ(count_forgotten(truth, 1h, 500 + 3'600'001), 1u);
  EXPECT_EQ(count_forgotten(truth, 1h, 700 + 3'600'001), 3u);
  Stray second = stray_of(StrayId::forgotten, 7);
  second.forgotten = 1;
  EXPECT_EQ(id_of(second, kPartition, kKey, truth), truth.messages[1].id);
  std::set<std::uint32_t> places;
  for (std::uint64_t k = 0; k < 1'000; ++k) {
    const Stray stray = strike(kThreeASecond, fault_window(0, 1), kStraySeed, k, 3, false);
    if (stray.id == StrayId::forgotten) places.insert(stray.forgotten);
  }
  EXPECT_EQ(places, (std::set<std::uint32_t>{0, 1, 2}));
}

TEST(UnknownReports, WhatTheCoreRefusedIsNoForgottenMessage) {
  GroundTruth truth = lane_of({500, 600});
  Stray stray = stray_of(StrayId::forgotten, 7);
  stray.forgotten = 1;
  truth.messages[1].submitted = false;
  EXPECT_EQ(id_of(stray, kPartition, kKey, truth), truth.messages[0].id);
  truth.messages[0].submitted = false;
  EXPECT_EQ(count_forgotten(truth, 1h, 600 + 3'600'001), 0u);
  EXPECT_EQ(count_forgotten(GroundTruth{}, 1h, 500 + 3'600'001), 0u);
}

// Of every form: none of the neighbours of an id is the id of any message.
TEST(UnknownReports, WhatIsNearlyAMessagesIdIsNobodys) {
  constexpr std::uint64_t kMessages = 300;
  for (const Ids& ids :
       {Ids{IdForm::uuid, 36}, Ids{IdForm::digits, 20}, Ids{IdForm::text, 200}, Ids{IdForm::text, 3}}) {
    std::set<std::string> all;
    std::string id;
    for (std::uint64_t message = 0; message < kMessages; ++message) {
      write_foreign_id(id, ids, kStraySeed, message);
      all.insert(id);
    }
    std::map<NearMiss, int> made;
    for (const std::string& true_id : all) {
      for (const NearMiss how : {NearMiss::other_character, NearMiss::lost_zero, NearMiss::other_case}) {
        for (const std::uint32_t word : kWords) {
          id = true_id;
          if (!make_near_miss(id, ids.form, how, word)) continue;
          ++made[how];
          EXPECT_FALSE(all.contains(id)) << true_id << " -> " << id;
          EXPECT_EQ(id.size(), true_id.size() - (how == NearMiss::lost_zero ? 1 : 0));
        }
      }
    }
    EXPECT_GT(made[NearMiss::other_character], 0);
    EXPECT_GT(made[NearMiss::lost_zero], 0);
    EXPECT_EQ(made[NearMiss::other_case] > 0, ids.form != IdForm::digits);  // which have no letters
  }
}

// In a run: each is unknown to the core, in both drives, and disturbs nobody.
TEST(UnknownReports, TouchNobodyWhoeverMakesTheIds) {
  for (const char* form : {"minted", "{foreign: uuid}", "{foreign: digits}", "{foreign: {length: 40}}"}) {
    const Scenario scenario = scenario_from(
        "profiles: {p: {delivered: {share: 100%, delay: {constant: 10s}}}}\n"
        "countries: {FR: {operators: {A: {share: 100%, profile: p}}}}\n"
        "traffic:\n  - {campaign: c, messages: 200, arrivals: {constant: {rate: 10/s}}, countries: [FR]}\n"
        "faults:\n  - {id: strays, at: 5s, for: 1m, unknown_reports: {rate: 10/s}}\n"
        "tracker: {ids: " +
        std::string(form) + "}\n");
    for (const DriveKind drive : {DriveKind::direct, DriveKind::wire}) {
      RunOptions options;
      options.drive = drive;
      const reports::Measurements came = run_lanes(scenario, options).measurements;
      EXPECT_EQ(came.breaches.count(), 0u) << form;
      EXPECT_EQ(came.counters[reports::Counter::reports_unknown], 600u) << form;
      EXPECT_EQ(came.counters[reports::Counter::messages_delivered], 200u) << form;
    }
  }
}

}  // namespace
}  // namespace dlr::sim
