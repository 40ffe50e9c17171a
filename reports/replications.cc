#include "reports/replications.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "reports/advice.h"
#include "reports/sample_judge.h"
#include "reports/verdict.h"

namespace dlr::reports {
namespace {

// A count or a peak that has a lower limit alone, or exactly one value allowed, and keeps it each time, and of which
// either one is enough or all come to the same: most likely nothing in it is random then, such as the tries that meet a
// fault which strikes all. It must not be undecided for ever.
bool is_kept_each_time(const Expectation& expectation, const Sums& sums) {
  const auto& [at_least, at_most, text] = expectation.limit;
  const bool is_exact = asks_exactly(expectation.limit);
  if (!at_least || (at_most && !is_exact) || sums.values.empty() || sums.values.size() < sums.replications)
    return false;
  if (std::ranges::any_of(sums.values, [limit = *at_least](double value) { return value < limit; })) return false;
  if (is_proven_by_one(expectation)) return true;
  const Metric& metric = expectation.metric;
  if (!is_other_count(metric) && !std::holds_alternative<PeakInFlightMetric>(metric) &&
      !(is_exact && is_message_count(metric))) {
    return false;
  }
  if (is_exact && sums.values.front() > *at_most) return false;
  return sums.values.size() >= kEnoughThatAgree &&
         std::ranges::all_of(sums.values, [&](double value) { return value == sums.values.front(); });
}

Advice advice_on_what_is_no_disproof(const Expectation& expectation) {
  if (std::holds_alternative<DelayMetric>(expectation.metric)) {  // nor do more messages ever disprove it
    return {"no message reached the limit, which may be chance: ask for a percentile between p0 and p100",
            std::nullopt};
  }
  if (asks_exactly(expectation.limit)) {
    return {fmt::format("another number, which may be chance: `{}` shows whether it is always the same; else leave it "
                        "room, with `between`",
                        kReplicationsCure),
            kUsualReplications};
  }
  return {fmt::format("missed, and one run does not show whether by chance: `{}` does", kReplicationsCure),
          kUsualReplications};
}

// As it is seen: every replication that has data must keep the limit, and one must have some. One that does not keep it
// is red where that cannot be chance, or chance has no say (an `error` of 0).
void judge_each(std::span<const Sample> samples, double error, Judgement& judgement) {
  judgement.verdict = Verdict::fail;
  judgement.reason = kNoData;
  bool is_missed = false;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Sample& sample = samples[i];
    if (!sample.value) continue;
    const bool is_wrong = !sample.keeps_limit && (error <= 0 || is_disproof(judgement.expectation, *sample.value));
    if (is_missed && !is_wrong) continue;
    judgement.value = sample.value;
    judgement.reason.clear();
    judgement.verdict = is_wrong ? Verdict::fail : sample.keeps_limit ? Verdict::pass : Verdict::not_sure;
    is_missed = judgement.verdict == Verdict::not_sure;
    judgement.would_tell.reset();
    if (is_missed) {
      Advice advice = advice_on_what_is_no_disproof(judgement.expectation);
      judgement.reason = std::move(advice.reason);
      judgement.would_tell = advice.would_tell;
    }
    if (!is_wrong) continue;
    if (samples.size() > 1) judgement.reason = fmt::format("in replication {} of {}", i + 1, samples.size());
    return;
  }
}

}  // namespace

Judgement judge(const Expectation& expectation, Chance chance, std::span<const Sample> samples,
                const Replications& plan, double error) {
  Judgement judgement;
  judgement.expectation = expectation;
  judgement.chance = chance;
  samples = samples.subspan(0, std::min<std::size_t>(samples.size(), plan.max));
  if (chance == Chance::none || chance == Chance::unmeasured) {
    judge_each(samples, error, judgement);
    return judgement;
  }
  const SampleJudge judge(expectation, error);
  Sums sums;
  std::optional<Interval> known;
  for (const Sample& sample : samples) {
    sums.add(sample);
    if (sums.replications < plan.min || !judge.has_data(chance, sums)) continue;
    const Interval now = chance == Chance::messages ? judge.pooled(sums) : judge.over_replications(sums);
    // Two looks that have nothing in common: one of them missed, and what was said stands.
    known = known ? common(*known, now).value_or(*known) : now;
  }
  if (!judge.has_data(chance, sums)) {
    judgement.verdict = Verdict::fail;
    judgement.reason = kNoData;
    return judgement;
  }
  judgement.value = judge.value(chance, sums);
  if (!known) {
    judgement.reason = fmt::format("{} of at least {} replications", sums.replications, plan.min);
    judgement.would_tell = plan;
    return judgement;
  }
  judgement.low = known->low;
  judgement.high = known->high;
  judgement.verdict = judge.decide(*known);
  if (judgement.verdict == Verdict::not_sure && is_kept_each_time(expectation, sums)) {
    judgement.verdict = Verdict::pass;
    judgement.low = judgement.high = judgement.value;
    return judgement;
  }
  if (judgement.verdict == Verdict::not_sure) {
    Advice advice = advice_on(judge, chance, sums, judgement);
    judgement.reason = std::move(advice.reason);
    judgement.would_tell = advice.would_tell;
  }
  return judgement;
}

bool is_enough(std::size_t done, const Replications& plan, std::span<const Judgement> judgements) {
  if (done >= plan.max) return true;
  return done >= plan.min && std::ranges::none_of(judgements, [](const Judgement& judgement) {
           return judgement.verdict == Verdict::not_sure;
         });
}

}  // namespace dlr::reports
