// Silence about messages that nobody knows, or knows by another's name; and waits that nobody wrote down.
#include <map>

#include "core/store/change_log.h"
#include "tests/core/tracker_rules.h"

namespace dlr::core {
namespace {

TEST_F(TrackerRules, SilenceAboutAMessageThatNobodyKnowsIsPassedOver) {
  const MessageId known = submit();
  const MessageId never(known.partition(), known.sequence() + 7, known.tag());
  EXPECT_FALSE(tracker.on_send_timeout(never, "", 1, kStart + Duration{10'001}));
  EXPECT_FALSE(tracker.on_send_timeout({}, "of-somebody-else", 1, kStart + Duration{10'001}));
  SendAnswer stray;
  stray.message = never;
  EXPECT_FALSE(tracker.on_send_response(stray, kStart + Duration{10'001}));
  // Forgotten: an answer would be one that says nothing new, silence is nothing at all.
  EXPECT_FALSE(tracker.on_send_timeout(known, "", 1, kStart + kWaitingPeriod + Duration{1}));
  EXPECT_EQ(tracker.counters().responses_repeated, 0U);
  EXPECT_EQ(tracker.counters().responses_unknown, 0U);
  EXPECT_EQ(seen.statuses(), "");
  EXPECT_EQ(seen.closed.size(), 1U);
}

TEST_F(TrackerRules, OfAMessageThatNobodyKnowsThereIsNoNextTry) {
  const MessageId known = submit();
  const MessageId never(known.partition(), known.sequence() + 7, known.tag());
  const std::optional<Instant> wake = tracker.on_send_timeout(known, "", 1, kStart + Duration{10'001});
  ASSERT_TRUE(wake);
  EXPECT_FALSE(tracker.next_try(never, "", *wake));
  EXPECT_FALSE(tracker.next_try({}, "of-somebody-else", *wake));
  EXPECT_EQ(tracker.next_try(known, "", *wake), 2U);
}

TEST_F(TrackerRules, SilenceUnderAForeignIdEndsTheTriesAndTheEventBearsTheId) {
  Submission submission;
  submission.recipient = kFrench;
  submission.context = campaign;
  submission.foreign_id = "of-a-shop";
  const MessageId id = tracker.submit(submission, kStart).message;
  Instant now = kStart;
  for (std::uint32_t attempt = 1; attempt <= 3; ++attempt) {
    const std::optional<Instant> wake = tracker.on_send_timeout({}, "of-a-shop", attempt, now + Duration{10'001});
    EXPECT_EQ(wake.has_value(), attempt < 3) << attempt;
    if (!wake) break;
    now = *wake;
    EXPECT_EQ(tracker.next_try({}, "of-a-shop", now), attempt + 1);
  }
  ASSERT_EQ(seen.statuses(), "enqueue_failed");
  EXPECT_EQ(seen.events[0].foreign_id, "of-a-shop");
  EXPECT_EQ(seen.events[0].message, id);
  EXPECT_EQ(seen.events[0].error, kSendTimeout);
}

// The last of what a log heard about each message.
struct LastWritten final : ChangeLog {
  void on_change(const MessageSnapshot& message) override { messages[message.sequence] = message; }
  void on_forgotten(std::uint64_t) override {}
  std::map<std::uint64_t, MessageSnapshot> messages;
};

TEST(TrackerRestart, AWaitWhoseEndNobodyWroteDownIsOver) {
  LastWritten log;
  EventRecorder seen;
  Tracker<EventRecorder> before(TrackerSettings{}, seen, &log);
  const ContextId context = before.intern({});
  constexpr int kWaiting = 4;
  std::vector<Instant> wakes;
  for (int i = 0; i < kWaiting; ++i) {
    Submission submission;
    submission.recipient = kFrench;
    submission.context = context;
    SendAnswer busy;
    busy.message = before.submit(submission, kStart).message;
    busy.http_status = 503;
    wakes.push_back(before.on_send_response(busy, kStart).value());
  }
  // A store may have kept less of some: of one among others, and of the last.
  log.messages.at(1).next_try = log.messages.at(3).next_try = Instant::min();

  Tracker<EventRecorder> after(TrackerSettings{}, seen);
  after.intern({});
  for (const auto& [sequence, message] : log.messages) after.restore(message);
  std::vector<Instant> resumed;
  const Instant now = kStart + Duration{5};
  after.resume(now, [&](const MessageId&, Instant at) { resumed.push_back(at); });
  EXPECT_EQ(resumed, (std::vector<Instant>{wakes[0], now, wakes[2], now}));
}

}  // namespace
}  // namespace dlr::core
