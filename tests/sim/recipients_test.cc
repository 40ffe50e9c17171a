// Who gets a message, and by whose clock. Traffic entries of one population go to the same people, one message each in
// turn; others to people of their own.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "sim/run.h"
#include "tests/sim/scenario_text.h"

namespace dlr::sim {
namespace {

Scenario two_entries(const std::string& first, const std::string& second, int second_messages = 30) {
  return scenario_from(R"(
profiles: {p: {delivered: {share: 100%, delay: {constant: 1s}}}}
countries: {FR: {profile: p}, ES: {profile: p}}
traffic:
  - {campaign: a, )" + first +
                       R"(messages: 30, arrivals: {burst: {over: 1m}}, countries: [FR, ES]}
  - {campaign: b, )" + second +
                       "messages: " + std::to_string(second_messages) +
                       ", starts: 1h, arrivals: {burst: {over: 1m}}, countries: [FR, ES]}\n");
}

// The number a message went to, out of its timeline: "sms to +33…".
std::string number_of(const Scenario& scenario, std::uint64_t message) {
  const std::string text = trace_message(scenario, message, nullptr).lines.at(0).what;
  const std::size_t from = text.find('+');
  return text.substr(from, text.find(' ', from) - from);
}

std::set<std::string> numbers(const Scenario& scenario, std::uint64_t from, std::uint64_t count) {
  std::set<std::string> all;
  for (std::uint64_t message = from; message < from + count; ++message) all.insert(number_of(scenario, message));
  return all;
}

TEST(Population, EntriesShareTheirRecipients) {
  const Scenario scenario = two_entries("population: clients, ", "population: clients, ");
  EXPECT_EQ(run_lanes(scenario, {}).measurements.breaches.count(), 0u);
  EXPECT_EQ(numbers(scenario, 0, 30).size(), 30u);
  EXPECT_EQ(numbers(scenario, 0, 30), numbers(scenario, 30, 30));
}

TEST(Population, MoreMessagesThanPeopleComeRoundAgain) {
  const Scenario scenario = two_entries("population: clients, ", "population: clients, ", 60);
  EXPECT_EQ(run_lanes(scenario, {}).measurements.breaches.count(), 0u);
  EXPECT_EQ(numbers(scenario, 0, 30), numbers(scenario, 30, 60));
}

TEST(Population, WithoutOneEverybodyIsNew) {
  const Scenario scenario = two_entries("", "");
  EXPECT_EQ(numbers(scenario, 0, 60).size(), 60u);
  const Scenario others = two_entries("population: clients, ", "population: guests, ");
  EXPECT_EQ(numbers(others, 0, 60).size(), 60u);
}

// A message's first line tells when it was sent.
TEST(LocalTime, MovesEachSendingByTheCountrysClock) {
  const auto scenario = [](const std::string& local) {
    return scenario_from(R"(
start: 2026-01-01T00:00:00Z
profiles: {p: {delivered: {share: 100%, delay: {constant: 1s}}}}
countries: {JP: {profile: p, utc_offset: "+09:00"}, US: {profile: p, utc_offset: "-05:00"}}
traffic:
  - {campaign: a, messages: 40, starts: 12h, )" +
                         local + R"(arrivals: {constant: {rate: 1/s}}, countries: [JP, US]}
)");
  };
  const Scenario local = scenario("local_time: true, "), utc = scenario("");
  EXPECT_EQ(run_lanes(local, {}).measurements.breaches.count(), 0u);
  int japan = 0;
  for (std::uint64_t message = 0; message < 40; ++message) {
    const Trace there = trace_message(local, message, nullptr), here = trace_message(utc, message, nullptr);
    const bool is_japan = there.lines.at(0).what.find("(JP/") != std::string::npos;
    japan += is_japan ? 1 : 0;
    const std::int64_t moved = std::int64_t{there.lines[0].at} - std::int64_t{here.lines[0].at};
    EXPECT_EQ(moved, is_japan ? -9 * 3'600'000 : 5 * 3'600'000) << message;
  }
  EXPECT_GT(japan, 5);
  EXPECT_LT(japan, 35);
}

}  // namespace
}  // namespace dlr::sim
