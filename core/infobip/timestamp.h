// The provider's timestamps: 2019-11-09T16:00:00.000+0000, milliseconds and an offset without a colon
// (source: Infobip API reference, pattern yyyy-MM-dd'T'HH:mm:ss.SSSZ).
#pragma once

#include <optional>
#include <string_view>

#include "core/vocabulary/time.h"

namespace dlr::core::infobip {

// Read too: any number of places after the second (cut to milliseconds) or none, "Z", an offset with a colon. Nothing
// for any other text, a date or time that cannot be, and the dates of a clock that stands at zero (before 1970-01-02).
std::optional<Instant> parse_timestamp(std::string_view text);

}  // namespace dlr::core::infobip
