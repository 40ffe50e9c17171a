// A tracker that crashes in a lane: the oracle agrees wherever the crash falls, and the end is as if nothing had been.
#include <gtest/gtest.h>

#include <string>

#include "reports/counters.h"
#include "sim/run.h"
#include "tests/sim/scenario_text.h"

namespace dlr::sim {
namespace {

using reports::Counter;

// 600 messages over a minute; the provider wavers, the tracker takes its time to answer callbacks.
std::string world(const std::string& fault, const std::string& answer = "4s") {
  return R"(
profiles:
  p:
    rejected:   {share: 5%, in_response: 50%}
    delivered:  {share: 80%, delay: {lognormal: {median: 8s, p99: 20m}}}
    failed:     {share: 15%, delay: {uniform: {min: 1s, max: 2m}}}
countries: {SE: {operators: {Telia: {mccmnc: "24001", share: 100%, profile: p}}}}
provider: {answer: {delay: {lognormal: {median: 300ms, p99: 4s}}}, callback: {batch: 20, every: 1s, answer: )" +
         answer + R"(}}
tracker: {send: {timeout: 2s, tries: 3, backoff: {first: 1s, factor: 2, cap: 4s, jitter: 25%}}}
traffic:
  - {campaign: c, channel: sms, messages: 600, arrivals: {constant: {rate: 10/s}}, countries: [SE]}
faults:
  - {id: busy, provider_busy: {share: 10%, status: 503}}
  - {id: silent, provider_timeout: {share: 10%, accepted: 50%}}
)" + fault;
}

reports::Measurements run(const std::string& text, DriveKind drive = DriveKind::direct,
                          const Defect* defect = nullptr) {
  RunOptions options;
  options.drive = drive;
  options.defect = defect;
  return run_lanes(scenario_from(text), options).measurements;
}

TEST(ACrashInALane, TheOracleAgreesWhereverItFalls) {
  std::uint64_t repeated = 0, failed_again = 0;
  for (int second = 0; second <= 100; second += 4) {
    const std::string crash = "  - {id: crash, at: " + std::to_string(second) + "s" +
                              std::to_string(second * 37 % 1000) +
                              "ms, tracker_crash: {restart_after: " + std::to_string(1 + second % 9) + "s}}\n";
    const reports::Measurements came = run(world(crash));
    EXPECT_FALSE(came.breaches.count() > 0) << crash;
    EXPECT_EQ(came.faults[2] > 0, second > 0) << crash;
    EXPECT_EQ(came.counters[Counter::reports_lost], 0u) << crash;
    EXPECT_EQ(came.counters[Counter::messages_unreported], 0u) << crash;
    repeated += came.counters[Counter::reports_repeated];
    failed_again += came.counters[Counter::callbacks_refused];
  }
  EXPECT_GT(repeated, 0u);
  EXPECT_GT(failed_again, 50u);
}

TEST(ACrashInALane, SameOnTheWire) {
  const std::string text = world(
      "  - {id: crash, at: 30s, tracker_crash: {restart_after: 7s}}\n"
      "  - {id: again, at: 50s, tracker_crash: {restart_after: 1ms}}\n");
  const reports::Measurements direct = run(text), wire = run(text, DriveKind::wire);
  EXPECT_FALSE(wire.breaches.count() > 0);
  EXPECT_EQ(direct.timeline, wire.timeline);
  EXPECT_EQ(direct.counters.values, wire.counters.values);
}

TEST(ACrashInALane, WhatIsDueMeanwhileIsSubmittedAtTheRestart) {
  const reports::Measurements came = run(world("  - {id: crash, at: 20s, tracker_crash: {restart_after: 30s}}\n"));
  EXPECT_FALSE(came.breaches.count() > 0);
  EXPECT_EQ(came.counters[Counter::messages_submitted], 600u);
  // Nobody asks for a minute of silence: the peak is after the restart, with half of all messages at once.
  const std::uint64_t at_one_minute = came.in_flight_by_minute.at(1);
  EXPECT_GT(at_one_minute, 250u);
}

TEST(ACrashInALane, AnswersAtOnceLeaveNothingInItsHands) {
  const reports::Measurements came =
      run(world("  - {id: crash, at: 30s, tracker_crash: {restart_after: 7s}}\n", "0ms"));
  EXPECT_FALSE(came.breaches.count() > 0);
  EXPECT_EQ(came.counters[Counter::reports_repeated], 0u);
}

TEST(ACrashInALane, DownForTheRestOfItsTime) {
  const reports::Measurements came = run(world("  - {id: crash, at: 70s, tracker_crash: {restart_after: 20d}}\n"));
  EXPECT_FALSE(came.breaches.count() > 0);
  EXPECT_GT(came.counters[Counter::callbacks_given_up], 0u);
  EXPECT_GT(came.counters[Counter::messages_unreported], 0u);
}

// One message to France, delivered after ten seconds, in one lane.
std::string one_message(const std::string& more, const std::string& traffic = "") {
  return "lanes: 1\nprofiles: {p: {delivered: {share: 100%, delay: {constant: 10s}}}}\n"
         "countries: {FR: {operators: {A: {share: 100%, profile: p}}}}\n"
         "traffic:\n  - {campaign: c, messages: 1, arrivals: {constant: {rate: 1/s}}, countries: [FR]}\n" +
         traffic + more;
}

TEST(ACrashInALane, NoTryIsDueAfterThePeriodThoughOneWasWaitedFor) {
  const reports::Measurements came =
      run(one_message("faults:\n  - {id: busy, provider_busy: {share: 100%, status: 503}}\n"
                      "  - {id: crash, at: 200ms, tracker_crash: {restart_after: 4d1h}}\n"));
  EXPECT_EQ(came.breaches.count(), 0u);
  EXPECT_EQ(came.counters[Counter::messages_unreported], 1u);
}

// What a restart brings about may be lost in the next crash.
TEST(ACrashInALane, ARestartIsTakenBackTooWhenItWasNotDurable) {
  const reports::Measurements silent = run(one_message(
      "tracker: {send: {tries: 1}}\nfaults:\n  - {id: first, at: 10ms, tracker_crash: {restart_after: 1s}}\n"
      "  - {id: second, at: 1020ms, tracker_crash: {restart_after: 5d}}\n"));
  EXPECT_EQ(silent.breaches.count(), 0u);
  EXPECT_EQ(silent.counters[Counter::messages_unreported], 1u);
  const reports::Measurements repeated = run(one_message(
      "provider: {callback: {answer: 29s}}\nfaults:\n  - {id: first, at: 1s, tracker_crash: {restart_after: 20s}}\n"
      "  - {id: second, at: 25s, tracker_crash: {restart_after: 1ms}}\n"));
  EXPECT_EQ(repeated.breaches.count(), 0u);
  EXPECT_EQ(repeated.counters[Counter::messages_delivered], 1u);
}

// A late report changes no message, but that it was heard is acknowledged like everything else.
TEST(ACrashInALane, WhatWasAcknowledgedStaysHeardThoughItChangedNothing) {
  const reports::Measurements came = run(
      one_message("waiting_period: 1s\nprovider: {callback: {batch: 1, every: 0ms, retry: [1s, 1s, 1s, 1s]}}\n"
                  "faults:\n  - {id: slow, callback_down: {answer: timeout}}\n"
                  "  - {id: crash, at: 2m, tracker_crash: {restart_after: 0ms}}\n",
                  "  - {campaign: d, messages: 1, starts: 1h, arrivals: {constant: {rate: 1/s}}, countries: [FR]}\n"));
  EXPECT_EQ(came.breaches.count(), 0u);
  EXPECT_EQ(came.counters[Counter::reports_late], came.counters[Counter::reports_received]);
}

// The second try got through, and the crash comes before its answer; all that follow are refused for certain.
const char* const kSecondTryGetsThrough =
    "provider: {answer: {delay: {constant: 2s}}, callback: {answer: 1s, every: 0ms}}\n"
    "tracker: {send: {timeout: 10s, tries: 3, backoff: {first: 3s, factor: 1, cap: 3s}}}\n"
    "faults:\n  - {id: busy, at: 0s, for: 4s, provider_busy: {share: 100%, status: 429}}\n"
    "  - {id: crash, at: 5600ms, tracker_crash: {restart_after: 200ms}}\n"
    "  - {id: busy-again, at: 5700ms, provider_busy: {share: 100%, status: 429}}\n";

TEST(ACrashInALane, ATryThatWasMadeIsNotForgotten) {
  const reports::Measurements came = run(one_message(kSecondTryGetsThrough));
  EXPECT_EQ(came.breaches.count(), 0u);
  EXPECT_EQ(came.counters[Counter::messages_delivered], 1u);
  EXPECT_EQ(came.counters[Counter::messages_unconfirmed], 1u);  // for all that the tracker could know
  EXPECT_EQ(came.counters[Counter::reports_conflict], 0u);
}

TEST(ACrashInALane, ATryThatIsForgottenIsABreach) {
  const reports::Measurements came =
      run(one_message(kSecondTryGetsThrough), DriveKind::direct, find_defect("tries-before-written"));
  EXPECT_GT(came.breaches.messages, 0u);
}

TEST(ACrashInALane, AWaitGoesOnToItsEnd) {
  const reports::Measurements came =
      run(one_message("tracker: {send: {tries: 2, backoff: {first: 10s, factor: 1, cap: 10s, jitter: 50%}}}\nfaults:\n"
                      "  - {id: busy, at: 0s, for: 1h, provider_busy: {share: 100%, status: 429, retry_after: 2h}}\n"
                      "  - {id: crash, at: 20s, tracker_crash: {restart_after: 1s}}\n"
                      "  - {id: again, at: 40s, tracker_crash: {restart_after: 1s}}\n"));
  EXPECT_EQ(came.breaches.count(), 0u);
  EXPECT_EQ(came.counters[Counter::messages_delivered], 1u);
}

// No time passes for a tracker that is down: it comes back to all that ended meanwhile.
TEST(ACrashInALane, PeriodsThatEndedMeanwhileEndAtTheRestart) {
  for (const char* const down : {"4d", "5d", "25d", "28d"}) {
    const reports::Measurements came = run(one_message(
        "faults: [{id: crash, at: 3s, tracker_crash: {restart_after: " + std::string(down) + "}}]\n",
        "  - {campaign: d, messages: 1, starts: 29d, arrivals: {constant: {rate: 1/s}}, countries: [FR]}\n"));
    EXPECT_EQ(came.breaches.count(), 0u) << down;
    EXPECT_EQ(came.counters[Counter::messages_unreported], 1u) << down;
  }
}

// Waits that something else cuts, moves or ends may well all end together.
TEST(Jitter, IsNotJudgedByWaitsThatAreNotItsOwn) {
  const auto repeats = [](const std::string& tracker, const std::string& faults, const std::string& messages,
                          const std::string& delay = "1s") {
    return run("lanes: 1\nprofiles: {p: {delivered: {share: 100%, delay: {constant: " + delay +
               "}}}}\ncountries: {FR: {profile: p}}\nprovider: {answer: {delay: {constant: 80ms}}}\n" + tracker +
               "traffic: [{campaign: a, messages: " + messages + ", countries: [FR]}]\nfaults:\n" + faults)
        .breaches.count();
  };
  const std::string minute = "tracker: {send: {tries: 2, backoff: {first: 60s, factor: 1, cap: 60s, jitter: 50%}}}\n";
  const std::string at_once = "3000, arrivals: {burst: {over: 1ms}}";
  const std::string busy = "  - {id: busy, at: 0s, for: 10s, provider_busy: {share: 100%, status: 429}}\n";
  EXPECT_EQ(repeats(minute, busy, at_once), 0u);
  for (const char* const crash :
       {"at: 20s, tracker_crash: {restart_after: 39900ms}", "at: 32s, tracker_crash: {restart_after: 30s}"}) {
    EXPECT_EQ(repeats(minute, busy + "  - {id: crash, " + crash + "}\n", at_once), 0u) << crash;
  }
  EXPECT_EQ(repeats("waiting_period: 32s\n" + minute, busy, at_once), 0u) << "the end of the period";
  EXPECT_EQ(repeats("tracker: {send: {tries: 2, backoff: {first: 10050ms, factor: 1, cap: 30s, jitter: 50%}}}\n",
                    "  - {id: busy, at: 0s, for: 20s, provider_busy: {share: 100%, status: 429, retry_after: 10s}}\n",
                    "200, arrivals: {constant: {rate: 10/s}}"),
            0u)
      << "Retry-After";
  EXPECT_EQ(
      repeats("tracker: {send: {timeout: 10s, tries: 2, backoff: {first: 60s, factor: 1, cap: 60s, jitter: 50%}}}\n",
              "  - {id: silent, provider_timeout: {share: 100%, accepted: 100%}}\n",
              "1000, arrivals: {constant: {rate: 10/s}}", "45s"),
      0u)
      << "reports";
}

// Told again is what had just left, and nothing else.
TEST(ACrashInALane, ADoubledEventIsNoRepeat) {
  const std::string crash = "  - {id: crash, at: 30s, tracker_crash: {restart_after: 7s}}\n";
  EXPECT_EQ(run(world(crash)).breaches.count(), 0u);
  EXPECT_GT(run(world(crash), DriveKind::direct, find_defect("doubles-one-in-a-thousand")).breaches.messages, 0u);
}

// What it struck are messages, not lanes.
TEST(ACrashInALane, CountsTheMessagesInFlightHoweverManyLanesThereAre) {
  const auto struck = [](const std::string& lanes) {
    return run("lanes: " + lanes +
               "\nprofiles: {p: {delivered: {share: 100%, delay: {constant: 10s}}}}\ncountries: {FR: {profile: p}}\n"
               "provider: {answer: {delay: {constant: 0ms}}, callback: {every: 0ms}}\n"
               "traffic: [{campaign: c, messages: 100, arrivals: {constant: {rate: 1/s}}, countries: [FR]}]\n"
               "faults: [{id: crash, at: 50500ms, tracker_crash: {restart_after: 1s}}]\n")
        .faults[0];
  };
  EXPECT_EQ(struck("1"), 10u);  // sent at 41 s to 50 s
  EXPECT_EQ(struck("4"), 10u);
}

// Spoilt on its way is one try, also where it is the crash that makes it come again.
TEST(ACrashInALane, WhatWasSpoiltOnItsWayComesAgainClean) {
  const reports::Measurements came =
      run(one_message("provider: {callback: {every: 0ms, answer: 5s}}\n"
                      "faults:\n  - {id: half, corrupt_callbacks: {share: 100%, how: fields}}\n"
                      "  - {id: crash, at: 12s, tracker_crash: {restart_after: 1s}}\n"));
  EXPECT_EQ(came.breaches.count(), 0u);
  EXPECT_EQ(came.faults[0], 1u);
  EXPECT_EQ(came.counters[Counter::reports_malformed], 0u);  // that it was read was not durable
  EXPECT_EQ(came.counters[Counter::messages_delivered], 1u);
}

}  // namespace
}  // namespace dlr::sim
