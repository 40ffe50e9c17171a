#include "reports/render/conclusion.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <span>

#include "reports/human.h"
#include "reports/notices.h"
#include "reports/render/names_by_file.h"
#include "reports/verdict.h"

namespace dlr::reports {
namespace {

// Without what a planted mistake and advisory expectations add.
Conclusion bare_conclusion(const Result& result) {
  const auto [passed, failed, not_sure, advisory_failed, advisory_not_sure] = count_verdicts(result);
  const std::string invariants = human_number_of(result.invariants_checked, "invariant");
  // The figure is the first run's; those of further ones are only known to hold.
  const std::string all_hold = result.replications.size() > 1 ? fmt::format("all invariants hold in each of {} runs",
                                                                            human_count(result.replications.size()))
                                                              : fmt::format("all {} hold", invariants);
  const std::size_t expected = result.expectations.size();
  if (const std::uint64_t broken = result.breaches.count(); broken > 0) {
    return {"FAIL", Tone::bad, fmt::format("the core is wrong: {} of {} broken", human_count(broken), invariants)};
  }
  if (result.interrupted) {
    return {"INTERRUPTED", Tone::unsure,
            result.invariants_checked == 0 ? "nothing was checked yet" : all_hold + " so far"};
  }
  if (result.shard.is_part()) {
    return {"DONE", Tone::neutral,
            fmt::format("part {} of {}, {} so far; judged after `{} report` of all {} parts", result.shard.index,
                        result.shard.of, all_hold,
                        result.provenance.program.empty() ? "dlrsim" : result.provenance.program, result.shard.of)};
  }
  if (failed > 0) {
    std::string text = fmt::format("{} of {} not met", failed, human_number_of(expected, "expectation"));
    if (not_sure > 0) text += fmt::format(", {} not decided", not_sure);
    return {"FAIL", Tone::bad, std::move(text)};
  }
  if (!result.baseline_problem.empty()) return {"FAIL", Tone::bad, "what was accepted cannot be read"};
  if (result.lacks_baseline) return {"FAIL", Tone::bad, why_not_compared(result)};
  if (result.changed()) {
    const bool outcomes = !(result.baseline->outcomes == result.outcomes);
    return {"CHANGED", Tone::bad,
            fmt::format("{} than was accepted",
                        outcomes ? "messages end otherwise" : "events say other things, or come at other times,")};
  }
  if (not_sure > 0) {
    return {"NOT SURE", Tone::unsure,
            fmt::format("{} of {} not decided", not_sure, human_number_of(expected, "expectation"))};
  }
  if (expected == 0) return {"PASS", Tone::good, all_hold + ", nothing else is expected"};
  return {"PASS", Tone::good, fmt::format("{} met, {}", human_number_of(passed, "expectation"), all_hold)};
}

// Beside totals of the whole run: such a sum is over few lanes.
std::string over_lanes(std::uint64_t lanes) {
  return lanes == 1 ? "in 1 broken lane" : fmt::format("over {} broken lanes", human_count(lanes));
}

std::string in_one_of_lanes(std::uint64_t lanes) {
  return lanes == 1 ? over_lanes(lanes) : fmt::format("in 1 of {} broken lanes", human_count(lanes));
}

// What a reader wants to see first has the lowest rank.
int rank(Tone tone) {
  constexpr std::array kRanks{2, 3, 0, 1};  // neutral, good, bad, unsure
  return kRanks[static_cast<std::size_t>(tone)];
}

template <class Ranks>
std::vector<std::size_t> lowest_first(std::size_t count, Ranks&& rank_of) {
  std::vector<std::size_t> places(count);
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::ranges::stable_sort(places, {}, rank_of);
  return places;
}

// Their titles, and of those of the same title what tells them apart, and then which of them it is.
template <class Apart>
std::vector<std::string> names_apart(std::span<const Result> results, const Apart& apart) {
  std::map<std::string, std::size_t> same_name;
  for (const Result& result : results) ++same_name[result.title()];
  std::vector<std::string> names;
  std::map<std::string, std::size_t> seen;
  for (const Result& result : results) {
    std::string name = result.title();
    if (same_name[name] > 1) name += apart(result);
    const std::size_t times = ++seen[name];
    names.push_back(times == 1 ? name : fmt::format("{} ({})", name, times));
  }
  return names;
}

}  // namespace

Status status_of(const Judgement& judgement) {
  if (judgement.verdict == Verdict::pass) return {"PASS", Tone::good};
  if (judgement.verdict == Verdict::not_sure) return {"NOT SURE", Tone::unsure};
  return judgement.expectation.required ? Status{"FAIL", Tone::bad} : Status{"WARN", Tone::unsure};
}

Conclusion conclusion_of(const Result& result) {
  Conclusion conclusion = bare_conclusion(result);
  if (!result.planted.empty()) {
    conclusion.text += result.breaches.count() > 0
                           ? fmt::format("; the planted {} was caught", result.planted)
                           : fmt::format("; the planted {} was NOT caught: nothing here shows it", result.planted);
  }
  const VerdictCounts counts = count_verdicts(result);
  if (counts.advisory_failed > 0) {
    conclusion.text += fmt::format("; {} not met", human_number_of(counts.advisory_failed, "advisory one"));
  }
  if (counts.advisory_not_sure > 0) {
    conclusion.text += fmt::format("; {} not decided", human_number_of(counts.advisory_not_sure, "advisory one"));
  }
  return conclusion;
}

Conclusion conclusion_of(std::span<const Result> results, std::span<const NotRun> not_run) {
  if (!not_run.empty()) {
    const std::string files =
        fmt::format("{} not run", not_run.size() == 1 ? "1 file was" : fmt::format("{} files were", not_run.size()));
    if (results.empty()) return {"FAIL", Tone::bad, files};
    const Conclusion rest = conclusion_of(results);
    return {rest.tone == Tone::bad ? rest.word : "FAIL", Tone::bad,
            fmt::format("{}; {}{}", files, results.size() == 1 ? results.front().title() + ": " : "", rest.text)};
  }
  if (results.size() == 1) return conclusion_of(results.front());
  std::array<std::size_t, 4> counts{};  // by rank
  Conclusion whole{"DONE", Tone::neutral, {}};
  int heaviest = static_cast<int>(counts.size());
  for (const Result& result : results) {
    const Conclusion one = bare_conclusion(result);
    ++counts[static_cast<std::size_t>(rank(one.tone))];
    if (rank(one.tone) >= heaviest) continue;
    heaviest = rank(one.tone);
    whole.word = one.word;
    whole.tone = one.tone;
  }
  constexpr std::array kWords{"failed", "not decided", "done in part", "passed"};  // by rank
  const auto points = std::ranges::count_if(results, [](const Result& result) { return result.point.is_one(); });
  const std::string scenarios = what_they_are(results.size(), static_cast<std::size_t>(points));
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == results.size()) {
      whole.text = fmt::format("all {} {}", scenarios, kWords[i]);
    } else if (counts[i] > 0) {
      whole.text += whole.text.empty() ? fmt::format("{} of {} {}", counts[i], scenarios, kWords[i])
                                       : fmt::format(", {} {}", counts[i], kWords[i]);
    }
  }
  return whole;
}

