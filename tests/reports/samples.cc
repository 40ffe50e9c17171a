#include "samples.h"

#include <string>

#include "reports/verdict.h"

namespace dlr::reports::samples {
namespace {

constexpr std::uint64_t kPerLane = 1000;
constexpr std::uint32_t kLanes = 8;

const std::vector<GroupName> kGroups{{"FR", "Orange", "flash-sale", "sms"},
                                     {"FR", "SFR", "flash-sale", "sms"},
                                     {"DE", "Telekom", "flash-sale", "sms"},
                                     {"BD", "Grameenphone", "flash-sale", "sms"},
                                     {"DE", "Vodafone", "flash-sale", "sms"}};  // gets no message
const std::vector<std::string> kFaults{"doubles", "never-struck"};

// A core that knows two states, two inputs, two statuses and three errors.
Situations situations_of(const SituationCounts& counts) {
  Situations situations;
  situations.lifecycle = {{"open", {{"taken", counts.lifecycle[0]}, {"period ends", counts.lifecycle[1]}}},
                          {"final", {{"taken", counts.lifecycle[2]}, {"period ends", counts.lifecycle[3]}}}};
  situations.statuses = {{"DELIVERED", {{"DELIVERED_TO_HANDSET", counts.statuses[0]}}},
                         {"REJECTED", {{"REJECTED_SENDER", counts.statuses[1]}}}};
  situations.errors = {
      {"OK", {{"NO_ERROR", counts.errors[0]}}},
      {"HANDSET_ERRORS", {{"EC_ABSENT_SUBSCRIBER", counts.errors[1]}, {"EC_UNKNOWN", counts.errors[2]}}}};
  return situations;
}

}  // namespace

std::uint64_t delay_ms(std::uint64_t number) {
  const std::uint64_t mixed = (number + 1) * 0x9e3779b97f4a7c15ULL;
  return mixed >> (40U + (mixed >> 17U & 15U));  // 2^9 to 2^24
}

Measurements lane(std::uint32_t number) {
  Measurements measured;
  measured.groups.resize(kGroups.size());
  measured.faults = {number * 3 + 1, 0};
  for (std::uint64_t i = number * kPerLane; i < (number + 1) * kPerLane; ++i) {
    GroupMeasurements& group = measured.groups[i % 10 < 4 ? 0 : i % 10 < 6 ? 1 : i % 10 < 9 ? 2 : 3];
    const auto count = [&](Counter counter) {
      ++group.totals[static_cast<std::size_t>(counter)];
      ++measured.counters[counter];
    };
    count(Counter::messages_submitted);
    measured.outcomes.add(i * 0x9e3779b97f4a7c15ULL, i * 0xd1342543de82ef95ULL);
    measured.timeline.add(i * 0xda942042e4dd58b5ULL, i + 7);
    if (i % 200 == 3) {
      count(Counter::messages_rejected);
      group.rejection_delay.add(20 + i % 1980);
      continue;
    }
    count(Counter::messages_enqueued);
    if (i % 10 == 9) {
      count(Counter::messages_unreported);
      count(Counter::messages_unreported_expected);
      continue;
    }
    count(i % 40 == 7 ? Counter::messages_failed : Counter::messages_delivered);
    group.delivery_delay.add(delay_ms(i));
    group.report_delay.add(delay_ms(i) + i % 500);
  }
  measured.counters[Counter::reports_duplicate] = 5 + number;
  measured.counters[Counter::reports_received] = kPerLane;
  measured.in_flight_by_minute = {number, 800, 700 + number, 700, 700, 700, 2, 0, 0};
  measured.in_flight_by_minute.resize(9 + number % 3);  // lanes do not end at the same time
  measured.reports_by_minute = {kPerLane - number, number, 0};
  measured.situations = {{kPerLane, 0, 5 + number, 0}, {number, 0}, {0, 0, 7}};
  measured.invariants_checked = kPerLane + 32;
  return measured;
}

Measurements broken_lane(std::uint32_t number) {
  Measurements measured = lane(number);
  if (number != 2 && number != 5) return measured;
  measured.note_broken(number * kPerLane + 17);
  measured.note_broken(number * kPerLane + 12);
  measured.note_miscounted(Counter::reports_late, 1, 3);
  measured.note_wrong_in_flight(6 - number, 10, 12);
  return measured;
}

Expectation expectation(std::string id, Metric metric, std::optional<double> at_least, std::optional<double> at_most,
                        std::string text, Where where) {
  Expectation expectation;
  expectation.id = std::move(id);
  expectation.metric = std::move(metric);
  expectation.where = std::move(where);
  expectation.limit = {at_least, at_most, std::move(text)};
  expectation.file = "scenarios/flash-sale.yaml";
  expectation.line = 40;
  return expectation;
}

Result result(Shard shard, Measurements (*measure)(std::uint32_t)) {
  Result result;
  result.provenance = {
      "./dlrsim", "0.1.0", "", "g++ 12.2", "-O3", "dlrsim run scenarios/flash-sale.yaml", "scenarios/flash-sale.yaml",
      "00ff",     2,       {}, "",         ""};
  result.scenario = "flash-sale";
  result.summary =
      "One evening campaign to three countries, one of which never reports; the reports of one operator come twice.";
  result.seed = 20261127;
  result.parameters = {{"rate", "400/s"}};
  result.start = *parse_instant("2026-11-27T17:00:00Z");
  result.simulated = kWaitingPeriod + Duration{250'001};
  result.messages = kPerLane * kLanes;
  result.shard = shard;
  Measurements measured;
  for (std::uint32_t number = shard.index - 1; number < kLanes; number += shard.of) {
    measured.add(measure(number));
    ++result.lanes;
    ++result.lanes_done;
  }
  if (result.lanes > 0) result.situations = situations_of(measured.situations);
  take_measurements(result, std::move(measured), kGroups, kFaults);
  result.fault_windows = {{kFaults[0], Duration{60'000}, Duration{180'000}}, {kFaults[1], std::nullopt, std::nullopt}};
  if (result.breaches.first) result.argument = "broken: message " + std::to_string(*result.breaches.first) + "\n";

  Expectation advisory = expectation("advised", CounterMetric{Counter::reports_late}, 1, std::nullopt, "at least 1");
  advisory.required = false;
  const std::vector<Expectation> expectations{
      expectation("fr-delivered", RatioMetric{}, 0.96, 0.97, "between 96% and 97%", {"FR", "", "", ""}),
      expectation("sfr-fast", DelayMetric{Delay::report, 95}, std::nullopt, 120'000, "at most 2m",
                  {"FR", "SFR", "", ""}),
      expectation("saw-doubles", CounterMetric{Counter::reports_duplicate}, 1, std::nullopt, "at least 1"),
      expectation("doubles-struck", FaultMetric{"doubles"}, 50, std::nullopt, "at least 50"),
      expectation("peak", PeakInFlightMetric{}, std::nullopt, 6'400, "at most 6400"),
      expectation("bd-fast", DelayMetric{Delay::delivery, std::nullopt}, std::nullopt, 1'000, "at most 1s",
                  {"BD", "", "", ""}),
      advisory};
  result.expectations = judge(result, expectations);
  result.speed = {1'234'567, 12'345, 48'234'567, ""};
  return result;
}

}  // namespace dlr::reports::samples
