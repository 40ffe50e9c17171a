// What one replication says about one expectation: all that is needed to judge it beside others.
#pragma once

#include <cstdint>
#include <optional>

#include "reports/histogram.h"

namespace dlr::reports {

struct Sample {
  std::optional<double> value;  // in the metric's unit, rounded to its places; none: no data
  bool keeps_limit = false;     // the exact value does
  // Of a ratio, part and whole; of a count of messages, it and all submitted ones; of a mean delay, 0 and of how many.
  std::uint64_t part = 0, whole = 0;
  Histogram delays;  // of a percentile: what it is one of
};

}  // namespace dlr::reports