std::string what_they_are(std::size_t all, std::size_t points) {
  if (points == 0 || points == all) return human_number_of(all, points == 0 ? "scenario" : "point");
  return fmt::format("{} scenarios and points", all);
}

std::vector<std::string> breach_sentences(const Result& result) {
  const Breaches& breaches = result.breaches;
  std::vector<std::string> sentences;
  if (breaches.messages > 0) {
    sentences.push_back(fmt::format("{} with other events than had to come, the first is message {}",
                                    human_number_of(breaches.messages, "message"), breaches.first.value_or(0)));
  }
  if (breaches.rules.size() > 1) {
    std::string ways;
    for (const auto& [words, rule] : breaches.first_rules(Result::kMostExamples)) {
      ways += fmt::format("{}{} in {} (first: {})", ways.empty() ? "" : ", ", words, human_count(rule.messages),
                          rule.first);
    }
    const std::size_t more = breaches.rules.size() - std::min(breaches.rules.size(), Result::kMostExamples);
    sentences.push_back(more == 0 ? ways : fmt::format("{}, and in {}", ways, human_number_of(more, "other way")));
  }
  for (std::size_t i = 0; i < kCounters; ++i) {
    const auto& [lanes, counted, expected] = breaches.miscounts[i];
    if (lanes == 0) continue;
    sentences.push_back(fmt::format("{} counted {}, must be {} ({})", kCounterInfo[i].full_name(), human_count(counted),
                                    human_count(expected), over_lanes(lanes)));
  }
  for (const auto& [words, sums] : breaches.laws) {
    sentences.push_back(fmt::format("{} does not add up: {} and {} ({})", words, human_count(sums.counted),
                                    human_count(sums.expected), over_lanes(sums.lanes)));
  }
  if (breaches.in_flight) {
    const auto& [minute, counted, expected] = *breaches.in_flight;
    sentences.push_back(fmt::format("in flight after {} counted {}, must be {} ({})", human_number_of(minute, "minute"),
                                    human_count(counted), human_count(expected),
                                    in_one_of_lanes(breaches.in_flight_lanes)));
  }
  return sentences;
}

