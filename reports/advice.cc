#include "reports/advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/decision.h"
#include "reports/human.h"
#include "reports/power.h"

namespace dlr::reports {
namespace {

constexpr std::uint64_t kFewestThatTell = 3, kFewReplications = 5;
constexpr double kMostReplications = 100'000;  // that can be asked for
constexpr double kNever = 1e18;

// How many messages were seen that count, and which share of all of them the limit asks for. Of a percentile those
// that are surely on the side of the limit that would decide it.
struct Beside {
  std::uint64_t part = 0;
  double share = 0;
};
Beside share_beside(const SampleJudge& judge, double limit, bool is_lower, const Sums& sums) {
  if (!judge.percentile()) {
    const bool is_ratio = std::holds_alternative<RatioMetric>(judge.metric());
    return {sums.part, is_ratio ? limit : std::min(limit / sums.per_replication(sums.whole), 1.0)};
  }
  // A value above the limit is shown by buckets that begin above it, one below by those that end below.
  const bool is_above = static_cast<double>(*sums.delays.percentile(*judge.percentile())) > limit;
  Beside beside{0, *judge.percentile() / 100};
  sums.delays.each_bucket([&](std::uint64_t from, std::uint64_t below, std::uint64_t count) {
    const auto edge = static_cast<double>(is_above ? from : below - 1);
    const bool is_within = is_lower ? edge < limit : edge <= limit;
    if (is_within) beside.part += count;
  });
  return beside;
}

// With how many both intervals end within `room`, nine times in ten. Those seen may lie nearer to each other than
// others will, the fewer they are the more, and their mean is as far from the truth as chance may have taken it; unless
// what was seen `is_true`. Student's is wide for their number too, not only for what they differ by, while they are
// few.
double replications_needed(const SampleJudge& judge, const Sums& sums, double room, bool below, bool is_true) {
  const auto seen = static_cast<double>(sums.values.size());
  const double step = judge.step(sums);
  const double widening = is_true ? 1 : most_deviation(sums.values.size());
  const double off = widening * std::max(sums.deviation(), step / 2) * deviations_of(kUsualPower);
  const Interval independent = judge.pooled(sums);
  const auto& end = below ? independent.low : independent.high;
  const double of_messages = end ? std::abs(sums.mean() - *end) * std::sqrt(seen) : 0;  // narrows with the root
  for (double count = seen + 1; count <= kMostReplications; count = std::ceil(count * 1.03)) {
    const double reach =
        std::max(widening * mean_reach(sums.values, step, judge.error(), count), of_messages / std::sqrt(count));
    if (reach + off * std::sqrt(1 / count + (is_true ? 0 : 1 / seen)) <= room) return count;
  }
  return kNever;
}

// Of a percentile: with fewer, not even the last value is surely above it, or the first below.
double least_messages(const SampleJudge& judge, bool low) {
  const double share = *judge.percentile() / 100;
  return std::log(judge.error() / 2) / std::log(low ? 1 - share : share);
}

// Whether all of the interval lies on one side.
bool decide_against(const Judgement& judgement, double limit) {
  return (judgement.low && *judgement.low >= limit) || (judgement.high && *judgement.high <= limit);
}

// Rounded up to two digits that are not 0.
std::uint64_t two_digits(double count) {
  std::uint64_t step = 1;
  while (count / static_cast<double>(step) > 100) step *= 10;
  return static_cast<std::uint64_t>(std::ceil(count / static_cast<double>(step))) * step;
}

std::optional<Replications> exactly(double replications) {
  if (replications > kMostReplications) return std::nullopt;
  const auto count = static_cast<std::uint32_t>(std::ceil(replications));
  return Replications{count, count};
}

}  // namespace

Advice advice_on(const SampleJudge& judge, Chance chance, const Sums& sums, const Judgement& judgement) {
  const bool over_replications = chance == Chance::replications;
  const bool is_exact = asks_exactly(judge.limit());
  const bool may_agree = is_exact && std::ranges::all_of(sums.values, [limit = *judge.limit().at_least](double value) {
                           return value == limit;
                         });
  // Two lie near each other by luck too often to say what others will do.
  if (over_replications && sums.values.size() < (may_agree ? kEnoughThatAgree : kFewestThatTell)) {
    return {fmt::format("judged over replications, of which {} {} too few: `{}` tells more", sums.values.size(),
                        sums.values.size() == 1 ? "is" : "are", kReplicationsCure),
            kUsualReplications};
  }
  // An interval is never inside of one value.
  if (is_exact) return {"nothing shows that it is exactly so: leave it room, with `between` or `near`", std::nullopt};
  // Of several replications all is said in replications: they are what can be asked for. So it is of a count, whose
  // limit would be another with more messages in the scenario.
  const bool in_replications = over_replications || sums.replications > 1 || is_message_count(judge.metric());
  const std::uint64_t seen = over_replications    ? sums.values.size()
                             : judge.percentile() ? sums.delays.count()
                                                  : sums.whole;
  const std::uint64_t count = in_replications ? std::max(sums.values.size(), std::size_t{1}) : seen;
  const double each = static_cast<double>(seen) / static_cast<double>(count);
  const std::string unit = in_replications ? "replication" : "message";
  const std::string seen_text = human_number_of(count, unit);
  const std::string they = seen_text + (count == 1 ? " does" : " do");
  const auto in_replications_of = [&](double units) {
    return exactly(in_replications ? units : units / static_cast<double>(seen));
  };
  double needed = 0;  // of them, at least
  bool is_near = false;
  for (const bool is_lower : {true, false}) {
    const std::optional<double>& limit = is_lower ? judge.limit().at_least : judge.limit().at_most;
    if (!limit || decide_against(judgement, *limit)) continue;
    const bool is_above = *judgement.value > *limit;
    const auto& end = is_above ? judgement.low : judgement.high;
    if (!end) {
      const std::uint64_t least = two_digits(least_messages(judge, is_above) / each);
      return {fmt::format("{} {} too few: at least {}", seen_text, count == 1 ? "is" : "are", human_count(least)),
              in_replications_of(static_cast<double>(least))};
    }
    double enough = kNever;
    if (over_replications) {
      const double room = std::abs(*judgement.value - *limit);
      enough = replications_needed(judge, sums, room, is_above, false);
      if (enough >= kNever) {
        is_near = true;
        enough = replications_needed(judge, sums, room, is_above, true);
      }
    } else {
      const auto [part, share] = share_beside(judge, *limit, is_lower, sums);
      const bool is_beyond = static_cast<double>(part) > share * static_cast<double>(seen);
      // Of a percentile more messages within its limit are what keeps it below; where the limit's own bucket hides
      // that, nothing can be said.
      if (judge.percentile() && is_beyond == is_above) return {they + " not tell, so near is the limit", std::nullopt};
      std::optional<std::uint64_t> messages = messages_to_tell(share, part, seen, judge.error());
      if (!messages) {
        is_near = true;
        messages = messages_to_tell(share, part, seen, judge.error(), true);
      }
      if (messages) enough = std::ceil(static_cast<double>(*messages) / each);
    }
    needed = std::max(needed, enough);
  }
  if (needed <= 0 || needed >= kNever) return {they + " not tell, so near is the limit", std::nullopt};
  const std::uint64_t about = two_digits(needed);
  if (over_replications && count < kFewReplications) {
    return {fmt::format("{} are too few for the budget of false alarms, about {}{} would tell", seen_text,
                        human_count(about), is_near ? " or more" : ""),
            exactly(static_cast<double>(about))};
  }
  return {fmt::format("{} not tell, about {}{} would", they, human_count(about), is_near ? " or more" : ""),
          in_replications_of(static_cast<double>(about))};
}

}  // namespace dlr::reports
