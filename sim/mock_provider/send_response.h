// Writes the provider's answer to a request to send that it took: 200, an id for each destination, and a status, which
// may also be a rejection.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/vocabulary/status_ids.h"
#include "sim/mock_provider/api.h"

namespace dlr::sim::mock {

// The answer about one destination. Texts are UTF-8; of `status`, what is kAbsent or empty is left out.
struct MessageAnswer {
  std::string_view message_id;
  std::string_view destination;
  ProviderStatus status;
  std::string_view action;            // of the status; empty: none
  std::optional<std::int32_t> parts;  // where the request asked for it; MMS never bears it
};

// {"bulkId":...,"messages":[...]}; v3 calls the number `destination`, v2 calls it `to`. An empty bulk id is left out.
void append_send_response(std::string& out, SendApi api, std::string_view bulk_id,
                          std::span<const MessageAnswer> answers);

}  // namespace dlr::sim::mock
