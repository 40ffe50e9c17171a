// The shards of one run, put together again.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reports/replications.h"
#include "reports/result.h"
#include "reports/verdict.h"

namespace dlr::reports {
namespace {

std::vector<std::string> fault_ids(const Result& result) {
  std::vector<std::string> ids;
  for (const FaultCount& fault : result.faults) ids.push_back(fault.id);
  return ids;
}

std::string parameters_text(const Result& result) {
  std::string text;
  for (const auto& [name, value] : result.parameters)
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, value);
  return text.empty() ? "none" : text;
}

// Of the whole run that this is a shard of: one with replications has every n-th, each with the next seed.
std::uint64_t first_seed(const Result& result) {
  if (result.judging.replications.max == 1) return result.seed;
  const std::uint64_t seed = result.replications.empty() ? result.seed : result.replications.front().seed;
  return seed - (result.shard.index - 1);
}

// What one result says otherwise than the first one, as a sentence without its subject; empty: they are of one run.
std::string difference(const Result& first, const Result& other) {
  if (other.scenario != first.scenario) {
    return fmt::format("is of the scenario `{}`, the first one of `{}`", other.scenario, first.scenario);
  }
  if (!(other.point == first.point)) {
    return fmt::format("is `{}`, the first one is `{}`", other.title(), first.title());
  }
  if (first_seed(other) != first_seed(first)) {
    return fmt::format("was run with seed {}, the first one with {}", first_seed(other), first_seed(first));
  }
  if (other.parameters != first.parameters) {
    return fmt::format("was run with the parameters {}, the first one with {}", parameters_text(other),
                       parameters_text(first));
  }
  // With all that has a name of its own the same, it is the file.
  if (other.provenance.scenario_hash != first.provenance.scenario_hash) {
    return fmt::format(
        "is of another state of the scenario `{}` than the first one: was {} changed between the runs? run all shards "
        "of "
        "the same file",
        other.scenario,
        other.provenance.scenario_file.empty() ? "its file" : fmt::format("`{}`", other.provenance.scenario_file));
  }
  if (other.provenance.version != first.provenance.version) {
    return fmt::format("was made by version {}, the first one by {}", other.provenance.version,
                       first.provenance.version);
  }
  if (other.drive != first.drive) {
    return fmt::format("was run with the drive `{}`, the first one with `{}`", other.drive, first.drive);
  }
  if (other.planted != first.planted) {
    return fmt::format("was run with the planted mistake `{}`, the first one with `{}`", other.planted, first.planted);
  }
  if (!(other.judging == first.judging) || other.not_sure_passes != first.not_sure_passes) {
    return "was judged otherwise than the first one: run all shards with the same scenarios and flags";
  }
  if (!other.shard.is_part()) return "is no shard but a whole run: nothing to merge";
  if (other.shard.of != first.shard.of) {
    return fmt::format("is one of {} shards, the first one of {}", other.shard.of, first.shard.of);
  }
  if (other.messages != first.messages || other.start != first.start || fault_ids(other) != fault_ids(first)) {
    return "is of another scenario than the first one, though of the same name";
  }
  return {};
}

std::optional<MergeProblem> why_not(std::span<const Result> shards) {
  if (shards.empty()) return MergeProblem{{}, "there is no result to merge"};
  const Result& first = shards.front();
  if (!first.shard.is_part()) return MergeProblem{0, "is no shard but a whole run: nothing to merge"};
  std::map<std::uint32_t, std::size_t> places;
  for (std::size_t i = 0; i < shards.size(); ++i) {
    if (std::string text = difference(first, shards[i]); !text.empty()) return MergeProblem{i, std::move(text)};
    if (!places.emplace(shards[i].shard.index, i).second) {
      return MergeProblem{i, fmt::format("is shard {} of {}, which is there already: name each once",
                                         shards[i].shard.index, first.shard.of)};
    }
  }
  constexpr std::size_t kMostNamed = 10;
  std::vector<std::uint32_t> missing;
  for (std::uint32_t index = 1; index <= first.shard.of && missing.size() <= kMostNamed; ++index) {
    if (!places.contains(index)) missing.push_back(index);
  }
  if (missing.empty()) return std::nullopt;
  if (missing.size() == 1)
    return MergeProblem{{}, fmt::format("shard {} of {} is missing", missing[0], first.shard.of), missing[0]};
  const std::size_t count = first.shard.of - places.size();
  missing.resize(std::min(missing.size(), kMostNamed));
  return MergeProblem{{},
                      fmt::format("{} of {} shards are missing: {}{}", count, first.shard.of, fmt::join(missing, ", "),
                                  count > kMostNamed ? ", ..." : ""),
                      missing[0]};
}

// Replications one after the other, as the run would have judged them; but one in which an invariant broke is heard of
// also where the run would have ended before it.
Result merge_replications(std::span<const Result* const> in_order) {
  const Result& first = *in_order.front();
  const auto of = static_cast<std::uint32_t>(in_order.size());
  const Replications& plan = first.judging.replications;
  const bool is_broken = std::ranges::any_of(in_order, [](const Result* shard) { return shard->breaches.count() > 0; });
  Result whole = first;
  whole.replications.clear();
  std::vector<std::vector<Sample>> samples(first.expectations.size());
  bool is_complete = false;
  for (std::uint32_t number = 0; !is_complete && number < plan.max; ++number) {
    const Result& shard = *in_order[number % of];
    if (number / of >= shard.replications.size()) break;
    Replication replication = shard.replications[number / of];
    for (std::size_t i = 0; i < samples.size() && i < replication.samples.size(); ++i) {
      const Expectation& expectation = first.expectations[i].expectation;
      samples[i].push_back(std::move(replication.samples[i]));
      whole.expectations[i] =
          judge(expectation, chance_of(expectation, first.judging), samples[i], plan, first.judging.error);
    }
    replication.samples.clear();
    whole.replications.push_back(std::move(replication));
    if (whole.replications.back().broken > 0) {
      Result broken = shard;
      broken.expectations = std::move(whole.expectations);
      broken.replications = std::move(whole.replications);
      whole = std::move(broken);
      is_complete = true;
    } else {
      is_complete = !is_broken && is_enough(whole.replications.size(), plan, whole.expectations);
    }
  }
  whole.interrupted = !is_complete;
  whole.shard = {};
  whole.provenance.threads = 0;
  whole.provenance.shards_merged.clear();
  for (const Result* shard : in_order) whole.provenance.shards_merged.push_back(shard->shard.index);
  if (whole.breaches.count() == 0) whole.provenance.again.clear();
  whole.speed = {};
  whole.speed.reason = "merged from shards";
  return whole;
}

}  // namespace

