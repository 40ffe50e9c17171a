// Results to render: ten messages to two networks, small enough to compare a whole rendering, in every state that a
// rendering has words for.
#pragma once

#include "reports/result.h"

namespace dlr::reports::samples {

Result small();    // all is well
Result failing();  // not met, without data, not sure, advisory; another seed than the file's
Result broken();   // the core is wrong

// Markup of every format, an end of CDATA, a line feed, quotes, a word of four bytes.
inline constexpr const char* kHostile =
    "<script>alert('1')</script> & \"q\" ]]> | `x` = 1,2\r\n::error::%0A \xF0\x9F\x93\xB1";
Result hostile();  // every text is that, and control characters and broken UTF-8

}  // namespace dlr::reports::samples
