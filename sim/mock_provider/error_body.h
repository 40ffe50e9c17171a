// Writes what comes with an HTTP status that is no success: the provider's error bodies of both generations, and the
// plain text of a gateway that stands before it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sim/mock_provider/api.h"
#include "sim/mock_provider/send_request.h"

namespace dlr::sim::mock {

// 400, 401, 403, 404, 429 and 500 as the provider says them; every other status is a gateway's. Violations go with a
// 400 and are left out of any other. v2 names each property once, with all its violations.
void append_error_body(std::string& out, ErrorShape shape, std::uint16_t http_status,
                       std::span<const Violation> violations = {});

// "application/json" or "text/plain".
std::string_view error_content_type(std::uint16_t http_status);

}  // namespace dlr::sim::mock
