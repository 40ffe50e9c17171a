// What the tracker makes of what it hears: which events come, in which order, how a message ends and what is counted.
#include <gtest/gtest.h>

#include <vector>

#include "tests/core/tracker_rules.h"

namespace dlr::core {
namespace {

TEST_F(TrackerRules, TakenThenDelivered) {
  const MessageId id = submit();
  take(id, kStart + Duration{80});
  report(id, "DELIVERED_TO_HANDSET", kStart + Duration{6'000}, "NO_ERROR", kStart + Duration{5'000});
  EXPECT_EQ(seen.statuses(), "enqueued delivered");
  EXPECT_EQ(seen.events[0].code, 26);
  EXPECT_EQ(seen.events[0].timestamp, kStart + Duration{80});
  EXPECT_EQ(seen.events[1].timestamp, kStart + Duration{5'000});
  EXPECT_EQ(seen.events[1].error, "");
  EXPECT_EQ(seen.events[1].code, 5);
  EXPECT_EQ(seen.events[1].parts, 2) << "our own count, as nobody else gave one";
  EXPECT_EQ(seen.events[1].reference, 41U);
  EXPECT_EQ(tracker.in_flight(), 0U);
  EXPECT_EQ(tracker.remembered(), 1U);
}

TEST_F(TrackerRules, ReportThatOvertakesTheResponseImpliesEnqueued) {
  const MessageId id = submit();
  report(id, "UNDELIVERABLE_NOT_DELIVERED", kStart + Duration{50}, "EC_ABSENT_SUBSCRIBER");
  take(id, kStart + Duration{80});
  EXPECT_EQ(seen.statuses(), "enqueued failed");
  EXPECT_EQ(seen.events[0].timestamp, kStart) << "an implied enqueued bears the submission time";
  EXPECT_EQ(seen.events[0].code, CampaignEvent::kNoCode);
  EXPECT_EQ(seen.events[0].comment, "");
  EXPECT_EQ(seen.events[1].error, "EC_ABSENT_SUBSCRIBER");
  EXPECT_EQ(seen.events[1].code, find_error("EC_ABSENT_SUBSCRIBER")->id);
  EXPECT_EQ(tracker.counters().responses_repeated, 1U);
}

TEST_F(TrackerRules, FirstFinalStatusStands) {
  const MessageId id = submit();
  take(id, kStart);
  report(id, "DELIVERED_TO_HANDSET", kStart + Duration{1});
  report(id, "DELIVERED_TO_HANDSET", kStart + Duration{2});
  report(id, "EXPIRED_EXPIRED", kStart + Duration{3});
  EXPECT_EQ(seen.statuses(), "enqueued delivered");
  EXPECT_EQ(tracker.counters().reports_duplicate, 1U);
  EXPECT_EQ(tracker.counters().reports_conflict, 1U);
  EXPECT_EQ(tracker.counters().reports_tracked, 1U);
}

TEST_F(TrackerRules, ReportsMayComeBeforeAnythingWasSent) {
  DeliveryReport stray;
  stray.message = MessageId(0, 7, 1);
  stray.status = find_status("DELIVERED_TO_HANDSET");
  const DeliveryReport two[] = {stray, stray};
  tracker.on_delivery_reports(two, kStart);
  tracker.on_delivery_reports({two, 1}, kStart);
  EXPECT_EQ(tracker.counters().reports_unknown, 3U);
}

TEST_F(TrackerRules, FarMoreAreRememberedThanAreOpen) {
  const auto status_of = [](int i) { return i < 500 ? "DELIVERED_TO_HANDSET" : "REJECTED_NETWORK"; };
  std::vector<MessageId> ids;
  for (int i = 0; i < 1'000; ++i) {
    ids.push_back(submit());
    report(ids.back(), status_of(i), kStart + Duration{1});
  }
  EXPECT_EQ(tracker.in_flight(), 0U);
  EXPECT_EQ(tracker.remembered(), 1'000U);
  int i = 0;
  for (const MessageId& id : ids) report(id, status_of(i++), kStart + Duration{2});
  EXPECT_EQ(tracker.counters().reports_duplicate, 1'000U) << "none for another";
}

TEST_F(TrackerRules, WhatIsHeardIsCountedByTheStateItMeets) {
  const MessageId id = submit();
  submit();
  take(id, kStart);
  report(id, "DELIVERED_TO_HANDSET", kStart + Duration{1});
  report(id, "DELIVERED_TO_HANDSET", kStart + Duration{2});
  tracker.advance_to(kStart + kWaitingPeriod + Duration{1});
  decltype(TrackerCounters::heard) expected{};
  const auto count = [&expected](State state, Input input) -> std::uint64_t& {
    return expected[static_cast<std::size_t>(state)][static_cast<std::size_t>(input)];
  };
  count(State::submitted, Input::taken) = 1;
  count(State::enqueued, Input::report_delivered) = 1;
  count(State::delivered, Input::report_delivered) = 1;
  count(State::delivered, Input::period_ends) = 1;
  count(State::submitted, Input::period_ends) = 1;
  EXPECT_EQ(tracker.counters().heard, expected);
}

TEST_F(TrackerRules, TwoReportsOfOneMessageInOneCallbackAreJudgedInTheirOrder) {
  const MessageId id = submit();
  take(id, kStart);
  DeliveryReport reports[2];
  reports[0].message = reports[1].message = id;
  reports[0].status = find_status("PENDING_ENROUTE");
  reports[1].status = find_status("DELIVERED_TO_HANDSET");
  tracker.on_delivery_reports(reports, kStart + Duration{10});
  EXPECT_EQ(seen.statuses(), "enqueued delivered");
  EXPECT_EQ(tracker.counters().reports_under_way, 1U);
}

TEST_F(TrackerRules, DeliveredToOperatorIsUnderWay) {
  const MessageId id = submit();
  take(id, kStart);
  report(id, "DELIVERED_TO_OPERATOR", kStart + Duration{10});
  EXPECT_EQ(seen.statuses(), "enqueued");
  EXPECT_EQ(tracker.in_flight(), 1U);
}

TEST_F(TrackerRules, ReportAtTheDeadlineCountsAndOneMillisecondLaterIsLate) {
  const MessageId in_time = submit();
  const MessageId late = submit();
  take(in_time, kStart);
  take(late, kStart);
  report(in_time, "DELIVERED_TO_HANDSET", kStart + kWaitingPeriod);
  report(late, "DELIVERED_TO_HANDSET", kStart + kWaitingPeriod + Duration{1});
  EXPECT_EQ(seen.statuses(), "enqueued enqueued delivered");
  EXPECT_EQ(tracker.counters().reports_late, 1U);
  ASSERT_EQ(seen.closed.size(), 1U);
  EXPECT_EQ(seen.closed[0].state, State::enqueued);
  EXPECT_FALSE(seen.closed[0].silence_expected);
  EXPECT_EQ(tracker.remembered(), 0U);
}

TEST_F(TrackerRules, PeriodOfTheNextIsItsOwn) {
  submit(kStart);
  const MessageId next = submit(kStart + Duration{1});
  report(next, "DELIVERED_TO_HANDSET", kStart + Duration{1} + kWaitingPeriod);
  ASSERT_EQ(seen.closed.size(), 1U) << "the first one's ended a millisecond ago";
  EXPECT_EQ(seen.statuses(), "enqueued delivered");
  EXPECT_EQ(tracker.counters().reports_late, 0U);
}

TEST_F(TrackerRules, DoneAtNeverDecidesLateness) {
  const MessageId id = submit();
  take(id, kStart);
  report(id, "DELIVERED_TO_HANDSET", kStart + kWaitingPeriod, "NO_ERROR", kStart + 3 * kWaitingPeriod);
  EXPECT_EQ(seen.statuses(), "enqueued delivered");
  EXPECT_EQ(seen.events[1].timestamp, kStart + kWaitingPeriod) << "held between submission and receipt";
}

TEST_F(TrackerRules, DoneAtBeforeSubmissionIsHeldAtSubmission) {
  const MessageId id = submit();
  report(id, "DELIVERED_TO_HANDSET", kStart + Duration{9}, "NO_ERROR", kStart - Duration{5'000});
  EXPECT_EQ(seen.events[1].timestamp, kStart);
}

TEST_F(TrackerRules, SilenceIsExpectedOfANoReportCountryAndItsReportsAreTrackedAllTheSame) {
  const MessageId silent = submit(kStart, kBangladeshi);
  const MessageId reported = submit(kStart, kBangladeshi);
  take(silent, kStart);
  take(reported, kStart);
  report(reported, "REJECTED_NETWORK", kStart + Duration{100});
  tracker.advance_to(kStart + kWaitingPeriod);
  EXPECT_TRUE(seen.closed.empty()) << "the period is closed at its end";
  tracker.advance_to(kStart + kWaitingPeriod + Duration{1});
  ASSERT_EQ(seen.closed.size(), 1U);
  EXPECT_EQ(seen.closed[0].message, silent);
  EXPECT_EQ(seen.closed[0].reference, 41U);
  EXPECT_TRUE(seen.closed[0].silence_expected);
  EXPECT_EQ(seen.statuses(), "enqueued enqueued rejected");
}

TEST_F(TrackerRules, IdNeverMintedTouchesNothing) {
  const MessageId id = submit();
  const MessageId wrong_tag(id.partition(), id.sequence(), id.tag() ^ 1);
  const MessageId wrong_partition(5, id.sequence(), id.tag());
  const MessageId next(id.partition(), 1, TagKey(0).tag(0, 1));
  const MessageId not_yet(id.partition(), 1'000, TagKey(0).tag(0, 1'000));
  for (const MessageId& stranger : {wrong_tag, wrong_partition, next, not_yet}) {
    report(stranger, "DELIVERED_TO_HANDSET", kStart + Duration{1});
  }
  EXPECT_EQ(tracker.counters().reports_unknown, 4U);
  EXPECT_TRUE(seen.events.empty());
}

TEST_F(TrackerRules, MalformedReportCostsItsNeighboursNothing) {
  const MessageId ids[3] = {submit(), submit(), submit()};
  const ProviderStatus nothing;
  for (std::size_t bad = 0; bad < 3; ++bad) {
    DeliveryReport reports[3];
    for (std::size_t i = 0; i < 3; ++i) {
      reports[i].message = ids[i];
      reports[i].status = find_status("DELIVERED_TO_HANDSET");
    }
    reports[bad].malformed = bad == 0;
    if (bad == 1) reports[bad].status = nullptr;
    if (bad == 2) reports[bad].status = &nothing;
    tracker.on_delivery_reports(reports, kStart + Duration{10});
  }
  EXPECT_EQ(tracker.counters().reports_malformed, 3U);
  EXPECT_EQ(tracker.counters().reports_tracked, 3U);
  EXPECT_EQ(tracker.counters().reports_duplicate, 3U);
}

TEST_F(TrackerRules, MessageThatNobodyConfirmsEndsAsEnqueueFailed) {
  const MessageId id = submit();
  for (std::uint32_t number = 1; number <= 3; ++number) {
    const Instant at = kStart + Duration{20'000 * number};
    const auto next = tracker.on_send_timeout(id, {}, number, at);
    ASSERT_EQ(next.has_value(), number < 3);
    if (next) {
      EXPECT_EQ(tracker.next_try(id, {}, *next), number + 1);
    }
  }
  EXPECT_EQ(seen.statuses(), "enqueue_failed");
  EXPECT_EQ(seen.events[0].error, "SEND_TIMEOUT");
  EXPECT_EQ(seen.events[0].code, CampaignEvent::kNoCode);
  tracker.advance_to(kStart + kWaitingPeriod + Duration{1});
  ASSERT_EQ(seen.closed.size(), 1U);
  EXPECT_EQ(seen.closed[0].state, State::unconfirmed);
  EXPECT_EQ(seen.statuses(), "enqueue_failed");
}

TEST_F(TrackerRules, ReportRecoversAnUnconfirmedMessage) {
  const MessageId id = submit();
  for (std::uint32_t number = 1; number <= 3; ++number) {
    const auto next = tracker.on_send_timeout(id, {}, number, kStart + Duration{20'000 * number});
    if (next) tracker.next_try(id, {}, *next);
  }
  report(id, "DELIVERED_TO_HANDSET", kStart + Duration{100'000});
  EXPECT_EQ(seen.statuses(), "enqueue_failed enqueued delivered");
}

TEST_F(TrackerRules, StatusOfADuplicateIdAboutARepeatIsUnderWay) {
  const MessageId repeated = submit(), once = submit();
  const auto next = tracker.on_send_timeout(repeated, {}, 1, kStart + Duration{10'001});
  tracker.next_try(repeated, {}, *next);
  report(repeated, "REJECTED_DUPLICATE_MESSAGE_ID", kStart + Duration{20'000});
  report(once, "REJECTED_DUPLICATE_MESSAGE_ID", kStart + Duration{20'000});
  EXPECT_EQ(seen.statuses(), "enqueued enqueued rejected");
}

TEST_F(TrackerRules, ResponseAfterThePeriodIsCountedRepeated) {
  const MessageId id = submit();
  take(id, kStart + kWaitingPeriod + Duration{1});
  EXPECT_EQ(tracker.counters().responses_repeated, 1U);
  EXPECT_TRUE(seen.events.empty());
}

TEST_F(TrackerRules, StatusOfAGroupThatNobodyKnowsIsCountedAndUnderWay) {
  const ProviderStatus strange{9, 5, "LOST", "LOST_IN_SPACE", ""};
  DeliveryReport said;
  said.message = submit();
  said.status = &strange;
  tracker.on_delivery_reports({&said, 1}, kStart);
  EXPECT_EQ(seen.statuses(), "enqueued");
  EXPECT_EQ(tracker.counters().reports_unknown_status, 1U);
  EXPECT_EQ(tracker.counters().reports_under_way, 1U);
  EXPECT_EQ(tracker.in_flight(), 1U);
}

TEST_F(TrackerRules, ReportEndsTheTries) {
  const MessageId id = submit();
  const auto wait = tracker.on_send_timeout(id, {}, 1, kStart + Duration{10'001});
  ASSERT_TRUE(wait);
  report(id, "PENDING_ENROUTE", kStart + Duration{10'500});
  EXPECT_FALSE(tracker.next_try(id, {}, *wait));
  SendAnswer busy;
  busy.message = id;
  busy.http_status = 503;
  EXPECT_FALSE(tracker.on_send_response(busy, *wait)) << "a retryable answer is not heard any more";
  EXPECT_EQ(seen.statuses(), "enqueued");
  EXPECT_EQ(tracker.counters().responses_unknown + tracker.counters().responses_repeated, 0U);
}

TEST_F(TrackerRules, AFinalReportEndsTheTriesOfWhatNobodyKeepsOpen) {
  const MessageId id = submit();
  const auto wait = tracker.on_send_timeout(id, {}, 1, kStart + Duration{10'001});
  ASSERT_TRUE(wait);
  report(id, "DELIVERED_TO_HANDSET", kStart + Duration{10'500});
  ASSERT_EQ(tracker.in_flight(), 0U);
  EXPECT_FALSE(tracker.next_try(id, {}, *wait));
}

TEST_F(TrackerRules, EndOfThePeriodEndsTheTries) {
  const MessageId id = submit();
  const auto wait = tracker.on_send_timeout(id, {}, 1, kStart + kWaitingPeriod);
  ASSERT_TRUE(wait);
  EXPECT_FALSE(tracker.next_try(id, {}, *wait));
  ASSERT_EQ(seen.closed.size(), 1U);
  EXPECT_EQ(seen.closed[0].state, State::submitted);
  EXPECT_TRUE(seen.closed[0].unreported);
}

TEST_F(TrackerRules, ListOfNoReportCountriesIsAboutSms) {
  Submission mms;
  mms.recipient = kBangladeshi;
  mms.context = campaign;
  mms.channel = Channel::mms;
  tracker.submit(mms, kStart);
  tracker.advance_to(kStart + kWaitingPeriod + Duration{1});
  ASSERT_EQ(seen.closed.size(), 1U);
  EXPECT_TRUE(seen.closed[0].unreported);
  EXPECT_FALSE(seen.closed[0].silence_expected);
}

TEST_F(TrackerRules, BadNumberIsRefusedAndNotRemembered) {
  Submission submission;
  submission.reference = 7;
  submission.recipient = PhoneNumber{12};
  submission.context = campaign;
  const Submitted result = tracker.submit(submission, kStart);
  EXPECT_EQ(result.refusal, Refusal::bad_number);
  EXPECT_EQ(seen.statuses(), "enqueue_failed");
  EXPECT_EQ(seen.events[0].error, "SEND_BAD_NUMBER");
  EXPECT_EQ(seen.events[0].reference, 7U);
  EXPECT_EQ(tracker.remembered(), 0U);
  EXPECT_EQ(tracker.counters().responses_refused, 1U);
}

TEST_F(TrackerRules, TooLongATextIsRefusedAndNotRemembered) {
  Submission submission;
  submission.recipient = kFrench;
  submission.context = campaign;
  submission.too_long = true;
  EXPECT_EQ(tracker.submit(submission, kStart).refusal, Refusal::text_too_long);
  ASSERT_EQ(seen.statuses(), "enqueue_failed");
  EXPECT_EQ(seen.events[0].error, "SEND_TEXT_TOO_LONG");
  submission.too_long = false;
  submission.parts = 26;
  EXPECT_EQ(tracker.submit(submission, kStart).refusal, Refusal::text_too_long);
  EXPECT_EQ(tracker.remembered(), 0U);
  submission.channel = Channel::mms;  // whose parts are counted, but not limited
  EXPECT_EQ(tracker.submit(submission, kStart).refusal, Refusal::none);
  submission.channel = Channel::sms;
  submission.parts = 25;
  EXPECT_EQ(tracker.submit(submission, kStart).refusal, Refusal::none);
}

}  // namespace
}  // namespace dlr::core
