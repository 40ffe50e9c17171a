// Expectations and measured values in words.
#pragma once

#include <string>

#include "reports/result.h"

namespace dlr::reports {

// "96.51 %", "1m 54s", "1 023"; of a check that failed without a value the reason. Never rounded over a limit: a value
// that fails does not read as if it met it.
std::string value_text(const Judgement& judgement);

// "p95 of report delay, country FR": what is measured, and of which messages.
std::string metric_text(const Expectation& expectation);

// "95.93 % to 97.02 %": where the true value lies, where chance has a say; else empty.
std::string interval_text(const Judgement& judgement);

// Of a value that chance moves and that has no interval: that it was compared itself, and why. Else empty.
std::string basis_text(const Judgement& judgement);

// "at least 95%", and behind it in brackets when the value itself was compared with it though chance moves it.
std::string limit_text(const Judgement& judgement);

// Of a ratio over one run, what it is one of: "34 of 36"; else empty.
std::string part_of_whole(const Result& result, const Judgement& judgement);

}  // namespace dlr::reports
