// What the tracker holds is counted in bytes, limited, refused clearly and given back.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/tracker.h"

namespace dlr::core {
namespace {

constexpr Instant kMemoryStart = instant_from_ms(1'795'800'000'000);

struct ErrorRecorder {
  std::string last_error;
  void on_event(const CampaignEvent& event) { last_error = event.error; }
  void on_closed(const Closed&) {}
};

struct Fixture {
  explicit Fixture(const TrackerSettings& settings) : tracker(settings, seen) {
    submission.recipient = PhoneNumber{33'612'345'678};
    submission.context = tracker.intern({});
  }
  // Submits until it is refused, at most 100 000 times; says how many were taken.
  template <class Prepare>
  std::uint64_t fill(Instant now, Prepare prepare) {
    for (std::uint64_t taken = 0; taken < 100'000; ++taken) {
      prepare(submission, taken);
      refusal = tracker.submit(submission, now).refusal;
      if (refusal != Refusal::none) return taken;
    }
    return 100'000;
  }
  std::uint64_t fill(Instant now) {
    return fill(now, [](Submission&, std::uint64_t) {});
  }
  void deliver(const MessageId& id) {
    DeliveryReport report;
    report.message = id;
    report.status = find_status("DELIVERED_TO_HANDSET");
    tracker.on_delivery_reports({&report, 1}, kMemoryStart + Duration{1});
  }

  ErrorRecorder seen;
  Tracker<ErrorRecorder> tracker;
  Submission submission;
  Refusal refusal = Refusal::none;
};

TEST(TrackerMemory, IsNoneAsLongAsThereIsNothing) {
  Fixture f(TrackerSettings{});
  EXPECT_EQ(f.tracker.in_flight_bytes(), 0U);
  EXPECT_EQ(f.tracker.remembered_bytes(), 0U);
}

TEST(TrackerMemory, OfOpenMessagesHasALimitThatIsUsedUp) {
  TrackerSettings settings;
  settings.memory.in_flight_bytes = 50'000;  // not a power of two of slots: most of it is used all the same
  Fixture f(settings);
  const std::uint64_t taken = f.fill(kMemoryStart);
  EXPECT_EQ(f.refusal, Refusal::in_flight_full);
  EXPECT_EQ(f.seen.last_error, "SEND_IN_FLIGHT_LIMIT");
  EXPECT_EQ(f.tracker.in_flight(), taken);
  EXPECT_LE(f.tracker.in_flight_bytes(), 50'000U);
  EXPECT_GT(f.tracker.in_flight_bytes(), 45'000U);
  EXPECT_GE(f.tracker.in_flight_bytes(), taken * 24);
}

TEST(TrackerMemory, OfAFewOpenMessagesHasALimitToo) {
  for (std::size_t limit = 100; limit < 3'000; limit += 41) {
    TrackerSettings settings;
    settings.memory.in_flight_bytes = limit;
    Fixture f(settings);
    EXPECT_GT(f.fill(kMemoryStart), 0U) << limit;
    EXPECT_EQ(f.refusal, Refusal::in_flight_full) << limit;
    EXPECT_LE(f.tracker.in_flight_bytes(), limit);
    EXPECT_GT(f.tracker.in_flight_bytes() + 100, limit - limit / 16) << "for a sixteenth nobody moves";
  }
}

TEST(TrackerMemory, RefusedMessageIsNotRemembered) {
  TrackerSettings settings;
  settings.memory.in_flight_bytes = 60'000;
  Fixture f(settings);
  f.fill(kMemoryStart);
  const std::size_t remembered = f.tracker.remembered();
  EXPECT_EQ(f.tracker.submit(f.submission, kMemoryStart).message, MessageId{});
  EXPECT_EQ(f.tracker.remembered(), remembered);
  EXPECT_EQ(f.tracker.counters().responses_refused, 2U);
}

TEST(TrackerMemory, FinalStatusMakesRoomForAnother) {
  TrackerSettings settings;
  settings.memory.in_flight_bytes = 60'000;
  Fixture f(settings);
  const MessageId first = f.tracker.submit(f.submission, kMemoryStart).message;
  f.fill(kMemoryStart);
  f.deliver(first);
  EXPECT_EQ(f.fill(kMemoryStart + Duration{1}), 1U);
}

TEST(TrackerMemory, OfVeryManyOpenMessagesGrowsByAQuarter) {
  constexpr std::uint64_t kVeryMany = std::uint64_t{1} << 20U;
  Fixture f(TrackerSettings{});
  std::size_t full = 0;
  for (std::uint64_t i = 0; i <= kVeryMany; ++i) {
    full = f.tracker.in_flight_bytes();
    ASSERT_EQ(f.tracker.submit(f.submission, kMemoryStart).refusal, Refusal::none) << i;
  }
  EXPECT_EQ(f.tracker.in_flight_bytes(), full + full / 4);
}

TEST(TrackerMemory, InFlightIsLimitedByNumberToo) {
  TrackerSettings settings;
  settings.max_in_flight = 10;
  Fixture f(settings);
  EXPECT_EQ(f.fill(kMemoryStart), 10U);
  EXPECT_EQ(f.refusal, Refusal::in_flight_full);
}

TEST(TrackerMemory, OfRememberedMessagesHasALimitOfItsOwn) {
  TrackerSettings settings;
  settings.memory.remembered_bytes = 8 * 1024;
  Fixture f(settings);
  EXPECT_EQ(f.fill(kMemoryStart), 1'024U) << "eight bytes each";
  EXPECT_EQ(f.refusal, Refusal::remembered_full);
  EXPECT_EQ(f.seen.last_error, "SEND_MEMORY_LIMIT");
  EXPECT_LE(f.tracker.remembered_bytes(), 8U * 1024);
  EXPECT_EQ(f.fill(kMemoryStart + kWaitingPeriod), 0U);
  EXPECT_EQ(f.fill(kMemoryStart + kWaitingPeriod + Duration{1}), 1'024U) << "what is forgotten makes room";
}

TEST(TrackerMemory, OwnPropertiesCountTowardsTheLimitOfOpenMessages) {
  TrackerSettings settings;
  settings.memory.in_flight_bytes = 60'000;
  Fixture f(settings);
  const OwnProperties own{{"coupon", std::string(500, 'x')}};
  f.submission.own = &own;
  const std::uint64_t taken = f.fill(kMemoryStart);
  EXPECT_EQ(f.refusal, Refusal::in_flight_full);
  EXPECT_LE(f.tracker.in_flight_bytes(), 60'000U);
  EXPECT_GE(f.tracker.in_flight_bytes(), taken * 500);
  f.submission.own = nullptr;
  f.fill(kMemoryStart);
  EXPECT_LE(f.tracker.in_flight_bytes(), 60'000U) << "also when others follow";
}

TEST(TrackerMemory, OwnPropertiesTakeTheMoreTheLongerTheyAre) {
  const auto bytes = [](std::size_t length) {
    Fixture f(TrackerSettings{});
    f.tracker.submit(f.submission, kMemoryStart);
    const std::size_t before = f.tracker.in_flight_bytes();
    const OwnProperties own{{"coupon", std::string(length, 'x')}};
    f.submission.own = &own;
    f.tracker.submit(f.submission, kMemoryStart);
    return f.tracker.in_flight_bytes() - before;
  };
  EXPECT_EQ(bytes(0), 2 * 48 + sizeof(std::uint64_t) + sizeof(OwnProperties) + 2 * sizeof(std::string))
      << "an entry in the map of all messages, and one in the message's own";
  EXPECT_EQ(bytes(15), bytes(0)) << "a short one is within the string";
  EXPECT_EQ(bytes(16), bytes(15) + 17);
  EXPECT_EQ(bytes(500), bytes(15) + 501);
}

TEST(TrackerMemory, OwnPropertiesAreGivenBackWithTheFinalStatusToTheByte) {
  Fixture f(TrackerSettings{});
  f.tracker.submit(f.submission, kMemoryStart);
  const std::size_t before = f.tracker.in_flight_bytes();
  OwnProperties own{{"coupon", "WINTER-2026"}};
  own["coupon"].reserve(4'000);  // capacity that a copy does not have
  f.submission.own = &own;
  const MessageId id = f.tracker.submit(f.submission, kMemoryStart).message;
  EXPECT_GT(f.tracker.in_flight_bytes(), before);
  f.deliver(id);
  EXPECT_EQ(f.tracker.in_flight_bytes(), before);
}

TEST(TrackerMemory, OwnPropertiesAreGivenBackWithTheEndOfThePeriod) {
  Fixture f(TrackerSettings{});
  const OwnProperties own{{"coupon", "WINTER-2026"}};
  f.submission.own = &own;
  f.tracker.submit(f.submission, kMemoryStart);
  const std::size_t with = f.tracker.in_flight_bytes();
  f.tracker.advance_to(kMemoryStart + kWaitingPeriod + Duration{1});
  EXPECT_LT(f.tracker.in_flight_bytes(), with);
  EXPECT_EQ(f.tracker.in_flight(), 0U);
}

TEST(TrackerMemory, ForeignIdsCountTowardsTheLimitOfRememberedMessages) {
  TrackerSettings settings;
  settings.memory.remembered_bytes = 60'000;
  Fixture f(settings);
  std::string id;
  const auto name = [&id](Submission& submission, std::uint64_t number) {
    id = std::string(190, 'x') + std::to_string(number);
    submission.foreign_id = id;
  };
  const std::uint64_t taken = f.fill(kMemoryStart, name);
  EXPECT_EQ(f.refusal, Refusal::remembered_full);
  EXPECT_LE(f.tracker.remembered_bytes(), 60'000U);
  EXPECT_GE(f.tracker.remembered_bytes(), taken * 190);
  f.submission.foreign_id = {};
  f.fill(kMemoryStart);
  EXPECT_LE(f.tracker.remembered_bytes(), 60'000U) << "also when minted ids follow";
  EXPECT_EQ(f.fill(kMemoryStart + kWaitingPeriod + Duration{1}, name), taken)
      << "given back with the end of the period";
}

// A plain message, then one with what `prepare` gives it, in a tracker with that limit and in one without: what both
// take is just allowed, a byte less is not.
template <class Prepare>
void expect_use_of_the_last_byte(std::size_t MessageStore::Limits::*limit, Refusal refusal, Prepare prepare) {
  const auto fill = [&prepare](Fixture& f) {
    f.tracker.submit(f.submission, kMemoryStart);
    prepare(f.submission);
    return f.tracker.submit(f.submission, kMemoryStart).refusal;
  };
  Fixture free(TrackerSettings{});
  fill(free);
  const std::size_t taken = limit == &MessageStore::Limits::in_flight_bytes ? free.tracker.in_flight_bytes()
                                                                            : free.tracker.remembered_bytes();
  for (const std::size_t missing : {0U, 1U}) {
    TrackerSettings settings;
    settings.memory.*limit = taken - missing;
    Fixture f(settings);
    EXPECT_EQ(fill(f), missing == 0 ? Refusal::none : refusal);
  }
}

TEST(TrackerMemory, OwnPropertiesAndForeignIdsMayTakeTheLastByte) {
  const OwnProperties own{{"coupon", "WINTER-2026"}};
  expect_use_of_the_last_byte(&MessageStore::Limits::in_flight_bytes, Refusal::in_flight_full,
                              [&own](Submission& submission) { submission.own = &own; });
  expect_use_of_the_last_byte(&MessageStore::Limits::remembered_bytes, Refusal::remembered_full,
                              [](Submission& submission) { submission.foreign_id = "their-id"; });
}

}  // namespace
}  // namespace dlr::core
