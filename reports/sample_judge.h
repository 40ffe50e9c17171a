// What the samples of one expectation come to together: its value and the interval around it. Known to what judges them
// (replications.h) and to what says how many more would tell (advice.h).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "reports/expectation.h"
#include "reports/histogram.h"
#include "reports/interval.h"
#include "reports/result.h"
#include "reports/sample.h"

namespace dlr::reports {

// The sum of several samples.
struct Sums {
  std::uint64_t replications = 0;
  std::uint64_t part = 0, whole = 0;
  Histogram delays;
  std::vector<double> values;                     // of those with data
  std::uint64_t least_whole = ~std::uint64_t{0};  // of the same

  void add(const Sample& sample);
  double mean() const;       // of the values, of which there are some
  double deviation() const;  // of the values, of which there are two or more
  double per_replication(std::uint64_t count) const {
    return static_cast<double>(count) / static_cast<double>(replications);
  }
};

// A count in which each message is once or not at all; any other count.
bool is_message_count(const Metric& metric);
bool is_other_count(const Metric& metric);

class SampleJudge {
 public:
  // `error`: of one look.
  SampleJudge(const Expectation& expectation, double error);

  const Limit& limit() const { return expectation_.limit; }
  const Metric& metric() const { return expectation_.metric; }
  const std::optional<double>& percentile() const { return percentile_; }  // 0 to 100; none: the metric is another
  double error() const { return error_; }

  bool has_data(Chance chance, const Sums& sums) const;
  double value(Chance chance, const Sums& sums) const;

  // All messages as one sample. Of what is no sum over messages: nothing known but, of counts, that things which come
  // one by one vary at least so much.
  Interval pooled(const Sums& sums) const;

  // Student's, and never narrower than chance among independent messages alone makes it: a few values may agree by
  // luck.
  Interval over_replications(const Sums& sums) const;

  // How far neighbouring values of one replication are apart.
  double step(const Sums& sums) const;

  Verdict decide(const Interval& interval) const;

 private:
  Interval within_range(Interval interval) const;

  const Expectation& expectation_;
  unsigned places_;
  double error_;
  std::optional<double> percentile_;
};

}  // namespace dlr::reports
