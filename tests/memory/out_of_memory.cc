// No memory, at each allocation in turn, of the reader of scenarios and of the tracker: it ends with std::bad_alloc or
// a problem that says so, nothing is lost or left half done, and what comes afterwards is as if nothing had been.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <new>
#include <optional>
#include <string>

#include "core/store/twin.h"
#include "core/tracker.h"
#include "sim/scenario/reader.h"

namespace {

constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();
std::uint64_t left_to_give = kNever;
bool only_once = true;
std::int64_t alive = 0;

bool may_not() {
  if (left_to_give == kNever) return false;
  if (left_to_give > 0) {
    --left_to_give;
    return false;
  }
  if (only_once) left_to_give = kNever;
  return true;
}

void* allocate(std::size_t bytes) noexcept {
  void* const memory = may_not() ? nullptr : std::malloc(bytes);
  alive += memory != nullptr ? 1 : 0;
  return memory;
}
void* allocate_or_throw(std::size_t bytes) {
  if (void* const memory = allocate(bytes)) return memory;
  throw std::bad_alloc();
}
void give_back(void* memory) noexcept {
  alive -= memory != nullptr ? 1 : 0;
  std::free(memory);
}

}  // namespace

void* operator new(std::size_t bytes) { return allocate_or_throw(bytes); }
void* operator new[](std::size_t bytes) { return allocate_or_throw(bytes); }
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return allocate(bytes); }
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept { return allocate(bytes); }
void operator delete(void* memory) noexcept { give_back(memory); }
void operator delete[](void* memory) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete[](void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { give_back(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { give_back(memory); }

namespace dlr {
namespace {

// Calls f() with the k-th allocation denied, once or from then on, for k = 0, 1, ... until it gets all that it asks
// for. f() tells by std::bad_alloc or by `false` that it did not get through. Nothing that it took may be left.
template <class F>
std::uint64_t deny_each(bool once, F&& f) {
  f();  // what is made once in a program's life is made now
  std::uint64_t denied = 0;
  for (;; ++denied) {
    const std::int64_t before = alive;
    only_once = once;
    left_to_give = denied;
    bool through = false;
    bool clear = true;
    try {
      through = f();
    } catch (const std::bad_alloc&) {
    } catch (...) {
      clear = false;
    }
    const bool all_given = left_to_give != kNever && left_to_give > 0;
    left_to_give = kNever;
    EXPECT_TRUE(clear) << "allocation " << denied << " denied: ended with an exception that says something else";
    EXPECT_EQ(alive, before) << "allocation " << denied << " denied: memory is lost";
    if (all_given) {
      EXPECT_TRUE(through);
      return denied;
    }
    if (testing::Test::HasFailure()) return denied;
  }
}

class OutOfMemory : public testing::TestWithParam<bool> {};

TEST_P(OutOfMemory, TheReaderOfScenariosSaysSo) {
  const auto path = std::filesystem::temp_directory_path() / ("dlr_no_memory_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path)
      << "version: 1\nname: small\nsummary: A few.\n"
         "profiles: {p: {delivered: {share: 100%, delay: {constant: 1s}}}}\n"
         "countries: {FR: {operators: {one: {share: 100%, profile: p}}}}\n"
         "traffic: [{campaign: c, messages: 10, arrivals: {constant: {rate: 30/m}}, countries: [FR]}]\n";
  const std::string name = path.string();
  std::string said;
  for (const auto& problem : sim::read_scenario(name).problems) said += problem.message + "\n";
  EXPECT_EQ(said, "");
  const std::uint64_t denied = deny_each(GetParam(), [&] {
    const sim::ReadOutcome outcome = sim::read_scenario(name);
    if (outcome.scenario.has_value() != outcome.problems.empty()) std::abort();
    return outcome.scenario.has_value();
  });
  EXPECT_GT(denied, 100U);
  std::filesystem::remove(path);
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

template <class Sink>
MessageId submit(Tracker<Sink>& tracker, ContextId campaign, std::uint32_t i, const std::string& foreign) {
  Submission submission;
  submission.reference = i;
  submission.recipient = PhoneNumber{33'612'345'678};
  submission.context = campaign;
  if (i % 3 == 1) submission.own = &kOwn;
  if (i % 3 != 0) submission.foreign_id = foreign;
  return tracker.submit(submission, kStart + Duration{i}).message;
}

SendAnswer answer_to(const MessageId& id, const std::string& foreign, bool is_foreign) {
  SendAnswer answer;
  answer.message = id;
  if (is_foreign) answer.foreign_id = foreign;
  answer.status = find_status("PENDING_ACCEPTED");
  return answer;
}

// Denied or not, each call is made again until it gets through; then all must be as if nothing had been denied.
bool all_taken_and_ended() {
  bool denied = false;
  const auto until_through = [&denied](auto&& call) {
    for (;;) {
      try {
        return call();
      } catch (const std::bad_alloc&) {
        denied = true;
        left_to_give = kNever;  // somebody gave memory back
      }
    }
  };
  Count seen;
  const auto tracker = until_through([&] { return std::make_unique<Tracker<Count>>(TrackerSettings{}, seen); });
  const ContextId campaign = until_through([&] { return tracker->intern({}); });
  std::array<MessageId, kMessages> ids;
  std::array<DeliveryReport, kMessages> reports;
  std::array<std::array<char, 3>, kMessages> foreign{};
  for (std::uint32_t i = 0; i < kMessages; ++i) {
    foreign[i] = {static_cast<char>('a' + i / 26), static_cast<char>('a' + i % 26), 0};
    const std::string own = foreign[i].data();
    ids[i] = until_through([&] { return submit(*tracker, campaign, i, own); });
    tracker->on_send_response(answer_to(ids[i], own, i % 3 != 0), kStart + Duration{i});
    reports[i].message = ids[i];
    if (i % 3 != 0) reports[i].foreign_id = foreign[i].data();
    reports[i].status = find_status(i % 2 == 0 ? "DELIVERED_TO_HANDSET" : "PENDING_ENROUTE");
  }
  until_through([&] { return tracker->on_delivery_reports(reports, kStart + Duration{1'000}); });
  tracker->advance_to(kStart + kWaitingPeriod + Duration{kMessages});
  if (seen.events != kMessages + kMessages / 2 || seen.closed != kMessages / 2 || tracker->in_flight() != 0 ||
      tracker->remembered() != 0 || tracker->counters().reports_received != kMessages) {
    std::abort();
  }
  return !denied;
}

// What the log could not write down is not durable: the tracker ends, and the next one begins with what was kept.
bool ended_and_restored() {
  StoreTwin twin;
  Count seen;
  const auto held = [&twin](auto&& call) {
    struct Outbox {
      StoreTwin& twin;
      void on_event(const CampaignEvent& event) { twin.hold(event); }
      void on_closed(const Closed& closed) { twin.hold(closed); }
    } outbox{twin};
    Tracker<Outbox> tracker(TrackerSettings{}, outbox, &twin);
    const ContextId campaign = tracker.intern({});
    twin.restore(tracker);
    call(tracker, campaign);
  };
  bool denied = false;
  std::uint64_t taken = 0;
  try {
    held([&](auto& tracker, ContextId campaign) {
      for (std::uint32_t i = 0; i < 9; ++i) {
        const std::string foreign{'f', static_cast<char>('a' + i)};
        const MessageId id = submit(tracker, campaign, i, foreign);
        twin.sync(seen);
        ++taken;
        tracker.on_send_response(answer_to(id, foreign, i % 3 != 0), kStart + Duration{i});
        twin.sync(seen);
      }
    });
  } catch (const std::bad_alloc&) {
    denied = true;
    left_to_give = kNever;
  }
  twin.crash();
  held([&](auto& tracker, ContextId) {
    if (tracker.remembered() < taken) std::abort();
    tracker.resume(kStart + Duration{10}, [](const MessageId&, Instant) {});
    tracker.advance_to(kStart + kWaitingPeriod + Duration{100});
    twin.sync(seen);
    if (tracker.remembered() != 0 || tracker.in_flight() != 0) std::abort();
  });
  return !denied;
}

// How many pieces of memory are held when so many messages have come, of which a thousand are remembered.
std::int64_t held_after(std::uint32_t messages) {
  const std::int64_t before = alive;
  Count seen;
  TrackerSettings settings;
  settings.waiting_period = Duration{1'000};
  Tracker<Count> tracker(settings, seen);
  const ContextId campaign = tracker.intern({});
  for (std::uint32_t i = 0; i < messages; ++i) {
    submit(tracker, campaign, i, "an-order-of-a-shop-on-the-web-" + std::to_string(i));
  }
  return alive - before;
}

}  // namespace core_test

TEST(Forgetting, GivesMemoryBack) {
  const std::int64_t few = core_test::held_after(20'000), many = core_test::held_after(200'000);
  EXPECT_LE(many, few + 2) << "a chunk of texts more or less";
}

TEST_P(OutOfMemory, TheTrackerTakesAMessageAsAWholeOrNotAtAll) {
  EXPECT_GT(deny_each(GetParam(), core_test::all_taken_and_ended), 100U);
}

TEST_P(OutOfMemory, WhatWasKeptIsWhatATrackerBeginsWithAgain) {
  EXPECT_GT(deny_each(GetParam(), core_test::ended_and_restored), 50U);
}

INSTANTIATE_TEST_SUITE_P(Denied, OutOfMemory, testing::Bool(),
                         [](const auto& test) { return test.param ? "Once" : "FromThenOn"; });

}  // namespace
}  // namespace dlr