namespace {

// "delivered 1 611 (1 833 when it was accepted), unreported 389 (167); in FR, GB and 3 more"
std::string ended_otherwise(const std::vector<BaselineComparison::Ended>& all) {
  std::vector<BaselineComparison::Ended> ends;
  std::vector<std::string> countries;
  for (const BaselineComparison::Ended& one : all) {
    if (countries.empty() || countries.back() != one.country) countries.push_back(one.country);
    auto same = std::ranges::find(ends, one.end, &BaselineComparison::Ended::end);
    if (same == ends.end()) same = ends.insert(ends.end(), {{}, one.end, 0, 0});
    same->then += one.then;
    same->now += one.now;
  }
  if (ends.empty()) return {};
  constexpr std::size_t kShown = 3;
  std::string text;
  for (const auto& [country, end, then, now] : ends) {
    text += fmt::format("{}{} {} ({}{})", text.empty() ? "" : ", ", info(end).name, human_count(now), human_count(then),
                        text.empty() ? " when it was accepted" : "");
  }
  text += fmt::format("; in {}", fmt::join(std::span(countries).first(std::min(countries.size(), kShown)), ", "));
  return countries.size() > kShown ? text + fmt::format(" and {} more", countries.size() - kShown) : text;
}

}  // namespace

std::vector<std::string> change_sentences(const Result& result) {
  if (!result.changed()) return {};
  const BaselineComparison& baseline = *result.baseline;
  std::vector<std::string> sentences;
  sentences.emplace_back(baseline.same_scenario ? "the scenario is as it was then: what changed is the program"
                                                : "the scenario itself was changed since, which may be all");
  if (!baseline.cannot_compare.empty()) sentences.push_back(baseline.cannot_compare);
  if (const std::string ended = ended_otherwise(baseline.ended); !ended.empty()) sentences.push_back(ended);
  constexpr std::size_t kShown = 4;
  for (std::size_t i = 0; i < std::min(baseline.changed.size(), kShown); ++i) {
    const auto& [first, last, outcomes] = baseline.changed[i];
    sentences.push_back(fmt::format("among messages {} to {} some {}", human_count(first), human_count(last),
                                    outcomes ? "end otherwise" : "have other times or words"));
  }
  if (baseline.changed.size() > kShown) {
    sentences.push_back(
        fmt::format("and in {} more", human_number_of(baseline.changed.size() - kShown, "stretch", "stretches")));
  }
  return sentences;
}

std::vector<std::size_t> failures_first(std::span<const Result> results) {
  return lowest_first(results.size(), [&](std::size_t place) { return rank(bare_conclusion(results[place]).tone); });
}

std::vector<std::size_t> failures_first(const std::vector<Judgement>& judgements) {
  return lowest_first(judgements.size(), [&](std::size_t place) { return rank(status_of(judgements[place]).tone); });
}

namespace {

// Of results of one title the file, where it tells them apart; else what `otherwise` says.
template <class Otherwise>
std::vector<std::string> names_by_file(std::span<const Result> results, const Otherwise& otherwise) {
  NamesByFile names;
  for (const Result& result : results) names.add(result.title(), result.provenance.scenario_file);
  return names_apart(results, [&](const Result& result) {
    const std::string file = names.suffix(result.title(), result.provenance.scenario_file);
    return file.empty() ? otherwise(result) : file;
  });
}

}  // namespace

std::vector<std::string> distinct_names(std::span<const Result> results) {
  return names_by_file(results, [](const Result& result) { return fmt::format(", seed {}", result.seed); });
}

std::vector<std::string> lasting_names(std::span<const Result> results) {
  return names_by_file(results, [](const Result&) { return std::string(); });
}

}  // namespace dlr::reports
