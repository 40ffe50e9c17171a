#include "reports/unpaired.h"

#include <fmt/format.h>

#include "reports/decimal.h"
#include "reports/false_alarms.h"

namespace dlr::reports {
namespace {

constexpr std::array<Counter, 5> kEnds{Counter::messages_enqueue_failed, Counter::messages_delivered,
                                       Counter::messages_rejected, Counter::messages_failed,
                                       Counter::messages_unreported};
constexpr std::size_t kDelivered = 1;
constexpr std::array<unsigned, 3> kPercents{50, 95, 99};

Sampled sampled(const GroupMeasurements& measured) {
  const auto total = [&](Counter counter) { return measured.totals[static_cast<std::size_t>(counter)]; };
  Sampled sample;
  sample.messages = total(Counter::messages_submitted);
  for (std::size_t i = 0; i < kEnds.size(); ++i) sample.ends[i] = total(kEnds[i]);
  sample.report_delay = measured.report_delay;
  sample.rejection_delay = measured.rejection_delay;
  return sample;
}

// How many lie in buckets up to that of `ms`.
PartOf within(const Histogram& histogram, std::uint64_t ms) {
  const std::uint32_t last = Histogram::bucket_of(ms);
  PartOf found{0, histogram.count()};
  std::uint32_t bucket = histogram.first_bucket();
  for (const std::uint64_t count : histogram.counts()) {
    if (bucket++ > last) break;
    found.part += count;
  }
  return found;
}

bool says_nothing(const PartOf& a, const PartOf& b) {
  const std::uint64_t part = a.part + b.part;
  return a.whole == 0 || b.whole == 0 || part == 0 || part == a.whole + b.whole;
}

// What is compared depends on both samples together, never on which is which: so each test is exact.
void compare_delays(const Histogram& before, const Histogram& after, const char* name, const std::string& country,
                    std::vector<Difference>& into) {
  Histogram both = before;
  both += after;
  if (before.count() == 0 || after.count() == 0) return;
  std::uint64_t last = 0;
  for (const unsigned percent : kPercents) {
    const std::uint64_t threshold = *both.percentile(percent);
    if (percent != kPercents[0] && threshold == last) continue;
    last = threshold;
    Difference one{country,
                   fmt::format("p{} of {}", percent, name),
                   true,
                   within(before, threshold),
                   within(after, threshold),
                   *before.percentile(percent),
                   *after.percentile(percent),
                   1,
                   {}};
    if (!says_nothing(one.before, one.after)) into.push_back(std::move(one));
  }
}

void compare_groups(const Sampled& before, const Sampled& after, const std::string& country,
                    std::vector<Difference>& into) {
  for (std::size_t i = 0; i < kEnds.size(); ++i) {
    Difference one{country,
                   std::string(info(kEnds[i]).name),
                   false,
                   {before.ends[i], before.messages},
                   {after.ends[i], after.messages},
                   0,
                   0,
                   1,
                   {}};
    if (!says_nothing(one.before, one.after)) into.push_back(std::move(one));
  }
  compare_delays(before.report_delay, after.report_delay, "report delay", country, into);
  compare_delays(before.rejection_delay, after.rejection_delay, "rejection delay", country, into);
}

}  // namespace

Sampled& Sampled::operator+=(const Sampled& other) {
  messages += other.messages;
  for (std::size_t i = 0; i < ends.size(); ++i) ends[i] += other.ends[i];
  report_delay += other.report_delay;
  rejection_delay += other.rejection_delay;
  return *this;
}

SampledRun sampled_run(const Result& result) {
  SampledRun run;
  run.title = result.title();
  run.scenario_hash = result.provenance.scenario_hash;
  run.seed = result.seed;
  run.shared = result.judging.shared;
  for (const Group& group : result.groups) {
    const Sampled sample = sampled(group.measured);
    run.all += sample;
    run.countries[group.name.country] += sample;
  }
  return run;
}

UnpairedComparison compare_unpaired(const SampledRun& before, const SampledRun& after, double false_alarms) {
  UnpairedComparison found;
  std::vector<Difference> all;
  compare_groups(before.all, after.all, {}, all);
  const std::size_t overall = all.size();
  // A single country is the whole.
  const bool is_one = before.countries.size() == 1 && after.countries.size() == 1;
  for (const auto& [country, sample] : before.countries) {
    const auto other = after.countries.find(country);
    if (other == after.countries.end()) {
      found.only_one.push_back(country);
    } else if (!is_one) {
      compare_groups(sample, other->second, country, all);
    }
  }
  for (const auto& [country, sample] : after.countries) {
    if (!before.countries.contains(country)) found.only_one.push_back(country);
  }
  found.comparisons = all.size();
  found.error = FalseAlarmBudget(false_alarms, found.comparisons).per_check();
  for (std::size_t i = 0; i < all.size(); ++i) {
    Difference& one = all[i];
    one.chance = chance_of_same_share(one.before, one.after);
    one.difference = difference_interval(one.before, one.after, found.error);
    if (i < overall) found.overall.push_back(one);
    if (one.chance <= found.error) found.differs.push_back(one);
  }
  const PartOf delivered_before{before.all.ends[kDelivered], before.all.messages};
  const PartOf delivered_after{after.all.ends[kDelivered], after.all.messages};
  if (!says_nothing(delivered_before, delivered_after)) {
    found.delivered_found = difference_found(delivered_before, delivered_after, found.error);
  }
  return found;
}

}  // namespace dlr::reports
