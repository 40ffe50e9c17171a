// An interval against a limit, and what an expectation's interval is made of: where chance comes in.
#pragma once

#include "reports/expectation.h"
#include "reports/interval.h"
#include "reports/result.h"

namespace dlr::reports {

// Where chance comes in. None does where the scenario leaves it none, where the limit asks for all, none, exactly so
// many or at least one, and for the first and the last value of a delay: there one message proves or disproves. Peaks,
// and counts in which a message can have a part several times, have no interval in a single run. `shared`: messages
// share something random, be it a queue, a limit or a batch that is struck as one.
Chance chance_of(const Expectation& expectation, bool shared, bool replicated);

// Inside the limit passes, outside fails, astride is not sure; the limits themselves are inside. In whole units of the
// last of `places` decimals.
Verdict decide(const Interval& interval, const Limit& limit, unsigned places);

}  // namespace dlr::reports
