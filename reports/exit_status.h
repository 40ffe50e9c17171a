// Which exit status a result asks for: by what it says and nothing else, so that whoever reads it comes to the same.
#pragma once

#include <vector>

#include "reports/result.h"

namespace dlr::reports {

// One of reports/exit_code.h: interrupted; what was accepted cannot be read; an invariant broke; an expectation failed;
// nothing is accepted that it had to be compared with; it differs from its baseline; not sure; else passed.
int exit_status_of(const Result& result);
// All that hold of these, the heaviest first; none: 0.
std::vector<int> exit_statuses_of(const Result& result);

// Where a result contradicts itself: a verdict that does not follow from its value and interval, or another exit status
// than all of it asks for. Of results without a seal (seal.h) that is all that shows an altered one. Empty: it does
// not.
std::string contradiction_in(const Result& result);

}  // namespace dlr::reports
