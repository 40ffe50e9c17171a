#include "sim/replicate.h"

#include <algorithm>

#include "reports/exit_status.h"
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

reports::Result replicate(const Scenario& scenario, const reports::Judging& judging, const reports::Shard& shard,
                          const std::function<RunOutcome(const Scenario&)>& run) {
  if (judging.replications.max == 1) return result_of(scenario, run(scenario), shard, judging);
  // A shard has every n-th replication, whole: it cannot know when all of them would be enough.
  const bool is_part = shard.of > 1;
  Scenario next = scenario;
  next.seed += shard.index - 1;
  next.seed_is_files_own = scenario.seed_is_files_own && shard.index == 1;
  if (shard.index > judging.replications.max) {
    reports::Result nothing = result_of(next, {}, shard, judging);
    return nothing;
  }
  reports::Result result = result_of(next, run(next), {}, judging);
  reports::Result whole = result;
  std::vector<std::vector<reports::Sample>> samples(scenario.expectations.size());
  for (std::uint32_t number = shard.index; !result.interrupted;) {
    whole.replications.push_back(summary_of(result));
    for (std::size_t i = 0; i < samples.size(); ++i) {
      samples[i].push_back(reports::sample_of(result, scenario.expectations[i]));
      if (is_part) whole.replications.back().samples.push_back(samples[i].back());
      if (is_part) continue;
      whole.expectations[i] =
          reports::judge(scenario.expectations[i], reports::chance_of(scenario.expectations[i], judging), samples[i],
                         judging.replications, judging.error);
    }
    if (result.breaches.count() > 0) {  // of this seed; nothing else matters then
      if (whole.breaches.count() == 0) {
        result.expectations = whole.expectations;
        result.replications = whole.replications;
        whole = std::move(result);
      }
      break;
    }
    number += shard.of;
    if (is_part ? number > judging.replications.max
                : reports::is_enough(whole.replications.size(), judging.replications, whole.expectations)) {
      break;
    }
    next.seed += shard.of;
    next.seed_is_files_own = false;
    result = result_of(next, run(next), {}, judging);
    whole.interrupted = result.interrupted;
  }
  if (is_part) {
    whole.shard = {shard.index, shard.of};
    whole.expectations = reports::judge(whole, scenario.expectations);  // not decided
  }
  whole.exit_code = reports::exit_status_of(whole);
  return whole;
}

}  // namespace dlr::sim
