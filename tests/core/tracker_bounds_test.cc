// What a tracker is held to around the rules: counts that add up, limits of its settings, contexts, and long silences.
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <set>
#include <type_traits>
#include <vector>

#include "tests/core/tracker_rules.h"

namespace dlr::core {
namespace {

// What was counted before a restart is added to what is counted after it.
TEST(TrackerCounts, AddUpOneByOne) {
  TrackerCounters one, two;
  static_assert(std::is_standard_layout_v<TrackerCounters> && sizeof(TrackerCounters) % sizeof(std::uint64_t) == 0);
  constexpr std::size_t kCounts = sizeof(TrackerCounters) / sizeof(std::uint64_t);
  std::array<std::uint64_t, kCounts> words{};
  for (std::size_t i = 0; i < kCounts; ++i) words[i] = i + 1;
  std::memcpy(static_cast<void*>(&one), words.data(), sizeof words);
  std::memcpy(static_cast<void*>(&two), words.data(), sizeof words);
  one += two;
  std::memcpy(words.data(), static_cast<const void*>(&one), sizeof words);
  for (std::size_t i = 0; i < kCounts; ++i) EXPECT_EQ(words[i], 2 * (i + 1)) << "count " << i;
}

// What lies outside is a mistake of the program around it, and stops it.
TEST(TrackerLimits, OfItsSettingsMayBeUsedUp) {
  EventRecorder seen;
  const auto with = [&seen](std::uint32_t tries, Duration waiting_period) {
    TrackerSettings settings;
    settings.send.tries = tries;
    settings.waiting_period = waiting_period;
    return Tracker<EventRecorder>(settings, seen).remembered();
  };
  constexpr Duration kLongest = std::chrono::hours{24 * 12};
  EXPECT_EQ(with(1, Duration{0}), 0U);
  EXPECT_EQ(with(255, kLongest), 0U);
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_DEATH(with(0, kLongest), "tries must be 1 to 255");
  EXPECT_DEATH(with(256, kLongest), "tries must be 1 to 255");
  EXPECT_DEATH(with(1, Duration{-1}), "a waiting period must be 0 to 12 days");
  EXPECT_DEATH(with(1, kLongest + Duration{1}), "a waiting period must be 0 to 12 days");
}

TEST(TrackerLimits, OfWhatIsRestoredNoneMayBeLeftOut) {
  EventRecorder seen;
  const auto restore = [&seen](std::uint64_t sequence) {
    Tracker<EventRecorder> tracker(TrackerSettings{}, seen);
    MessageSnapshot message;
    message.sequence = sequence;
    tracker.restore(message);
    return tracker.remembered();
  };
  EXPECT_EQ(restore(0), 1U);
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_DEATH(restore(1), "in order of their sequences, without a gap");
}

TEST(TrackerContexts, AreOneWhereTheyAreEqualInAll) {
  CampaignContext first;
  first.campaign_id = "spring";
  std::vector<CampaignContext> contexts(9, first);
  contexts[1].campaign_id = "autumn";
  contexts[2].campaign_name = "Spring sale";
  contexts[3].action_id = 3;
  contexts[4].action_name = "SMS";
  contexts[5].campaign_policy = "Default";
  contexts[6].language = "en";
  contexts[7].sender = "MYSHOP";
  contexts[8].event_type = "transfer";

  struct Said {
    std::vector<CampaignContext> contexts;
    void on_event(const CampaignEvent& event) { contexts.push_back(*event.campaign); }
    void on_closed(const Closed&) {}
  } said;
  Tracker<Said> tracker(TrackerSettings{}, said);
  std::set<ContextId> ids;
  for (const CampaignContext& context : contexts) {
    const ContextId id = tracker.intern(context);
    EXPECT_TRUE(ids.insert(id).second);
    EXPECT_EQ(tracker.intern(context), id);
    Submission submission;
    submission.recipient = PhoneNumber{};  // refused at once, which is said
    submission.context = id;
    tracker.submit(submission, kStart);
  }
  EXPECT_EQ(said.contexts, contexts);
}

TEST(TrackerTime, TooLongATextIsSubmittedWhereItIsNotToBeRefused) {
  EventRecorder seen;
  TrackerSettings settings;
  settings.refuse_too_long = false;
  Tracker<EventRecorder> tracker(settings, seen);
  Submission submission;
  submission.recipient = kFrench;
  submission.context = tracker.intern({});
  submission.parts = 26;
  submission.too_long = true;
  EXPECT_EQ(tracker.submit(submission, kStart).refusal, Refusal::none);
}

TEST(TrackerTime, ALongSilenceEndsAllPeriods) {
  EventRecorder seen;
  Tracker<EventRecorder> tracker(TrackerSettings{}, seen);
  Submission submission;
  submission.recipient = kFrench;
  submission.context = tracker.intern({});
  tracker.submit(submission, kStart);
  tracker.advance_to(kStart + std::chrono::hours{24 * 50});
  EXPECT_EQ(seen.closed.size(), 1U);
  EXPECT_EQ(tracker.remembered(), 0U);
}

TEST_F(TrackerRules, NothingIsInFlightNorRememberedAfterTheEndOfThePeriod) {
  const MessageId delivered = submit();
  submit();
  DeliveryReport report;
  report.message = delivered;
  report.status = find_status("DELIVERED_TO_HANDSET");
  tracker.on_delivery_reports({&report, 1}, kStart + Duration{1});
  EXPECT_EQ(tracker.in_flight(), 1U);
  EXPECT_EQ(tracker.remembered(), 2U);
  tracker.advance_to(kStart + kWaitingPeriod + Duration{1});
  EXPECT_EQ(tracker.in_flight(), 0U);
  EXPECT_EQ(tracker.remembered(), 0U);
}

TEST_F(TrackerRules, IdsByTheKeyThatEverybodyKnowsAreWhatTheyHaveAlwaysBeen) {
  EXPECT_EQ(to_text(submit()), "aaaaaaaaaaaabue6kzqx4jjlu4");
}

}  // namespace
}  // namespace dlr::core
