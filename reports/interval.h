// In which interval a true value lies, as far as a sample tells. `error` is the chance that it does not, at most half
// of it on either side: exact for ratios, counts and percentiles, however small it is. Ends are rounded outward to the
// decimals that results have, so that no last bit decides a verdict.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "reports/histogram.h"

namespace dlr::reports {

// A closed interval; an end that is missing is not known.
struct Interval {
  std::optional<double> low, high;
  friend bool operator==(const Interval&, const Interval&) = default;
};

// The smallest one that holds both; what two have in common, nothing when that is nothing.
Interval hull(const Interval& a, const Interval& b);
std::optional<Interval> common(const Interval& a, const Interval& b);

// Of a share, 0 to 1, of which `part` of `whole` independent messages were seen (Clopper and Pearson). Messages need
// not be alike: where their chances differ, the interval only errs on the safe side (Hoeffding 1956). Without messages
// 0 to 1.
Interval ratio_interval(std::uint64_t part, std::uint64_t whole, double error);

// Of the expected number of things that come one by one, of which `seen` were seen (Garwood).
Interval count_interval(std::uint64_t seen, double error);

// Of a percentile (0 to 100, four decimals count) of independent delays: from the first value of the lower rank's
// bucket to the last of the upper one's, which costs at most 1/128 at either end above 256 ms and nothing below.
Interval percentile_interval(const Histogram& histogram, double percent, double error);

// Of the mean of independent values that are about normal: one value per replication (Student). Without two values
// nothing is known. Each value may be off by half a `step`, the distance of its neighbours: few values agree by luck
// more often than normal ones would, and what agrees must not look certain.
//
// There is no such call for the mean over messages, and cannot be a useful one: whatever the distribution, a share of
// ln(1 / error) / messages of them may have taken the whole waiting period without one being seen. At 100 000 messages
// and an error of 1 in a million that is 48 s on top of any mean. Means are judged over replications.
Interval mean_interval(std::span<const double> values, double step, double error, unsigned places);

// How far that interval would reach to either side of the mean of `count` values that differ as these, two or more, do.
double mean_reach(std::span<const double> values, double step, double error, double count);

// The same interval with both ends multiplied, and rounded outward to `places` decimals. `factor` is above 0.
Interval scaled(const Interval& interval, double factor, unsigned places);

}  // namespace dlr::reports
