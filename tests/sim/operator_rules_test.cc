// Operators in whole runs of a few messages: what they take at a time, and what an outage makes of what they have.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "sim/run.h"
#include "tests/sim/scenario_text.h"

namespace dlr::sim {
namespace {

using reports::Counter;

reports::Measurements measured(const std::string& text) {
  reports::Measurements came = run_lanes(scenario_from(text), {}).measurements;
  EXPECT_EQ(came.breaches.count(), 0u);
  return came;
}

// Four messages at once to a network that takes two parts a second and delivers at once.
std::string queue_of(const std::string& parts) {
  return "lanes: 1\nprofiles: {p: {delivered: {share: 100%, delay: {constant: 0ms}}}}\n"
         "countries: {FR: {operators: {A: {share: 100%, profile: p, throughput: 2/s}}}}\n"
         "traffic: [{campaign: c, messages: 4, arrivals: {burst: {over: 1ms}}, countries: [FR], parts: {" +
         parts + ": 100%}}]\n";
}

TEST(Throughput, IsOfParts) {
  const reports::Measurements single = measured(queue_of("1")), triple = measured(queue_of("3"));
  // Of four parts the last has waited for three, of twelve for eleven.
  EXPECT_EQ(single.groups.at(0).delivery_delay.max(), 1'500u);
  EXPECT_EQ(triple.groups.at(0).delivery_delay.max(), 5'500u);
  // A message is there when its last part is.
  EXPECT_EQ(single.groups.at(0).delivery_delay.min(), 0u);
  EXPECT_EQ(triple.groups.at(0).delivery_delay.min(), 1'000u);
}

// Four messages at once of each of two campaigns with populations, and so lanes, of their own, to networks that deliver
// at once: the first campaign to France, by an operator that is `like` this.
std::string two_campaigns(const std::string& like, const std::string& second, const std::string& faults = "") {
  return "profiles: {p: {delivered: {share: 100%, delay: {constant: 0ms}}}}\n"
         "countries: {FR: {operators: {A: {share: 100%, profile: p" +
         like +
         "}}}, ES: {profile: p}}\n"
         "provider: {answer: {delay: {constant: 0ms}}, callback: {every: 0ms}}\n"
         "traffic:\n  - {campaign: c, messages: 4, arrivals: {burst: {over: 1ms}}, countries: [FR]}\n"
         "  - {campaign: d, messages: 4, arrivals: {burst: {over: 1ms}}, countries: [" +
         second + "]}\n" + faults;
}

// An operator gives all that it takes to the campaign that uses it, and each its half where both do.
TEST(Throughput, IsSharedByThoseWhoUseTheOperator) {
  const auto last = [](const std::string& second) {
    return measured(two_campaigns(", throughput: 2/s", second)).groups.at(0).delivery_delay.max();
  };
  EXPECT_EQ(last("ES"), 1'500u);
  EXPECT_EQ(last("FR"), 3'000u);
}

// Two messages are in two of 64 lanes at most.
TEST(Throughput, IsNotSharedWithLanesThatSendNothingThere) {
  const reports::Measurements came = measured(
      "lanes: 64\nprofiles: {p: {delivered: {share: 100%, delay: {constant: 0ms}}}}\n"
      "countries: {SE: {profile: p}, PL: {operators: {A: {share: 100%, profile: p, throughput: 10/s}}}}\n"
      "traffic:\n  - {campaign: c, messages: 6400, arrivals: {constant: {rate: 1000/s}}, countries: [SE]}\n"
      "  - {campaign: d, messages: 2, arrivals: {constant: {rate: 1/h}}, countries: [PL], parts: {5: 100%}}\n");
  EXPECT_EQ(came.groups.at(1).delivery_delay.max(), 2u * 400u);
}

TEST(HoldReports, AreReleasedAtTheRateByAllLanesTogether) {
  const auto last = [](const std::string& where) {
    const std::string held = "faults: [{id: f, at: 0s, for: 1s, " + where + "hold_reports: {release: 2/s}}]\n";
    return measured(two_campaigns("", "FR", held)).groups.at(0).report_delay.max();
  };
  EXPECT_EQ(last("where: {campaign: c}, "), 1'000u + 1'500u);
  EXPECT_EQ(last(""), 1'000u + 3'000u);  // two a second of eight: the last of four waits for three others of its lane
}

// Beside SMS at once, MMS that take three seconds; the network takes one a second of both together.
TEST(ProfileByChannel, TheTwoFareEachInItsWayAndShareWhatTheOperatorTakes) {
  const reports::Measurements came = measured(
      "lanes: 1\nprofiles:\n  fast: {delivered: {share: 100%, delay: {constant: 0ms}}}\n"
      "  slow: {failed: {share: 100%, delay: {constant: 3s}}}\n"
      "countries: {FR: {operators: {A: {share: 100%, profile: {sms: fast, mms: slow}, throughput: 1/s}}}}\n"
      "traffic:\n"
      "  - {campaign: a, population: p, messages: 2, arrivals: {burst: {over: 1ms}}, countries: [FR]}\n"
      "  - {campaign: b, population: p, channel: mms, messages: 2, arrivals: {burst: {over: 1ms}}, countries: "
      "[FR]}\n");
  EXPECT_EQ(came.counters[Counter::messages_delivered], 2u);
  EXPECT_EQ(came.counters[Counter::messages_failed], 2u);
  ASSERT_EQ(came.groups.size(), 2u);
  // Four parts, one a second: the last of them waits for three.
  const std::uint64_t last_sms = came.groups[0].delivery_delay.max().value();
  const std::uint64_t last_mms = came.groups[1].delivery_delay.max().value() - 3'000;
  EXPECT_EQ(std::max(last_sms, last_mms), 3'000u);
}

// Of a message that was handed over nobody ever hears more; also not that it expired.
// Delivered, or expired when the operator stops trying: not later.
TEST(Mechanism, NothingIsDeliveredAfterItsValidity) {
  const auto counts = [](const char* success, const char* latency) {
    const reports::Measurements came =
        run_lanes(scenario_from(
                      std::string("profiles: {p: {delivered: {share: 100%}, mechanism: {first_attempt: {success: ") +
                      success + ", latency: {constant: " + latency +
                      "}}, absent: {return: {constant: 5m}, alert: 100%}, ladder: [6m], validity: 10m}}}\n"
                      "countries: {FR: {profile: p}}\ntraffic: [{campaign: c, messages: 50, arrivals: "
                      "{burst: {over: 1s}}, countries: [FR]}]\n"),
                  {})
            .measurements;
    EXPECT_EQ(came.breaches.count(), 0u);
    EXPECT_LE(came.groups.at(0).delivery_delay.max(), 600'000);
    return came.counters[reports::Counter::messages_failed];
  };
  EXPECT_EQ(counts("100%", "10m"), 0u);
  EXPECT_EQ(counts("100%", "601s"), 50u);
  EXPECT_EQ(counts("0%", "5m"), 0u);
  EXPECT_EQ(counts("0%", "301s"), 50u);
}

TEST(OperatorDown, WhatIsOnlyHandedOverDoesNotExpire) {
  const reports::Measurements came = measured(
      "profiles: {p: {handed_over: {share: 100%, delay: {constant: 1s}}}}\n"
      "countries: {FR: {operators: {A: {share: 100%, profile: p}}}}\n"
      "traffic: [{campaign: c, messages: 10, arrivals: {constant: {rate: 10/s}}, countries: [FR]}]\n"
      "faults: [{id: down, at: 0s, for: 3d, where: {operator: FR/A}, operator_down: {}}]\n");
  EXPECT_EQ(came.faults.at(0), 10u);
  EXPECT_EQ(came.counters[Counter::reports_under_way], 10u);
  EXPECT_EQ(came.counters[Counter::messages_failed], 0u);
  EXPECT_EQ(came.counters[Counter::messages_unreported], 10u);
}

}  // namespace
}  // namespace dlr::sim
