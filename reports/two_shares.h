// Whether two samples have the same share of something: Fisher's exact test, and Newcombe's score interval of the
// difference for people to read. Exact for samples of any size, and for a threshold that both samples together set.
#pragma once

#include <cstdint>

#include "reports/interval.h"

namespace dlr::reports {

struct PartOf {
  std::uint64_t part = 0, whole = 0;  // part <= whole

  double share() const { return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole); }
};

// The chance that shares at least so far apart, to either side, come of one share: twice the smaller tail of the
// hypergeometric distribution, at most 1. Without messages on one side 1.
double chance_of_same_share(const PartOf& a, const PartOf& b);

// Of share(b) - share(a), -1 to 1 (Newcombe 1998, method 10: from Wilson's intervals). Both have messages.
Interval difference_interval(const PartOf& a, const PartOf& b, double error);

// By how much two such shares must differ to be told apart nine times in ten, about.
double difference_found(const PartOf& a, const PartOf& b, double error);

}  // namespace dlr::reports
