// The laws of the counters hold where everything adds up, and break with any one counter that is off by one.
#include "reports/laws.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace dlr::reports {
namespace {

// 100 messages and 150 reports of which everything can be accounted for.
Counters consistent() {
  const std::map<std::string, std::uint64_t> values{
      {"messages.submitted", 100},
      {"messages.enqueued", 88},
      {"messages.unconfirmed", 9},
      {"messages.recovered", 5},
      {"messages.enqueue_failed", 8},
      {"messages.delivered", 61},
      {"messages.rejected", 10},
      {"messages.failed", 14},
      {"messages.unreported", 7},
      {"messages.unreported_expected", 3},
      {"events.enqueued", 88},
      {"events.enqueue_failed", 13},
      {"events.delivered", 61},
      {"events.rejected", 10},
      {"events.failed", 14},
      {"responses.taken", 80},
      {"responses.rejected", 4},
      {"reports.made", 150},
      {"reports.repeated", 16},
      {"reports.dropped", 11},
      {"reports.lost", 6},
      {"reports.undelivered", 2},
      {"reports.received", 147},
      {"reports.tracked", 81},
      {"reports.under_way", 23},
      {"reports.unknown_status", 1},
      {"reports.duplicate", 19},
      {"reports.conflict", 12},
      {"reports.late", 5},
      {"reports.unknown", 4},
      {"reports.malformed", 3},
      {"reports.held", 20},
      {"callbacks.sent", 50},
      {"callbacks.accepted", 37},
      {"callbacks.refused", 13},
      {"callbacks.retried", 9},
      {"callbacks.given_up", 4},
  };
  Counters counters;
  for (const auto& [name, value] : values) counters[find_counter(name).value()] = value;
  return counters;
}

std::vector<Counter> counters_of(const Law& law) {
  std::vector<Counter> found(law.left.begin(), law.left.begin() + law.terms_left);
  found.insert(found.end(), law.right.begin(), law.right.begin() + law.terms_right);
  return found;
}

bool holds(const Law& law, const Counters& counters) { return law.left_side(counters) == law.right_side(counters); }

std::ptrdiff_t broken(const Counters& counters) {
  return std::count_if(kLaws.begin(), kLaws.end(), [&](const Law& law) { return !holds(law, counters); });
}

TEST(Laws, HoldWhereEverythingAddsUp) {
  for (std::size_t i = 0; i < kLaws.size(); ++i) {
    EXPECT_EQ(kLaws[i].left_side(consistent()), kLaws[i].right_side(consistent())) << "law " << i;
    EXPECT_GT(kLaws[i].left_side(consistent()), 0U) << "law " << i;
  }
}

TEST(Laws, BreakWhenOneOfTheirCountersIsOffByOne) {
  for (std::size_t i = 0; i < kLaws.size(); ++i) {
    for (const Counter counter : counters_of(kLaws[i])) {
      Counters more = consistent(), less = consistent();
      ++more[counter];
      --less[counter];
      EXPECT_FALSE(holds(kLaws[i], more)) << "law " << i << ", " << info(counter).name;
      EXPECT_FALSE(holds(kLaws[i], less)) << "law " << i << ", " << info(counter).name;
    }
  }
}

TEST(Laws, NameACounterOnce) {
  for (std::size_t i = 0; i < kLaws.size(); ++i) {
    const std::vector<Counter> counters = counters_of(kLaws[i]);
    EXPECT_EQ(std::set(counters.begin(), counters.end()).size(), counters.size()) << "law " << i;
    EXPECT_GE(kLaws[i].terms_left, 1) << "law " << i;
    EXPECT_GE(kLaws[i].terms_right, 1) << "law " << i;
  }
}

// How many laws hold each counter: a law or a term that is taken away shows here.
TEST(Laws, HoldEveryCounterThatMustAddUp) {
  const std::map<std::string, std::ptrdiff_t> held_by{
      {"messages.submitted", 1},      {"messages.enqueued", 1},   {"messages.recovered", 1},
      {"messages.enqueue_failed", 2}, {"messages.delivered", 2},  {"messages.rejected", 2},
      {"messages.failed", 2},         {"messages.unreported", 1}, {"events.enqueued", 1},
      {"events.enqueue_failed", 1},   {"events.delivered", 1},    {"events.rejected", 1},
      {"events.failed", 1},           {"reports.made", 1},        {"reports.repeated", 1},
      {"reports.dropped", 1},         {"reports.lost", 1},        {"reports.undelivered", 1},
      {"reports.received", 2},        {"reports.tracked", 1},     {"reports.under_way", 1},
      {"reports.duplicate", 1},       {"reports.conflict", 1},    {"reports.late", 1},
      {"reports.unknown", 1},         {"reports.malformed", 1},   {"callbacks.sent", 1},
      {"callbacks.accepted", 1},      {"callbacks.refused", 2},   {"callbacks.retried", 1},
      {"callbacks.given_up", 1},
  };
  for (std::size_t i = 0; i < kCounters; ++i) {
    const std::string name = std::string(kCounterInfo[i].family) + "." + std::string(kCounterInfo[i].name);
    Counters counters = consistent();
    ++counters.values[i];
    const auto at = held_by.find(name);
    EXPECT_EQ(broken(counters), at == held_by.end() ? 0 : at->second) << name;
  }
}

}  // namespace
}  // namespace dlr::reports
