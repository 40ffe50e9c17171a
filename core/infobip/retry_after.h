// The header Retry-After of a send response (source: RFC 9110, sections 10.2.3 and 5.6.7).
#pragma once

#include <optional>
#include <string_view>

#include "core/vocabulary/time.h"

namespace dlr::core::infobip {

// How long to wait from `now` on: seconds, or a date in any of HTTP's three forms; zero for a date gone by, at most
// 2^31 seconds. Nothing for any other text.
std::optional<Duration> parse_retry_after(std::string_view value, Instant now);

}  // namespace dlr::core::infobip
