// A tracker that dies: what was synced is known after the restart, what was not never happened, and every event leaves
// at least once, always the same.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "core/store/twin.h"

namespace dlr::core {
namespace {

using namespace std::chrono_literals;

constexpr Instant kTwinStart = instant_from_ms(1'795'800'000'000);

struct Heard {
  std::vector<std::string> events;
  int closed = 0;

  void on_event(const CampaignEvent& event) {
    std::string text = std::string(event.foreign_id.empty() ? "#" + std::to_string(event.message.sequence())
                                                            : std::string(event.foreign_id)) +
                       " " + to_string(event.status);
    if (!event.error.empty()) text += " " + std::string(event.error);
    if (event.own != nullptr) text += " order=" + event.own->at("order");
    text += " " + event.campaign->campaign_id + " " + std::to_string((event.received - kTwinStart).count());
    events.push_back(std::move(text));
  }
  void on_closed(const Closed&) { ++closed; }
};

// What the tracker says goes to the twin, and from there to whoever listens.
struct Outbox {
  StoreTwin& twin;
  void on_event(const CampaignEvent& event) { twin.hold(event); }
  void on_closed(const Closed& closed) { twin.hold(closed); }
};

class ACrash : public testing::Test {
 protected:
  ACrash() { start(); }

  void start() {
    tracker = std::make_unique<Tracker<Outbox>>(TrackerSettings{}, outbox, &twin);
    CampaignContext context;
    context.campaign_id = "spring";
    campaign = tracker->intern(context);
  }
  void crash_and_restart(Instant now) {
    twin.crash();
    start();
    twin.restore(*tracker);
    woken.clear();
    twin.repeat(heard);
    tracker->resume(now, [this](const MessageId& id, Instant at) { woken.emplace_back(id.sequence(), at); });
  }
  MessageId submit(Reference reference, std::string_view foreign_id = {}, const OwnProperties* own = nullptr) {
    Submission submission;
    submission.reference = reference;
    submission.recipient = PhoneNumber{33'612'345'678};
    submission.context = campaign;
    submission.foreign_id = foreign_id;
    submission.own = own;
    const MessageId id = tracker->submit(submission, kTwinStart).message;
    twin.sync(heard);
    return id;
  }
  void answer(const MessageId& id, const char* status, Instant now, std::uint32_t try_number = 1) {
    SendAnswer answer;
    answer.message = id;
    answer.try_number = try_number;
    answer.status = find_status(status);
    tracker->on_send_response(answer, now);
  }
  void report(const MessageId& id, const char* status, Instant now, std::string_view foreign_id = {}) {
    DeliveryReport said;
    said.message = id;
    said.foreign_id = foreign_id;
    said.status = find_status(status);
    tracker->on_delivery_reports({&said, 1}, now);
  }

  StoreTwin twin;
  Outbox outbox{twin};
  std::unique_ptr<Tracker<Outbox>> tracker;
  ContextId campaign = 0;
  Heard heard;
  std::vector<std::pair<std::uint64_t, Instant>> woken;
};

using Events = std::vector<std::string>;
using Woken = std::vector<std::pair<std::uint64_t, Instant>>;  // sequences

TEST_F(ACrash, AnEventLeavesWithTheSyncThatMakesItsCauseDurable) {
  const MessageId id = submit(1);
  answer(id, "PENDING_ACCEPTED", kTwinStart + 80ms);
  EXPECT_EQ(heard.events, Events{});
  twin.sync(heard);
  EXPECT_EQ(heard.events, Events{"#0 enqueued spring 80"});
}

TEST_F(ACrash, WhatWasNotSyncedNeverHappened) {
  const MessageId id = submit(1);
  answer(id, "PENDING_ACCEPTED", kTwinStart + 80ms);
  report(id, "DELIVERED_TO_HANDSET", kTwinStart + 5s);
  crash_and_restart(kTwinStart + 1min);
  EXPECT_EQ(tracker->in_flight(), 1u);
  twin.sync(heard);
  EXPECT_EQ(heard.events, Events{});

  report(id, "UNDELIVERABLE_NOT_DELIVERED", kTwinStart + 2min);
  twin.sync(heard);
  EXPECT_EQ(heard.events, (Events{"#0 enqueued spring 120000", "#0 failed UNDELIVERABLE_NOT_DELIVERED spring 120000"}));
}

TEST_F(ACrash, WhatWasSyncedIsKnown) {
  const MessageId first = submit(1), second = submit(2);
  answer(first, "PENDING_ACCEPTED", kTwinStart + 80ms);
  report(first, "DELIVERED_TO_HANDSET", kTwinStart + 5s);
  answer(second, "PENDING_ACCEPTED", kTwinStart + 6s);
  twin.sync(heard);
  twin.sync(heard);
  heard.events.clear();
  crash_and_restart(kTwinStart + 1min);
  EXPECT_TRUE(woken.empty());
  EXPECT_EQ(tracker->remembered(), 2u);
  EXPECT_EQ(tracker->in_flight(), 1u);

  report(first, "DELIVERED_TO_HANDSET", kTwinStart + 2min);
  report(second, "DELIVERED_TO_HANDSET", kTwinStart + 2min);
  twin.sync(heard);
  EXPECT_EQ(tracker->counters().reports_duplicate, 1u);
  EXPECT_EQ(heard.events, Events{"#1 delivered spring 120000"});
}

TEST_F(ACrash, WhatHadJustLeftLeavesOnceMore) {
  const MessageId id = submit(1);
  answer(id, "PENDING_ACCEPTED", kTwinStart + 80ms);
  twin.sync(heard);
  crash_and_restart(kTwinStart + 1s);
  EXPECT_EQ(heard.events, (Events{"#0 enqueued spring 80", "#0 enqueued spring 80"}));
  // And again, as nobody has written down that it did.
  crash_and_restart(kTwinStart + 2s);
  EXPECT_EQ(heard.events.size(), 3u);
  twin.sync(heard);
  crash_and_restart(kTwinStart + 3s);
  EXPECT_EQ(heard.events.size(), 3u);
}

TEST_F(ACrash, ATryUnderWayCountsAsNotAnswered) {
  const MessageId id = submit(1);
  crash_and_restart(kTwinStart + 1min);
  ASSERT_EQ(woken, (Woken{{0, kTwinStart + 61s}}));
  EXPECT_EQ(tracker->next_try(id, {}, kTwinStart + 61s), 2u);
  // The provider had it all the time.
  answer(id, "REJECTED_DUPLICATE_MESSAGE_ID", kTwinStart + 62s, 2);
  twin.sync(heard);
  EXPECT_EQ(heard.events, Events{"#0 enqueued spring 62000"});
}

TEST_F(ACrash, AWaitGoesOnToItsEnd) {
  const MessageId first = submit(1), second = submit(2), third = submit(3);
  SendAnswer busy;
  busy.http_status = 429;
  busy.retry_after = 2h;
  for (const MessageId& id : {first, third}) {
    busy.message = id;
    ASSERT_EQ(tracker->on_send_response(busy, kTwinStart + 1s), kTwinStart + 1s + 2h);
  }
  ASSERT_EQ(tracker->on_send_timeout(second, {}, 1, kTwinStart + 10s), kTwinStart + 11s);
  twin.sync(heard);
  // That of the second ended while nobody was there.
  const Woken all{{0, kTwinStart + 1s + 2h}, {1, kTwinStart + 1min}, {2, kTwinStart + 1s + 2h}};
  crash_and_restart(kTwinStart + 1min);
  EXPECT_EQ(woken, all);
  EXPECT_EQ(tracker->next_try(second, {}, kTwinStart + 1min), 2u);
  twin.sync(heard);
  // A second crash changes nothing for those that wait; the try under way was not answered.
  crash_and_restart(kTwinStart + 2min);
  EXPECT_EQ(woken, (Woken{{0, all[0].second}, {1, kTwinStart + 2min + 2s}, {2, all[2].second}}));
}

// 2^31 ms are 24.86 days: by its remainder a message sent before them would look new.
TEST_F(ACrash, AfterAMonthAllIsOver) {
  const MessageId id = submit(1);
  answer(id, "PENDING_ACCEPTED", kTwinStart + 80ms);
  twin.sync(heard);
  twin.sync(heard);  // that it has left is durable now
  heard.events.clear();
  crash_and_restart(kTwinStart + 25 * 24h);
  EXPECT_EQ(tracker->remembered(), 0u);
  report(id, "DELIVERED_TO_HANDSET", kTwinStart + 25 * 24h + 1s);
  twin.sync(heard);
  EXPECT_EQ(heard.events, Events{});
  EXPECT_EQ(heard.closed, 1);
  EXPECT_EQ(tracker->counters().reports_late, 1u);
}

TEST_F(ACrash, TheLastTryUnderWayLeavesItUnconfirmed) {
  const MessageId id = submit(1);
  for (std::uint32_t number = 1; number < 3; ++number) {
    const auto next = tracker->on_send_timeout(id, {}, number, kTwinStart + number * 10s);
    ASSERT_EQ(tracker->next_try(id, {}, *next), number + 1);
  }
  twin.sync(heard);
  crash_and_restart(kTwinStart + 1min);
  EXPECT_TRUE(woken.empty());
  twin.sync(heard);
  EXPECT_EQ(heard.events, Events{"#0 enqueue_failed SEND_TIMEOUT spring 60000"});
  report(id, "DELIVERED_TO_HANDSET", kTwinStart + 2min);
  twin.sync(heard);
  EXPECT_EQ(heard.events.size(), 3u);
}

TEST_F(ACrash, ForeignIdsAndOwnPropertiesComeBack) {
  const OwnProperties own{{"order", "4711"}};
  submit(1, "0042-A", &own);
  const std::size_t in_flight = tracker->in_flight_bytes(), remembered = tracker->remembered_bytes();
  crash_and_restart(kTwinStart + 1min);
  EXPECT_EQ(tracker->in_flight_bytes(), in_flight);
  EXPECT_EQ(tracker->remembered_bytes(), remembered);
  report({}, "DELIVERED_TO_HANDSET", kTwinStart + 2min, "0042-A");
  twin.sync(heard);
  EXPECT_EQ(heard.events,
            (Events{"0042-A enqueued order=4711 spring 120000", "0042-A delivered order=4711 spring 120000"}));
}

TEST_F(ACrash, TheWaitingPeriodGoesOn) {
  const MessageId id = submit(1);
  answer(id, "PENDING_ACCEPTED", kTwinStart + 80ms);
  twin.sync(heard);
  twin.sync(heard);
  crash_and_restart(kTwinStart + kWaitingPeriod - 1s);
  tracker->advance_to(kTwinStart + kWaitingPeriod);
  EXPECT_EQ(tracker->remembered(), 1u);
  tracker->advance_to(kTwinStart + kWaitingPeriod + 1ms);
  EXPECT_EQ(tracker->remembered(), 0u);
  EXPECT_EQ(heard.closed, 0);
  twin.sync(heard);
  twin.sync(heard);
  EXPECT_EQ(heard.closed, 1);

  // Forgotten for good: nobody ends it once more, new ids go on from there, and the old one is late, not unknown.
  crash_and_restart(kTwinStart + kWaitingPeriod + 1min);
  EXPECT_EQ(tracker->remembered(), 0u);
  twin.sync(heard);
  EXPECT_EQ(heard.closed, 1);
  report(id, "DELIVERED_TO_HANDSET", kTwinStart + kWaitingPeriod + 2min);
  EXPECT_EQ(tracker->counters().reports_late, 1u);
  EXPECT_EQ(tracker->counters().reports_unknown, 0u);
}

TEST_F(ACrash, ForgettingThatWasNotSyncedIsDoneAgain) {
  submit(1);
  tracker->advance_to(kTwinStart + kWaitingPeriod + 1ms);
  crash_and_restart(kTwinStart + kWaitingPeriod + 1min);
  twin.sync(heard);
  EXPECT_EQ(heard.closed, 1);
  EXPECT_EQ(tracker->remembered(), 0u);
}

// What a log hears is all there is: a tracker fed with it answers as the first one does.
TEST_F(ACrash, ManyMessagesInAllStatesComeBackAlike) {
  std::vector<MessageId> ids;
  for (Reference i = 0; i < 500; ++i) ids.push_back(submit(i));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i % 2 == 0) answer(ids[i], "PENDING_ACCEPTED", kTwinStart + 1s);
    if (i % 3 == 0) report(ids[i], i % 6 == 0 ? "DELIVERED_TO_HANDSET" : "REJECTED_NETWORK", kTwinStart + 2s);
    if (i % 5 == 0) tracker->on_send_timeout(ids[i], {}, 1, kTwinStart + 10s);
  }
  twin.sync(heard);
  const std::uint64_t in_flight = tracker->in_flight();
  crash_and_restart(kTwinStart + 20s);
  EXPECT_EQ(tracker->in_flight(), in_flight);
  EXPECT_EQ(tracker->remembered(), ids.size());
  heard.events.clear();
  for (const MessageId& id : ids) report(id, "DELIVERED_TO_HANDSET", kTwinStart + 30s);
  const TrackerCounters& counted = tracker->counters();
  // Delivered before: every sixth; rejected before: every third that is no sixth.
  EXPECT_EQ(counted.reports_duplicate, 84u);
  EXPECT_EQ(counted.reports_conflict, 83u);
  EXPECT_EQ(counted.reports_tracked, 333u);
  EXPECT_EQ(tracker->in_flight(), 0u);
}

}  // namespace
}  // namespace dlr::core
