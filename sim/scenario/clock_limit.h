// Nothing of a run may lie beyond the 49 days of its clock: sends, waiting periods, reports with all that can delay
// them, repeated callbacks.
#pragma once

#include "sim/scenario/reading.h"

namespace dlr::sim {

// After the scenario's start: nothing of its kind happens later. Upper bounds, by everything that can take time.
struct LatestTimes {
  Duration sends{};    // the first tries, without what crashes put off
  Duration tries{};    // to send
  Duration reports{};  // get ready
  Duration callbacks{};
};

// A delay whose tail alone would reach beyond gets a `max` that keeps it inside, as the tables of delays end anyway;
// where more than 1 % would have to be cut off, or it is no tail, that is a problem at its place.
LatestTimes keep_within_clock(Reading& reading, const Node& root);

}  // namespace dlr::sim
