#include "reports/replications.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/decimal.h"
#include "reports/power.h"
#include "reports/verdict.h"

namespace dlr::reports {
namespace {

bool is_message_count(const Metric& metric) {
  const auto* counter = std::get_if<CounterMetric>(&metric);
  return counter != nullptr && is_once_a_message(counter->counter);
}

bool is_other_count(const Metric& metric) {
  return std::holds_alternative<FaultMetric>(metric) ||
         (std::holds_alternative<CounterMetric>(metric) && !is_message_count(metric));
}

// What the samples so far come to.
struct Sums {
  std::uint64_t replications = 0;
  std::uint64_t part = 0, whole = 0;
  Histogram delays;
  std::vector<double> values;                     // of those with data
  std::uint64_t least_whole = ~std::uint64_t{0};  // of the same

  void add(const Sample& sample) {
    ++replications;
    if (sample.value) least_whole = std::min(least_whole, std::max<std::uint64_t>(sample.whole, 1));
    part += sample.part;
    whole += sample.whole;
    delays += sample.delays;
    if (sample.value) values.push_back(*sample.value);
  }
  double mean() const {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
  }
  double per_replication(std::uint64_t count) const {
    return static_cast<double>(count) / static_cast<double>(replications);
  }
};

class Judge {
 public:
  static constexpr std::uint64_t kFewReplications = 5;

  Judge(const Expectation& expectation, double error)
      : expectation_(expectation), metric_(expectation.metric), places_(places_of(metric_)), error_(error) {
    if (const auto* delay = std::get_if<DelayMetric>(&metric_)) percentile_ = delay->percentile;
  }

  bool has_data(Chance chance, const Sums& sums) const {
    if (chance == Chance::replications) return !sums.values.empty();
    return (percentile_ ? sums.delays.count() : sums.whole) > 0;
  }

  // All messages as one sample. Of what is no sum over messages: nothing known but, of counts, that things which come
  // one by one vary at least so much.
  Interval pooled(const Sums& sums) const {
    if (percentile_) return percentile_interval(sums.delays, *percentile_, error_);
    if (std::holds_alternative<RatioMetric>(metric_)) return ratio_interval(sums.part, sums.whole, error_);
    if (is_message_count(metric_)) {
      return scaled(ratio_interval(sums.part, sums.whole, error_), sums.per_replication(sums.whole), places_);
    }
    const double mean = rounded(sums.mean(), places_);
    if (!is_other_count(metric_)) return {mean, mean};
    const auto all = static_cast<std::uint64_t>(to_units(sums.mean() * static_cast<double>(sums.values.size()), 0));
    return scaled(count_interval(all, error_), 1 / static_cast<double>(sums.values.size()), places_);
  }

  // Student's, and never narrower than chance among independent messages alone makes it: a few values may agree by
  // luck.
  Interval over_replications(const Sums& sums) const {
    if (sums.values.size() < 2) return {};
    return within_range(hull(mean_interval(sums.values, step(sums), error_, places_), pooled(sums)));
  }

  double value(Chance chance, const Sums& sums) const {
    if (chance == Chance::replications) return rounded(sums.mean(), places_);
    if (percentile_) return static_cast<double>(*sums.delays.percentile(*percentile_));
    if (std::holds_alternative<RatioMetric>(metric_)) {
      return rounded(static_cast<double>(sums.part) / static_cast<double>(sums.whole), places_);
    }
    return rounded(sums.per_replication(sums.part), places_);
  }

  Verdict decide(const Interval& interval) const { return reports::decide(interval, expectation_.limit, places_); }

