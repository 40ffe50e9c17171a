// No memory, at each allocation in turn, of the reader of scenarios and of the tracker: it ends with std::bad_alloc or
// a problem that says so, nothing is lost or left half done, and what comes afterwards is as if nothing had been.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>

#include "core/store/twin.h"
#include "core/tracker.h"
#include "sim/scenario/reader.h"
#include "sim/scenario/show.h"
#include "tests/memory/scarcity.h"

namespace dlr {
namespace {

using scarcity::Denial;
using scarcity::deny_each;
using scarcity::relent;

class OutOfMemory : public testing::TestWithParam<Denial> {};

// Every so manieth allocation of the reader is denied: it makes thousands. In the long run every single one.
std::uint64_t step() {
  const char* const said = std::getenv("DLR_DENY_EVERY");
  return said != nullptr ? std::strtoull(said, nullptr, 10) : 41;
}

// All that the reader says of a file: the scenario and its points, or its problems.
std::string said_of(const sim::ReadOutcome& outcome) {
  if (!outcome.scenario) return diagnostics::render(outcome.problems);
  std::string said = sim::effective_yaml(*outcome.scenario);
  for (const sim::Scenario& point : outcome.points) said += sim::effective_yaml(point);
  return said;
}

// Every key of the format, included files and a sweep; every fault; and problems, which say what was meant and where.
TEST_P(OutOfMemory, TheReaderOfScenariosSaysSo) {
  for (const char* const name : {"/tests/data/valid/everything.yaml", "/scenarios/everything-at-once.yaml",
                                 "/tests/data/broken/more-than-twenty.yaml"}) {
    SCOPED_TRACE(name);
    const std::string path = std::string(DLR_SOURCE) + name;
    const std::string expected = said_of(sim::read_scenario(path));
    const std::uint64_t asked_before = scarcity::counts().asked;
    sim::read_scenario(path);
    const std::uint64_t asked = scarcity::counts().asked - asked_before;
    EXPECT_GT(asked, 500U);
    const auto reads_it = [&] {
      const sim::ReadOutcome outcome = sim::read_scenario(path);
      const scarcity::Truce truce;
      EXPECT_EQ(outcome.scenario.has_value(), outcome.problems.empty());
      const std::string said = said_of(outcome);
      if (said == expected) return true;
      EXPECT_NE(said.find("memory"), std::string::npos) << said;
      return false;
    };
    const std::uint64_t tried = deny_each(GetParam(), reads_it, 0, step());
    EXPECT_EQ(tried, (asked + step() - 1) / step()) << "of " << asked;
  }
}

namespace core_test {

using namespace dlr::core;

constexpr Instant kStart = instant_from_ms(1'795'800'000'000);

struct Count {
  std::uint64_t events = 0, closed = 0;
  void on_event(const CampaignEvent&) { ++events; }
  void on_closed(const Closed&) { ++closed; }
};

// Lets the tracker take some messages of every kind: plain ones, with properties of their own, with foreign ids.
constexpr std::uint32_t kMessages = 150;  // the ring and the slots grow twice
const OwnProperties kOwn{{"order", "a name that is too long for a string to hold within itself"}};

std::array<char, 3> name_of(std::uint32_t i) {
  return {static_cast<char>('a' + i / 26), static_cast<char>('a' + i % 26), 0};
}

template <class Sink>
MessageId submit(Tracker<Sink>& tracker, ContextId context, std::string_view foreign, std::uint32_t i, Instant now) {
  Submission submission;
  submission.reference = i;
  submission.recipient = PhoneNumber{33'612'345'678};
  submission.context = context;
  if (i % 3 == 1) submission.own = &kOwn;
  if (i % 3 != 0) submission.foreign_id = foreign;
  return tracker.submit(submission, now).message;
}

SendAnswer answer_to(const MessageId& id, const std::string& foreign, bool is_foreign) {
  SendAnswer answer;
  answer.message = id;
  if (is_foreign) answer.foreign_id = foreign;
  answer.status = find_status("PENDING_ACCEPTED");
  return answer;
}

// A call that finds no memory is made again when there is some. What `call()` gives.
template <class Call>
auto until_through(bool& denied, Call&& call) {
  for (;;) {
    try {
      return call();
    } catch (const std::bad_alloc&) {
      denied = true;
      relent();
    }
  }
}

void must(bool holds) {
  if (!holds) std::abort();
}

// A hundred and fifty messages of every kind.
class Campaign {
 public:
  // As long as there is no memory, each call is made all the same, and takes what it can; when there is some again,
  // what found none is done once more. Then all must be as if nothing had been denied.
  bool all_taken_and_ended() {
    tracker_ = until_through(denied_, [&] { return std::make_unique<Tracker<Count>>(TrackerSettings{}, seen_); });
    context_ = until_through(denied_, [&] { return tracker_->intern({}); });
    for (int turn = 0; turn < 2; ++turn) {
      for (std::uint32_t i = 0; i < kMessages; ++i) {
        if (ids_[i] == MessageId{}) take(i);
        // Of those that were taken, every answer and every report of a single message is heard: that takes no memory.
        if (i % 10 == 9) hear_reports(i - 9, i + 1);
      }
      relent();
    }
    for (std::uint32_t i = 0; i < kMessages; i += 10) hear_reports(i, i + 10);
    must(seen_.events == kMessages + kMessages / 2 && tracker_->in_flight() == kMessages / 2);
    tracker_->advance_to(now_ + kWaitingPeriod + Duration{1});
    must(seen_.closed == kMessages / 2 && tracker_->in_flight() == 0 && tracker_->remembered() == 0);
    must(tracker_->counters().reports_received == kMessages);
    // As much is held as where nothing was denied, which is the first time.
    static const std::size_t held = tracker_->in_flight_bytes() + tracker_->remembered_bytes();
    must(tracker_->in_flight_bytes() + tracker_->remembered_bytes() == held);
    return !denied_;
  }

 private:
  void take(std::uint32_t i) {
    const std::string foreign = name_of(i).data();
    const std::uint64_t remembered = tracker_->remembered();
    try {
      ids_[i] = submit(*tracker_, context_, foreign, i, now_);
    } catch (const std::bad_alloc&) {
      denied_ = true;
      must(tracker_->remembered() == remembered);
      return;
    }
    must(tracker_->remembered() == remembered + 1);
    tracker_->on_send_response(answer_to(ids_[i], foreign, i % 3 != 0), now_ += Duration{1});
  }

  // One callback: of all its messages that are taken and not reported yet. Without memory nothing of it is heard.
  void hear_reports(std::uint32_t first, std::uint32_t end) {
    std::array<DeliveryReport, kMessages> reports;
    std::array<std::array<char, 3>, kMessages> names;
    std::size_t number = 0;
    for (std::uint32_t i = first; i < end; ++i) {
      if (ids_[i] == MessageId{} || reported_[i]) continue;
      DeliveryReport& report = reports[number];
      report.message = ids_[i];
      names[number] = name_of(i);
      if (i % 3 != 0) report.foreign_id = names[number].data();
      report.status = find_status(i % 2 == 0 ? "DELIVERED_TO_HANDSET" : "PENDING_ENROUTE");
      ++number;
    }
    const std::uint64_t events = seen_.events;
    try {
      tracker_->on_delivery_reports(std::span(reports).first(number), now_ += Duration{1});
    } catch (const std::bad_alloc&) {
      must(number > 1 && seen_.events == events);
      denied_ = true;
      return;
    }
    for (std::uint32_t i = first; i < end; ++i) reported_[i] = reported_[i] || !(ids_[i] == MessageId{});
  }

  bool denied_ = false;
  Count seen_;
  std::unique_ptr<Tracker<Count>> tracker_;
  ContextId context_ = 0;
  Instant now_ = kStart;
  std::array<MessageId, kMessages> ids_;
  std::array<bool, kMessages> reported_{};
};

// A tracker that writes down what happens, begins with what was kept, and says what it says through the twin.
template <class Call>
void with_tracker_of(StoreTwin& twin, Call&& call) {
  struct Outbox {
    StoreTwin& twin;
    void on_event(const CampaignEvent& event) { twin.hold(event); }
    void on_closed(const Closed& closed) { twin.hold(closed); }
  } outbox{twin};
  Tracker<Outbox> tracker(TrackerSettings{}, outbox, &twin);
  const ContextId context = tracker.intern({});
  twin.restore(tracker);
  call(tracker, context);
}

// What the log could not write down is not durable: the tracker ends, and the next one begins with what was kept. Where
// that finds no memory either, it ends too, and one after it begins with the same.
bool ended_and_restored() {
  constexpr std::uint32_t kFew = 9;
  StoreTwin twin;
  Count seen;
  bool denied = false;
  std::uint64_t taken = 0;
  try {
    with_tracker_of(twin, [&](auto& tracker, ContextId context) {
      for (std::uint32_t i = 0; i < kFew; ++i) {
        const std::string foreign = name_of(i).data();
        const MessageId id = submit(tracker, context, foreign, i, kStart + Duration{i});
        twin.sync(seen);
        ++taken;
        tracker.on_send_response(answer_to(id, foreign, i % 3 != 0), kStart + Duration{i});
        twin.sync(seen);
      }
    });
  } catch (const std::bad_alloc&) {
    denied = true;  // nothing is given back before the tracker is gone
  }
  twin.crash();
  relent();
  must(denied || taken == kFew);
  return until_through(denied, [&] {
    twin.crash();
    with_tracker_of(twin, [&](auto& tracker, ContextId) {
      must(tracker.remembered() == taken || (denied && tracker.remembered() == taken + 1));
      tracker.resume(kStart + Duration{10}, [](const MessageId&, Instant) {});
      tracker.advance_to(kStart + kWaitingPeriod + Duration{100});
      twin.sync(seen);
      must(tracker.remembered() == 0 && tracker.in_flight() == 0);
    });
    return !denied;
  });
}

// How many pieces of memory are held when so many messages have come, of which a thousand are remembered.
std::int64_t held_after(std::uint32_t messages) {
  const std::int64_t before = scarcity::counts().alive;
  Count seen;
  TrackerSettings settings;
  settings.waiting_period = Duration{1'000};
  Tracker<Count> tracker(settings, seen);
  const ContextId context = tracker.intern({});
  for (std::uint32_t i = 0; i < messages; ++i) {
    submit(tracker, context, "an-order-of-a-shop-on-the-web-" + std::to_string(i), i, kStart + Duration{i});
  }
  return scarcity::counts().alive - before;
}

}  // namespace core_test

TEST(Forgetting, GivesMemoryBack) {
  const std::int64_t few = core_test::held_after(20'000), many = core_test::held_after(200'000);
  EXPECT_LE(many, few + 2) << "a chunk of texts more or less";
}

TEST_P(OutOfMemory, TheTrackerTakesAMessageAsAWholeOrNotAtAll) {
  const std::uint64_t aligned = scarcity::counts().aligned_denied;
  EXPECT_GT(deny_each(GetParam(), [] { return core_test::Campaign().all_taken_and_ended(); }), 100U);
  EXPECT_GT(scarcity::counts().aligned_denied, aligned) << "the index of foreign ids has lines of the cache";
}

TEST_P(OutOfMemory, WhatWasKeptIsWhatATrackerBeginsWithAgain) {
  EXPECT_GT(deny_each(GetParam(), core_test::ended_and_restored), 50U);
}

INSTANTIATE_TEST_SUITE_P(Denied, OutOfMemory, testing::Values(Denial::once, Denial::from_then_on),
                         [](const auto& test) { return test.param == Denial::once ? "Once" : "FromThenOn"; });

}  // namespace
}  // namespace dlr
