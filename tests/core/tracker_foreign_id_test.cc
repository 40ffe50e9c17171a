// Messages whose ids were made elsewhere: opaque bytes, found by a hash map, unique within the waiting period.
#include <gtest/gtest.h>

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "core/message_id.h"
#include "core/tracker.h"

namespace dlr::core {
namespace {

constexpr Instant kForeignStart = instant_from_ms(1'795'800'000'000);
constexpr Instant kAfter = kForeignStart + kWaitingPeriod + Duration{1};

std::string in_capitals(const MessageId& id) {
  std::string text = to_text(id);
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

struct Recorder {
  std::string statuses, foreign_ids;
  MessageId last;

  void on_event(const CampaignEvent& event) {
    statuses += std::string(to_string(event.status)) + " ";
    foreign_ids += std::string(event.foreign_id) + " ";
    last = event.message;
  }
  void on_closed(const Closed&) {}
};

class ForeignIds : public testing::Test {
 protected:
  ForeignIds() { campaign = tracker.intern({}); }

  Submission under(std::string_view id) const {
    Submission submission;
    submission.recipient = PhoneNumber{33'612'345'678};
    submission.context = campaign;
    submission.foreign_id = id;
    return submission;
  }
  Refusal submit(std::string_view id, Instant now = kForeignStart) { return tracker.submit(under(id), now).refusal; }
  MessageId mint() { return tracker.submit(under(""), kForeignStart).message; }
  void deliver(std::string_view id, Instant received = kForeignStart + Duration{1}) {
    DeliveryReport report;
    report.status = find_status("DELIVERED_TO_HANDSET");
    report.foreign_id = id;
    tracker.on_delivery_reports({&report, 1}, received);
  }

  Recorder seen;
  Tracker<Recorder> tracker{TrackerSettings{}, seen};
  ContextId campaign = 0;
};

TEST_F(ForeignIds, AreTrackedAndEchoedAndBearAMintedIdBeside) {
  EXPECT_EQ(submit("0042-AbC"), Refusal::none);
  deliver("0042-AbC");
  EXPECT_EQ(seen.statuses, "enqueued delivered ");
  EXPECT_EQ(seen.foreign_ids, "0042-AbC 0042-AbC ");
  EXPECT_NE(seen.last, MessageId{}) << "events are told apart by it";
}

TEST_F(ForeignIds, AreEchoedWhenTheMintedOneComesBackInTheirPlace) {
  SendAnswer answer;
  const MessageId minted = tracker.submit(under("their-id"), kForeignStart).message;
  const std::string capitals = in_capitals(minted);
  answer.foreign_id = capitals;
  answer.status = find_status("PENDING_ACCEPTED");
  tracker.on_send_response(answer, kForeignStart + Duration{1});
  EXPECT_EQ(seen.statuses, "enqueued ");
  EXPECT_EQ(seen.foreign_ids, "their-id ");
  EXPECT_EQ(seen.last, minted);
}

TEST_F(ForeignIds, MayBeAMintedOneInCapitals) {
  const MessageId minted = mint();
  const std::string capitals = in_capitals(minted);
  deliver(capitals);
  EXPECT_EQ(seen.statuses, "enqueued delivered ");
  EXPECT_EQ(seen.foreign_ids, "  ") << "it has none";
  EXPECT_EQ(seen.last, minted);
}

TEST_F(ForeignIds, InTheFormOfAMintedOneAreFoundWhenTheyAreReadAsOne) {
  const MessageId strangers(7, 8, 9);
  EXPECT_EQ(submit(to_text(strangers)), Refusal::none);
  DeliveryReport report;
  report.status = find_status("DELIVERED_TO_HANDSET");
  report.message = strangers;
  tracker.on_delivery_reports({&report, 1}, kForeignStart + Duration{1});
  EXPECT_EQ(seen.statuses, "enqueued delivered ");
  EXPECT_EQ(seen.foreign_ids, to_text(strangers) + " " + to_text(strangers) + " ");
  EXPECT_NE(seen.last, strangers) << "the one it was given here";
  EXPECT_EQ(tracker.counters().reports_unknown, 0U);
}

TEST_F(ForeignIds, CannotBeOneThatWasMintedHere) {
  const MessageId first = mint();
  EXPECT_EQ(submit(to_text(first)), Refusal::id_in_use);
  EXPECT_EQ(submit(in_capitals(first)), Refusal::id_in_use);
  EXPECT_EQ(submit(to_text(first), kAfter), Refusal::id_in_use) << "a late report of it would be taken for the other's";
  Tracker<Recorder> of_the_same_key{TrackerSettings{}, seen};
  of_the_same_key.intern({});
  EXPECT_EQ(of_the_same_key.submit(under(to_text(first)), kForeignStart).refusal, Refusal::id_in_use) << "minted next";
}

TEST_F(ForeignIds, AreOpaqueBytes) {
  const std::string with_zero("a\0b", 3);
  for (const std::string_view id :
       {std::string_view("0042"), std::string_view("42"), std::string_view("AB"), std::string_view("ab"),
        std::string_view(" ab"), std::string_view("\xff\xfe"), std::string_view("a"), std::string_view(with_zero)}) {
    EXPECT_EQ(submit(id), Refusal::none) << id;
  }
  deliver(with_zero);
  EXPECT_EQ(seen.foreign_ids, with_zero + " " + with_zero + " ");
  deliver("042");
  EXPECT_EQ(tracker.counters().reports_unknown, 1U);
}

TEST_F(ForeignIds, AreUniqueWithinTheWaitingPeriod) {
  EXPECT_EQ(submit("x"), Refusal::none);
  EXPECT_EQ(submit("x", kForeignStart + Duration{1}), Refusal::id_in_use);
  EXPECT_EQ(seen.statuses, "enqueue_failed ");
  EXPECT_EQ(seen.foreign_ids, " ") << "the id is another message's";
  EXPECT_EQ(seen.last, MessageId{});
  deliver("x", kForeignStart + Duration{2});
  EXPECT_EQ(submit("x", kForeignStart + kWaitingPeriod), Refusal::id_in_use) << "also after the final status";
  EXPECT_EQ(submit("x", kAfter), Refusal::none);
}

TEST_F(ForeignIds, MayBeUpTo200BytesLong) {
  EXPECT_EQ(submit(std::string(200, 'x')), Refusal::none);
  EXPECT_EQ(submit(std::string(201, 'x')), Refusal::bad_id);
  deliver(std::string(200, 'x'));
  deliver(std::string(201, 'x'));
  EXPECT_EQ(tracker.counters().reports_tracked, 1U);
  EXPECT_EQ(tracker.counters().reports_malformed, 1U);
  EXPECT_EQ(tracker.counters().reports_unknown, 0U);
}

TEST_F(ForeignIds, LateReportIsUnknownAndALateResponseRepeated) {
  submit("x");
  deliver("x", kAfter);
  EXPECT_EQ(tracker.counters().reports_unknown, 1U) << "forgotten by then";
  EXPECT_EQ(tracker.counters().reports_late, 0U);
  SendAnswer answer;
  answer.foreign_id = "x";
  tracker.on_send_response(answer, kAfter);
  EXPECT_EQ(tracker.counters().responses_repeated, 1U);
  EXPECT_EQ(seen.statuses, "");
}

TEST_F(ForeignIds, AreForgottenInOrderAmongMintedOnes) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(submit(i % 3 == 0 ? std::to_string(i) : "", kForeignStart + Duration{i}), Refusal::none);
  }
  tracker.advance_to(kAfter + Duration{49});  // the first fifty periods are over
  for (int i = 0; i < 100; i += 3) deliver(std::to_string(i), kAfter + Duration{49});
  EXPECT_EQ(tracker.counters().reports_unknown, 17U);
  EXPECT_EQ(tracker.counters().reports_tracked, 17U);
}

}  // namespace
}  // namespace dlr::core
