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

// Of a ratio over one run, what it is one of: "34 of 36"; else empty.
std::string part_of_whole(const Result& result, const Judgement& judgement);

}  // namespace dlr::reports
