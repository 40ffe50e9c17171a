// What a run says that happened must be what its counters say.
#include "sim/situations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>

#include "core/lifecycle.h"
#include "core/status.h"
#include "sim/run.h"
#include "tests/sim/scenario_text.h"

namespace dlr::sim {
namespace {

using reports::Counter;

std::uint64_t sum(const std::vector<reports::SituationGroup>& groups) {
  std::uint64_t sum = 0;
  for (const reports::SituationGroup& group : groups) {
    for (const reports::Situation& situation : group.situations) sum += situation.count;
  }
  return sum;
}

std::uint64_t count_of(const std::vector<reports::SituationGroup>& groups, std::string_view group,
                       std::string_view name) {
  const auto at = std::ranges::find(groups, group, &reports::SituationGroup::name);
  if (at == groups.end()) return ~std::uint64_t{0};
  const auto found = std::ranges::find(at->situations, name, &reports::Situation::name);
  return found == at->situations.end() ? ~std::uint64_t{0} : found->count;
}

// 2000 messages; half of the reports come twice.
std::string scenario(const std::string& more) {
  return R"(
profiles:
  p:
    delivered: {share: 70%, delay: {exponential: {mean: 40s}}}
    failed: {share: 20%, delay: {exponential: {mean: 40s}}, errors: {EC_ABSENT_SUBSCRIBER: 100%}}
    rejected: {share: 10%, in_response: 100%}
countries: {FR: {profile: p}}
traffic: [{campaign: c, channel: sms, countries: [FR], arrivals: {constant: {rate: 10/s}}, messages: 2000}]
faults:
  - {id: twice, duplicate_reports: {share: 50%, after: {exponential: {mean: 1m}}}}
)" + more;
}

void expect_to_add_up(const Scenario& scenario) {
  RunOutcome outcome = run_lanes(scenario, {});
  ASSERT_EQ(outcome.measurements.breaches.count(), 0);
  const reports::Counters& counters = outcome.measurements.counters;
  const reports::Situations situations = situations_of(outcome.measurements.situations, outcome.words);

  // Reports by minute: all that the core received.
  const auto& minutes = outcome.measurements.reports_by_minute;
  EXPECT_EQ(std::accumulate(minutes.begin(), minutes.end(), std::uint64_t{0}), counters[Counter::reports_received]);
  // What was heard as a report is what counts as one of a message that is known.
  std::uint64_t heard = 0;
  for (const reports::SituationGroup& state : situations.lifecycle) {
    ASSERT_EQ(state.situations.size(), core::kInputs);
    for (std::size_t input = static_cast<std::size_t>(core::Input::under_way);
         input <= static_cast<std::size_t>(core::Input::report_failed); ++input) {
      heard += state.situations[input].count;
    }
  }
  EXPECT_EQ(heard, counters[Counter::reports_tracked] + counters[Counter::reports_under_way] +
                       counters[Counter::reports_unknown_status] + counters[Counter::reports_duplicate] +
                       counters[Counter::reports_conflict]);
  EXPECT_GT(heard, 2'000);
  // Each message was refused once, or its report came at least once.
  EXPECT_EQ(count_of(situations.lifecycle, "submitted", "rejected (response)"), counters[Counter::responses_rejected]);
  EXPECT_EQ(count_of(situations.lifecycle, "enqueued", "delivered (report)") +
                count_of(situations.lifecycle, "submitted", "delivered (report)"),  // it overtook the answer
            counters[Counter::messages_delivered]);
  EXPECT_GE(count_of(situations.statuses, "DELIVERED", "DELIVERED_TO_HANDSET"), counters[Counter::messages_delivered]);
  EXPECT_EQ(sum(situations.errors), heard) << "each report has one";
  EXPECT_EQ(count_of(situations.statuses, "EXPIRED", "EXPIRED_EXPIRED"), 0) << "what never came stands there";
}

TEST(Situations, AreWhatTheCountersSay) { expect_to_add_up(scenario_from(scenario(""))); }

TEST(Situations, WhatACrashTookBackDidNotHappen) {
  expect_to_add_up(
      scenario_from(scenario("  - {id: once, at: 30s, tracker_crash: {restart_after: 5s}}\n"
                             "  - {id: twice-now, at: 2m, tracker_crash: {restart_after: 20s}}\n")));
}

TEST(Situations, EveryWordOfTheCoreIsThere) {
  const reports::Situations none = situations_of({}, {});
  EXPECT_EQ(none.lifecycle.size(), core::kStates);
  EXPECT_EQ(reports::reached_of(none.lifecycle).all, core::kStates * core::kInputs);
  EXPECT_EQ(reports::reached_of(none.lifecycle).reached, 0);
  for (const ProviderStatus& status : core::statuses()) {
    EXPECT_EQ(count_of(none.statuses, status.group_name, status.name), 0) << status.name;
  }
  EXPECT_GE(reports::reached_of(none.errors).all, core::errors().size() / 2);
}

TEST(Situations, AWordThatOnlyTheScenarioKnowsComesLast) {
  Words words;
  words.statuses.push_back({77, 9, "OTHERS", "MADE_UP", ""});
  reports::SituationCounts counts;
  counts.statuses = {4};
  const reports::Situations situations = situations_of(counts, words);
  EXPECT_EQ(situations.statuses.back().name, "OTHERS");
  EXPECT_EQ(count_of(situations.statuses, "OTHERS", "MADE_UP"), 4);
}

}  // namespace
}  // namespace dlr::sim
