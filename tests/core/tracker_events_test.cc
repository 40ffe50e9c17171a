// What an event says of its message: who, when, how many parts, and the cause in the provider's words.
#include <gtest/gtest.h>

#include "tests/core/tracker_rules.h"

namespace dlr::core {
namespace {

class TrackerEvents : public TrackerRules {};

TEST_F(TrackerEvents, EventSaysWhoAndWhen) {
  const MessageId id = submit();
  take(id, kStart + Duration{80});
  report(id, "DELIVERED_TO_HANDSET", kStart + Duration{6'000}, "NO_ERROR", kStart + Duration{5'000});
  for (const SaidEvent& said : seen.events) {
    EXPECT_EQ(said.message, id);
    EXPECT_EQ(said.recipient, kFrench);
    EXPECT_EQ(said.channel, Channel::sms);
    EXPECT_EQ(said.sent, kStart);
  }
  EXPECT_EQ(seen.events[1].received, kStart + Duration{6'000});
  EXPECT_EQ(seen.events[1].timestamp, kStart + Duration{5'000}) << "the report's doneAt";
}

TEST_F(TrackerEvents, WithoutDoneAtAnEventBearsTheReceipt) {
  const MessageId id = submit();
  report(id, "DELIVERED_TO_HANDSET", kStart + Duration{700});
  EXPECT_EQ(seen.events[1].timestamp, kStart + Duration{700});
}

TEST_F(TrackerEvents, PartsAreTheReportsElseTheResponsesElseOurOwn) {
  const MessageId id = submit();
  SendAnswer answer;
  answer.message = id;
  answer.status = find_status("PENDING_ACCEPTED");
  answer.parts = 3;
  tracker.on_send_response(answer, kStart);
  EXPECT_EQ(seen.events.back().parts, 3) << "the response's";
  const MessageId second = submit();
  answer.message = second;
  tracker.on_send_response(answer, kStart);
  report(id, "DELIVERED_TO_HANDSET", kStart + Duration{1});
  EXPECT_EQ(seen.events.back().parts, 3) << "the response's, as the report gave none";
  DeliveryReport said;
  said.message = second;
  said.status = find_status("DELIVERED_TO_HANDSET");
  said.parts = 4;
  tracker.on_delivery_reports({&said, 1}, kStart + Duration{2});
  EXPECT_EQ(seen.events.back().parts, 4) << "the report's";
}

TEST_F(TrackerEvents, ErrorOfADeliveredMessageIsSaidOnlyWhereThereIsOne) {
  const MessageId plain = submit(), odd = submit();
  report(plain, "DELIVERED_TO_HANDSET", kStart, "NO_ERROR");
  EXPECT_EQ(seen.events.back().error, "");
  EXPECT_EQ(seen.events.back().comment, find_status("DELIVERED_TO_HANDSET")->description);
  report(odd, "DELIVERED_TO_HANDSET", kStart, "EC_ABSENT_SUBSCRIBER");
  EXPECT_EQ(seen.events.back().error, "EC_ABSENT_SUBSCRIBER");
  EXPECT_EQ(seen.events.back().code, 27);
  EXPECT_EQ(seen.events.back().comment, find_error("EC_ABSENT_SUBSCRIBER")->description);
}

TEST_F(TrackerEvents, FailureWithoutAnErrorBearsItsStatus) {
  report(submit(), "REJECTED_NETWORK", kStart, "NO_ERROR");
  EXPECT_EQ(seen.statuses(), "enqueued rejected");
  EXPECT_EQ(seen.events[1].error, "REJECTED_NETWORK");
  EXPECT_EQ(seen.events[1].code, 6);
}

TEST_F(TrackerEvents, ResponseThatFailsImpliesAnEnqueuedWithoutACause) {
  SendAnswer answer;
  answer.message = submit();
  answer.status = find_status("EXPIRED_EXPIRED");
  tracker.on_send_response(answer, kStart + Duration{80});
  EXPECT_EQ(seen.statuses(), "enqueued failed");
  EXPECT_EQ(seen.events[0].code, CampaignEvent::kNoCode);
  EXPECT_EQ(seen.events[0].comment, "");
  EXPECT_EQ(seen.events[0].timestamp, kStart + Duration{80}) << "the moment of the answer";
  EXPECT_EQ(seen.events[1].error, "EXPIRED_EXPIRED");
}

TEST_F(TrackerEvents, WhatTheTrackerItselfRefusesSaysAllOfItsMessage) {
  const OwnProperties own{{"coupon", "WINTER-2026"}};
  Submission submission;
  submission.reference = 42;
  submission.recipient = PhoneNumber{42};  // of no country
  submission.channel = Channel::mms;
  submission.context = campaign;
  submission.parts = 3;
  submission.own = &own;
  EXPECT_EQ(tracker.submit(submission, kStart).refusal, Refusal::bad_number);
  ASSERT_EQ(seen.statuses(), "enqueue_failed");
  const SaidEvent& said = seen.events[0];
  EXPECT_EQ(said.message, MessageId{});
  EXPECT_EQ(said.reference, 42U);
  EXPECT_EQ(said.recipient, PhoneNumber{42});
  EXPECT_EQ(said.channel, Channel::mms);
  EXPECT_EQ(said.parts, 3);
  EXPECT_EQ(said.error, to_string(Refusal::bad_number));
  EXPECT_EQ(said.campaign_id, "5db9ab54b073dfb424ccfa6f");
  EXPECT_EQ(said.own, own);
  for (const Instant at : {said.timestamp, said.received, said.sent}) EXPECT_EQ(at, kStart);
  EXPECT_EQ(tracker.counters().responses_refused, 1U);
}

TEST_F(TrackerEvents, RefusedSendBearsTheHttpStatus) {
  SendAnswer answer;
  answer.message = submit();
  answer.http_status = 401;
  EXPECT_FALSE(tracker.on_send_response(answer, kStart + Duration{80}));
  EXPECT_EQ(seen.statuses(), "enqueue_failed");
  EXPECT_EQ(seen.events[0].code, 401);
  EXPECT_EQ(seen.events[0].error, "UNAUTHORIZED");
  EXPECT_EQ(tracker.in_flight(), 0U);
}

}  // namespace
}  // namespace dlr::core
