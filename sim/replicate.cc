#include "sim/replicate.h"

#include <algorithm>

#include "reports/false_alarms.h"
#include "reports/verdict.h"
#include "sim/result_of.h"
#include "sim/scenario/shared_chance.h"

namespace dlr::sim {
namespace {

reports::Replication summary_of(const reports::Result& result) {
  reports::Replication replication;
  replication.seed = result.seed;
  replication.outcomes = result.outcomes;
  replication.broken = result.breaches.count();
  for (const reports::Judgement& judgement : result.expectations) replication.values.push_back(judgement.value);
  return replication;
}

}  // namespace

std::vector<reports::Judging> judging_of(std::span<const Scenario> scenarios, double false_alarms) {
  std::vector<reports::Judging> all;
  std::uint64_t checks = 0;
  for (const Scenario& scenario : scenarios) {
    all.push_back({!shared_chance(scenario).empty(), scenario.replications, 0});
    for (const reports::Expectation& expectation : scenario.expectations) {
      const reports::Chance chance =
          reports::chance_of(expectation, all.back().shared, all.back().replications.max > 1);
      checks += chance == reports::Chance::messages || chance == reports::Chance::replications ? 1U : 0U;
    }
  }
  const reports::FalseAlarmBudget budget(false_alarms, checks);
  for (reports::Judging& judging : all) judging.error = budget.per_look(judging.replications.looks());
  return all;
}

reports::Result replicate(const Scenario& scenario, const reports::Judging& judging, const ShardOf& shard,
                          const std::function<RunOutcome(const Scenario&)>& run) {
  reports::Result whole = result_of(scenario, run(scenario), shard, judging);
  if (whole.partial() || judging.replications.max == 1) return whole;
  std::vector<std::vector<reports::Sample>> samples(scenario.expectations.size());
  Scenario next = scenario;
  reports::Result result = whole;
  for (;;) {
    whole.replications.push_back(summary_of(result));
    for (std::size_t i = 0; i < samples.size(); ++i) {
      samples[i].push_back(reports::sample_of(result, scenario.expectations[i]));
      whole.expectations[i] = reports::judge(scenario.expectations[i], reports::chance_of(scenario.expectations[i], judging),
                                             samples[i], judging.replications, judging.error);
    }
    if (result.breaches.count() > 0) {  // of this seed; nothing else matters then
      if (whole.breaches.count() == 0) result.expectations = whole.expectations, whole = std::move(result);
      break;
    }
    if (reports::is_enough(whole.replications.size(), judging.replications, whole.expectations)) break;
    ++next.seed;
    result = result_of(next, run(next), shard, judging);
    if (result.interrupted) {
      whole.interrupted = true;
      break;
    }
  }
  whole.exit_code = exit_code_of(whole);
  return whole;
}

}  // namespace dlr::sim
