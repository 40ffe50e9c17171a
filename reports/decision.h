// An interval against a limit, and what an expectation's interval is made of: where chance comes in.
#pragma once

#include "reports/expectation.h"
#include "reports/interval.h"
#include "reports/result.h"

namespace dlr::reports {

// What has to be drawn again to learn more about a value.
enum class Chance : std::uint8_t {
  none,          // nothing: what was seen is what is meant
  messages,      // each message: they are independent, and those of all replications count as one sample
  replications,  // the whole world: messages share what is random, or the value is no sum over messages
};

// Where chance comes in. None does where the limit asks for all, none, exactly so many or at least one, and for the
// first and the last value of a delay: there one message proves or disproves. Counts of other things than messages have
// no interval in a single run; a lower limit alone asks whether something was reached, in every run.
// `shared`: messages share something random, be it a queue, a limit or a batch that is struck as one.
Chance chance_of(const Expectation& expectation, bool shared, bool replicated);

// Inside the limit passes, outside fails, astride is not sure; the limits themselves are inside. In whole units of the
// last of `places` decimals.
Verdict decide(const Interval& interval, const Limit& limit, unsigned places);

}  // namespace dlr::reports
