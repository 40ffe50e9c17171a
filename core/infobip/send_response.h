// Reads what the provider answers to a send request: SMS v3, SMS v2 and MMS, one message or many, and the error bodies
// of both generations under any HTTP status. A reader is for one thread at a time.
// Source: Infobip API reference, "Send SMS messages" (v3, v2), "Send MMS messages" (v2); of error bodies Infobip,
// "Handling errors".
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "core/infobip/not_json.h"
#include "core/sender.h"

namespace dlr::core::infobip {

// The views are valid until the reader's next call.
struct SendResponse {
  // A readable 2xx: one answer for each message of the body that bears an id, in its order, each with the id it names
  // and, where there was one, its status. The caller sets `try_number`. Else empty.
  std::span<SendAnswer> named;
  // What it comes to for each message of the request that is not named: the HTTP status with Retry-After, or
  // `unreadable` after a 2xx. Without an id.
  SendAnswer others;
  std::string_view error_id;          // of an error body: E429, TOO_MANY_REQUESTS; empty: it has none
  std::string_view error_text;        // what it says, for the log
  std::optional<NotJson> unreadable;  // why the body was not understood; of a refusal it need not be
};

class SendResponseReader {
 public:
  SendResponseReader();
  ~SendResponseReader();
  SendResponseReader(SendResponseReader&&) noexcept;
  SendResponseReader& operator=(SendResponseReader&&) noexcept;

  // `retry_after`: the header's value, empty when it is absent. The rules about broken text, doubled keys and fields
  // that make no sense are those of ReportReader, and so is what happens where there is no memory.
  SendResponse read(std::uint16_t http_status, std::string_view body, std::string_view retry_after, Instant now);

 private:
  struct Buffers;
  std::unique_ptr<Buffers> buffers_;
};

}  // namespace dlr::core::infobip