std::variant<Result, MergeProblem> merge(std::span<const Result> shards) {
  if (shards.size() == 1 && !shards.front().shard.is_part()) return shards.front();
  if (auto problem = why_not(shards)) return *std::move(problem);

  std::vector<const Result*> in_order;
  for (const Result& shard : shards) in_order.push_back(&shard);
  std::ranges::sort(in_order, {}, [](const Result* shard) { return shard->shard.index; });

  if (in_order.front()->judging.replications.max > 1) return merge_replications(in_order);

  // What was measured goes the same way as it went from the lanes.
  Measurements measured;
  std::vector<GroupName> names;
  for (const Result* shard : in_order) {
    Measurements part;
    for (const FaultCount& fault : shard->faults) part.faults.push_back(fault.struck);
    part.counters = shard->counters;
    part.in_flight_by_minute = shard->in_flight_by_minute;
    part.reports_by_minute = shard->reports_by_minute;
    part.outcomes = shard->outcomes;
    part.timeline = shard->timeline;
    part.blocks = shard->blocks;
    part.invariants_checked = shard->invariants_checked;
    part.breaches = shard->breaches;
    measured.add(part);
    for (const Group& group : shard->groups) {
      names.push_back(group.name);
      measured.groups.push_back(group.measured);
    }
  }

  const Result& first = *in_order.front();
  Result whole;
  whole.provenance = first.provenance;
  whole.provenance.threads = 0;
  whole.provenance.again.clear();
  whole.scenario = first.scenario;
  whole.point = first.point;
  whole.summary = first.summary;
  whole.seed = first.seed;
  whole.own_seed = first.own_seed;
  whole.own_parameters = first.own_parameters;
  whole.own_replications = first.own_replications;
  whole.not_sure_passes = first.not_sure_passes;
  whole.baseline_use = first.baseline_use;
  whole.parameters = first.parameters;
  whole.drive = first.drive;
  whole.planted = first.planted;
  whole.start = first.start;
  whole.judging = first.judging;
  whole.messages = first.messages;
  whole.waiting_period = first.waiting_period;
  whole.fault_windows = first.fault_windows;
  for (const Result* shard : in_order) {
    whole.provenance.shards_merged.push_back(shard->shard.index);
    whole.simulated = std::max(whole.simulated, shard->simulated);
    whole.lanes += shard->lanes;
    whole.lanes_done += shard->lanes_done;
    whole.situations += shard->situations;
    whole.interrupted = whole.interrupted || shard->interrupted;
    // The argument is about the first broken message of all.
    if (!shard->argument.empty() && shard->breaches.first == measured.breaches.first) {
      whole.argument = shard->argument;
      whole.provenance.again = shard->provenance.again;
    }
  }
  // Those that the whole run would have told of: the first messages of its first rules.
  const auto rules = measured.breaches.first_rules(Result::kMostExamples);
  for (const auto& [words, rule] : rules) {
    if (rule.first == measured.breaches.first) continue;
    for (const Result* shard : in_order) {
      for (const Result::Example& example : shard->more_examples) {
        if (example.message == rule.first) whole.more_examples.push_back(example);
      }
      if (shard->breaches.first == rule.first && !shard->argument.empty()) {
        whole.more_examples.push_back({rule.first, shard->argument});
      }
    }
  }
  take_measurements(whole, std::move(measured), names, fault_ids(first));
  whole.speed.reason = "merged from shards";
  for (const Judgement& judgement : first.expectations)
    whole.expectations.push_back(judge(whole, judgement.expectation));
  return whole;
}

}  // namespace dlr::reports
