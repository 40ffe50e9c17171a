// Two runs that are not the same draws (another seed, another scenario, other programs without outcomes), compared as
// two samples: how messages ended and how long it took, overall and by country. Each comparison is exact and all of
// them share one budget of false alarms, so that two runs of one thing seldom differ anywhere.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reports/histogram.h"
#include "reports/result.h"
#include "reports/two_shares.h"

namespace dlr::reports {

// What a comparison needs to know of a group of messages.
struct Sampled {
  std::uint64_t messages = 0;
  std::array<std::uint64_t, 5> ends{};  // enqueue_failed, delivered, rejected, failed, unreported
  Histogram report_delay, rejection_delay;

  Sampled& operator+=(const Sampled& other);
};

struct SampledRun {
  std::string title;
  std::string scenario_hash;
  std::uint64_t seed = 1;
  bool shared = false;  // messages share something random, so that no test over them means what it says
  Sampled all;
  std::map<std::string, Sampled> countries;
};
SampledRun sampled_run(const Result& result);

struct Difference {
  std::string country;  // empty: of all
  std::string what;     // "delivered", "p95 of report delay"
  bool is_delay = false;
  PartOf before, after;                       // of a delay: within the percentile of both runs together
  std::uint64_t before_ms = 0, after_ms = 0;  // of a delay: each run's own percentile
  double chance = 1;                          // that such a difference comes of none
  Interval difference;                        // of the shares
};

struct UnpairedComparison {
  std::uint64_t comparisons = 0;
  double error = 0;                       // of one of them
  std::vector<Difference> differs;        // what chance does not explain: overall first, then by country
  std::vector<Difference> overall;        // all that is compared overall, for the record
  std::optional<double> delivered_found;  // by how much `delivered` must change to be found nine times in ten
  std::vector<std::string> only_one;      // countries that only one of them has
};
UnpairedComparison compare_unpaired(const SampledRun& before, const SampledRun& after, double false_alarms);

}  // namespace dlr::reports
