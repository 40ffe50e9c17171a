// What the provider says later about a message, as data: one delivery report, whatever body it came in.
// Source: Infobip API reference, "Receive outbound SMS message report" and its like for MMS.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/vocabulary/message.h"
#include "core/vocabulary/status_ids.h"
#include "core/vocabulary/time.h"

namespace dlr {

// Valid during the call that hands it over.
struct DeliveryReport {
  MessageId message;                       // the minted id; all zero where foreign_id is given
  std::string_view foreign_id;             // an id made elsewhere, opaque, at most 200 bytes
  const ProviderStatus* status = nullptr;  // null: the report is malformed
  const ProviderError* error = nullptr;    // null: none given
  std::optional<Instant> done_at;
  std::uint8_t parts = 0;  // 0: not given
  bool malformed = false;  // wrong inside well-formed JSON: counted, never tracked
};

}  // namespace dlr
