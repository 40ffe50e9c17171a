// An interval against a limit, and what an expectation's interval is made of: where chance comes in.
#pragma once

#include "reports/expectation.h"
#include "reports/interval.h"
#include "reports/result.h"

namespace dlr::reports {

// Where chance comes in. None does where the scenario leaves it none, where the limit asks for all or none, and for the
// first and the last value of a delay: there one message proves or disproves. Peaks, counts in which a message can have
// a part several times, and counts of which one is enough or exactly so many are asked have no interval in a single
// run.
// `shared`: messages share something random, be it a queue, a limit or a batch that is struck as one.
Chance chance_of(const Expectation& expectation, bool shared, bool replicated);

// `equals`, or a range of one value: an interval is never inside.
bool asks_exactly(const Limit& limit);

// A count that is asked to be at least 1: one is proof, and none is no proof of the contrary.
bool is_proven_by_one(const Expectation& expectation);

// Whether a value beyond the limit, of which nothing is known but that it was seen, shows that the limit is broken: one
// message more than none, one less than all, a delay longer than the longest. Everything else may have been bad luck.
bool is_disproof(const Expectation& expectation, double value);

// Inside the limit passes, outside fails, astride is not sure; the limits themselves are inside. In whole units of the
// last of `places` decimals.
Verdict decide(const Interval& interval, const Limit& limit, unsigned places);

}  // namespace dlr::reports
