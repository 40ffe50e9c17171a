// What is worth knowing of a result although nothing is broken, in sentences. All renderings say the same.
#pragma once

#include <string>
#include <vector>

#include "reports/result.h"

namespace dlr::reports {

// Ids of faults that struck nobody, so that the run says nothing about them. Of a part of a run none.
std::vector<std::string> idle_faults(const Result& result);

// Whether a share that chance has a say in is asked to be exactly so much, neither none nor all: it hardly ever is.
bool asks_one_share_exactly(const Expectation& expectation);
inline constexpr const char* kExactShareCure =
    "asks for exactly one value of a share that is drawn, which it hardly ever comes to: say `near` and `within`, or "
    "`between`";

// One sentence for each thing.
std::vector<std::string> notice_sentences(const Result& result);

// Whether it would have been compared with what is accepted, had anything been.
bool is_nothing_accepted(const Result& result);

// Why it was not compared with what is accepted; empty: it was, or what is accepted cannot be read.
std::string why_not_compared(const Result& result);

}  // namespace dlr::reports