  // How many of what there are would tell, if all stays as it is.
  std::string why_not_sure(Chance chance, const Sums& sums, const Judgement& judgement) const {
    const bool over_replications = chance == Chance::replications;
    if (over_replications && sums.values.size() < 2) {
      return "judged over replications, of which there are too few: at least 2";
    }
    // Of several replications all is said in replications: they are what can be asked for.
    const bool in_replications = over_replications || sums.replications > 1;
    const std::uint64_t seen = over_replications ? sums.values.size() : percentile_ ? sums.delays.count() : sums.whole;
    const std::uint64_t count = in_replications ? std::max(sums.values.size(), std::size_t{1}) : seen;
    const double each = static_cast<double>(seen) / static_cast<double>(count);
    const std::string unit = in_replications ? "replication" : "message";
    const std::string they = fmt::format("{} {}{}", count, unit, count == 1 ? " does" : "s do");
    double needed = 0;  // of them, at least
    bool is_near = false;
    for (const bool is_lower : {true, false}) {
      const std::optional<double>& limit = is_lower ? expectation_.limit.at_least : expectation_.limit.at_most;
      if (!limit || decide_against(judgement, *limit)) continue;
      const bool is_above = *judgement.value > *limit;
      const auto& end = is_above ? judgement.low : judgement.high;
      if (!end) {
        return fmt::format("{} {}s are too few: at least {}", count, unit, two_digits(least_messages(is_above) / each));
      }
      if (over_replications) {
        needed = std::max(needed, replications_needed(sums, std::abs(*judgement.value - *limit), is_above));
        continue;
      }
      const auto [part, share] = share_beside(*limit, is_lower, sums);
      const bool is_beyond = static_cast<double>(part) > share * static_cast<double>(seen);
      // Of a percentile more messages within its limit are what keeps it below; where the limit's own bucket hides
      // that, nothing can be said.
      if (percentile_ && is_beyond == is_above) return they + " not tell, so near is the limit";
      std::optional<std::uint64_t> messages = messages_to_tell(share, part, seen, error_);
      if (!messages) is_near = true;
      if (!messages) messages = messages_to_tell(share, part, seen, error_, true);
      needed = std::max(needed, messages ? std::ceil(static_cast<double>(*messages) / each) : kNever);
    }
    if (needed <= 0 || needed >= kNever) return they + " not tell, so near is the limit";
    if (over_replications && count < kFewReplications) {
      return fmt::format("{} {} too few for the budget of false alarms, about {} would tell", count,
                         count == 1 ? "replication is" : "replications are", two_digits(needed));
    }
    return fmt::format("{} not tell, about {}{} would", they, two_digits(needed), is_near ? " or more" : "");
  }

 private:
  static constexpr double kNever = 1e18;

  // How many messages were seen that count, and which share of all of them the limit asks for. Of a percentile those
  // that are surely on the side of the limit that would decide it.
  struct Beside {
    std::uint64_t part = 0;
    double share = 0;
  };
  Beside share_beside(double limit, bool is_lower, const Sums& sums) const {
    if (!percentile_) {
      const bool is_ratio = std::holds_alternative<RatioMetric>(metric_);
      return {sums.part, is_ratio ? limit : std::min(limit / sums.per_replication(sums.whole), 1.0)};
    }
    // A value above the limit is shown by buckets that begin above it, one below by those that end below.
    const bool is_above = static_cast<double>(*sums.delays.percentile(*percentile_)) > limit;
    Beside beside{0, *percentile_ / 100};
    sums.delays.each_bucket([&](std::uint64_t from, std::uint64_t below, std::uint64_t count) {
      const auto edge = static_cast<double>(is_above ? from : below - 1);
      const bool is_within = is_lower ? edge < limit : edge <= limit;
      if (is_within) beside.part += count;
    });
    return beside;
  }

  // With how many both intervals end within `room` if they go on to differ as they do, and that nine times in ten.
  // Student's is wide for their number too, not only for what they differ by, while they are few.
  double replications_needed(const Sums& sums, double room, bool below) const {
    constexpr double kMost = 100'000;  // that can be asked for
    const auto seen = static_cast<double>(sums.values.size());
    const double mean = sums.mean();
    double squares = 0;
    for (const double value : sums.values) squares += (value - mean) * (value - mean);
    const double off = std::sqrt(squares / (seen - 1)) * deviations_of(kUsualPower);
    const Interval independent = pooled(sums);
    const auto& end = below ? independent.low : independent.high;
    const double of_messages = end ? std::abs(mean - *end) * std::sqrt(seen) : 0;  // narrows with the root
    for (double count = seen + 1; count <= kMost; count = std::ceil(count * 1.03)) {
      const double reach = std::max(mean_reach(sums.values, step(sums), error_, count), of_messages / std::sqrt(count));
      if (reach + off / std::sqrt(count) <= room) return count;
    }
    return kNever;
  }

