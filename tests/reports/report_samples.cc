#include "report_samples.h"

#include "reports/verdict.h"
#include "samples.h"

namespace dlr::reports::samples {

Result small() {
  Measurements measured;
  measured.groups.resize(2);
  measured.faults = {3};
  const auto count = [&](std::size_t group, Counter counter, std::uint64_t by) {
    measured.groups[group].totals[static_cast<std::size_t>(counter)] += by;
    measured.counters[counter] += by;
  };
  count(0, Counter::messages_submitted, 6);
  count(0, Counter::messages_enqueued, 5);
  count(0, Counter::messages_delivered, 4);
  count(0, Counter::messages_failed, 1);
  count(0, Counter::messages_enqueue_failed, 1);
  count(1, Counter::messages_submitted, 4);
  count(1, Counter::messages_enqueued, 3);
  count(1, Counter::messages_rejected, 1);
  count(1, Counter::messages_unreported, 3);
  count(1, Counter::messages_unreported_expected, 3);
  measured.counters[Counter::responses_rejected] = 1;
  for (const std::uint64_t ms : {900U, 6'000U, 6'100U, 240'000U, 172'800'000U}) {
    measured.groups[0].delivery_delay.add(ms);
    measured.groups[0].report_delay.add(ms + 250);
  }
  measured.groups[1].rejection_delay.add(40);
  measured.in_flight_by_minute = {6, 4, 4, 3};
  measured.invariants_checked = 42;
  measured.outcomes.add(1, 2);
  measured.timeline.add(3, 4);

  Result result;
  result.provenance = {
      "./dlrsim", "0.1.0", "", "g++ 12.2", "-O3", "dlrsim run two-networks.yaml", "scenarios/two-networks.yaml",
      "00ff",     2,       {}, "",         ""};
  result.scenario = "two-networks";
  result.summary = "A small campaign to two networks.";
  result.seed = 7;
  result.parameters = {{"rate", "400/s"}};
  result.start = *parse_instant("2026-11-27T17:00:00Z");
  result.simulated = kWaitingPeriod + Duration{250};
  result.messages = 10;
  result.lanes = result.lanes_done = 1;
  take_measurements(result, std::move(measured),
                    std::vector<GroupName>{{"FR", "Orange", "sale", "sms"}, {"BD", "Grameenphone", "sale", "sms"}},
                    std::vector<std::string>{"outage"});
  result.fault_windows = {{"outage", Duration{60'000}, Duration{60'000}}};
  result.speed = {40'000, 250, 12'000'000, ""};
  result.expectations =
      judge(result, std::vector{expectation("most-arrive", RatioMetric{}, 0.4, std::nullopt, "at least 40%"),
                                expectation("outage-struck", FaultMetric{"outage"}, 1, std::nullopt, "at least 1")});
  return result;
}

Result failing() {
  Result result = small();
  result.scenario = "one-outage";
  result.seed = 8;
  result.own_seed = false;
  result.exit_code = 1;
  Expectation advisory = expectation("none-late", CounterMetric{Counter::reports_late}, 1, std::nullopt, "at least 1");
  advisory.required = false;
  result.expectations = judge(
      result, std::vector{expectation("most-arrive", RatioMetric{}, 0.4, std::nullopt, "at least 40%"),
                          expectation("soon", DelayMetric{Delay::report, 95}, std::nullopt, 120'000, "at most 2m",
                                      {"FR", "", "", ""}),
                          expectation("bd-soon", DelayMetric{}, std::nullopt, 1'000, "at most 1s", {"BD", "", "", ""}),
                          expectation("near", RatioMetric{}, 0.4, 0.41, "between 40% and 41%"), advisory});
  Judgement& near = result.expectations[3];
  near.verdict = Verdict::not_sure;
  near.low = 0.35;
  near.high = 0.45;
  near.reason = "10 messages do not tell, about 900 would";
  near.would_tell = Replications{90, 90};
  return result;
}

Result broken() {
  Result result = small();
  result.scenario = "wrong-core";
  result.exit_code = 8;
  result.planted = "forgets-enqueued";
  result.breaches.messages = 2;
  result.breaches.first = 3;
  result.breaches.miscounts[static_cast<std::size_t>(Counter::reports_late)] = {1, 2, 6};
  result.argument = "message 3 of wrong-core\n  expected: enqueued, delivered\n  came: delivered\n";
  result.provenance.again = "./dlrsim trace scenarios/two-networks.yaml --message 3 --plant forgets-enqueued";
  return result;
}

Result hostile() {
  Result result = broken();
  const std::string name = std::string(kHostile) + '\x01' + "\x1b[31m\xff";
  result.scenario = name;
  result.summary = name;
  result.argument = name;
  result.planted = name;
  result.provenance = {"./dlrsim", name, name, name, name, name, name + ".yaml", name, 1, {}, name, ""};
  result.parameters = {{"p", name}};
  for (Group& group : result.groups) group.name.operator_name = group.name.campaign = name;
  result.faults[0].id = result.fault_windows[0].id = name;
  std::size_t number = 0;  // ids are unique
  for (Judgement& judgement : result.expectations) {
    judgement.expectation.id = judgement.expectation.file = judgement.expectation.limit.text = name;
    judgement.expectation.where.operator_name = judgement.reason = name;
    judgement.expectation.id += std::to_string(++number);
    judgement.verdict = Verdict::fail;
  }
  return result;
}

}  // namespace dlr::reports::samples