  // Of a percentile: with fewer, not even the last value is surely above it, or the first below.
  double least_messages(bool low) const {
    const double share = *percentile_ / 100;
    return std::log(error_ / 2) / std::log(low ? 1 - share : share);
  }

  // Whether all of the interval lies on one side.
  static bool decide_against(const Judgement& judgement, double limit) {
    return (judgement.low && *judgement.low >= limit) || (judgement.high && *judgement.high <= limit);
  }

  // Rounded up to two digits that are not 0.
  static std::uint64_t two_digits(double count) {
    std::uint64_t step = 1;
    while (count / static_cast<double>(step) > 100) step *= 10;
    return static_cast<std::uint64_t>(std::ceil(count / static_cast<double>(step))) * step;
  }

  // How far neighbouring values of one replication are apart.
  double step(const Sums& sums) const {
    if (percentile_) {
      const double most = *std::ranges::max_element(sums.values);
      return static_cast<double>(Histogram::width(Histogram::bucket_of(static_cast<std::uint64_t>(most))));
    }
    if (std::holds_alternative<RatioMetric>(metric_) || std::holds_alternative<DelayMetric>(metric_)) {
      return std::max(1 / static_cast<double>(sums.least_whole), from_units(1, places_));
    }
    return 1;
  }

  Interval within_range(Interval interval) const {
    if (interval.low) interval.low = std::max(*interval.low, 0.0);
    if (interval.high && std::holds_alternative<RatioMetric>(metric_)) interval.high = std::min(*interval.high, 1.0);
    return interval;
  }

  const Expectation& expectation_;
  const Metric& metric_;
  unsigned places_;
  double error_;
  std::optional<double> percentile_;
};

// A count or a peak that has a lower limit alone and reaches it each time, and of which either one is enough or all
// come to the same: most likely nothing in it is random then, such as the tries that meet a fault which strikes all. It
// must not be undecided for ever.
bool is_reached_each_time(const Expectation& expectation, const Sums& sums) {
  const auto& [at_least, at_most, text] = expectation.limit;
  if (!at_least || at_most || sums.values.empty() || sums.values.size() < sums.replications) return false;
  if (std::ranges::any_of(sums.values, [limit = *at_least](double value) { return value < limit; })) return false;
  if (is_proven_by_one(expectation)) return true;
  if (!is_other_count(expectation.metric) && !std::holds_alternative<PeakInFlightMetric>(expectation.metric))
    return false;
  return sums.values.size() >= Judge::kFewReplications &&
         std::ranges::all_of(sums.values, [&](double value) { return value == sums.values.front(); });
}

std::string why_no_disproof(const Expectation& expectation) {
  if (std::holds_alternative<DelayMetric>(expectation.metric)) {
    return "no message reached the limit, which may be chance: ask for a percentile between p0 and p100";
  }
  return fmt::format("missed, and one run does not show whether by chance: `{}` does", kReplicationsCure);
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
    if (is_missed) judgement.reason = why_no_disproof(judgement.expectation);
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
  const Judge judge(expectation, error);
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
    return judgement;
  }
  judgement.low = known->low;
  judgement.high = known->high;
  judgement.verdict = judge.decide(*known);
  if (judgement.verdict == Verdict::not_sure && is_reached_each_time(expectation, sums)) {
    judgement.verdict = Verdict::pass;
    judgement.low = judgement.high = judgement.value;
    return judgement;
  }
  if (judgement.verdict == Verdict::not_sure) judgement.reason = judge.why_not_sure(chance, sums, judgement);
  return judgement;
}

bool is_enough(std::size_t done, const Replications& plan, std::span<const Judgement> judgements) {
  if (done >= plan.max) return true;
  return done >= plan.min && std::ranges::none_of(judgements, [](const Judgement& judgement) {
           return judgement.verdict == Verdict::not_sure;
         });
}

}  // namespace dlr::reports
