// Reads the body of a request to send, as the provider does: SMS v3, SMS v2 and MMS v2. Lengths are characters. Where
// the documents say nothing the reader is strict, so that a client's slip is seen: a number where a string is due is a
// violation, and so is a validity that is not positive. Of doubled keys the first counts; a number beyond 64 bits is no
// JSON. It reads what a provider acts on; `regional`, `tracking` and `conversionTracking` are passed over.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary/time.h"
#include "sim/mock_provider/api.h"
#include "sim/mock_provider/send_request.h"

namespace dlr::sim::mock {

// A request cannot be scheduled later than this from now.
inline constexpr Duration kScheduleMax = std::chrono::hours{24 * 180};

struct ReadRequest {
  bool json = false;  // false: the body was no JSON object, and nothing was looked at
  std::vector<Violation> violations;
  SendRequest request;  // meaningful only when accepted()

  bool accepted() const { return json && violations.empty(); }
};

class SendRequestReader {
 public:
  SendRequestReader();
  ~SendRequestReader();
  SendRequestReader(SendRequestReader&&) noexcept;
  SendRequestReader& operator=(SendRequestReader&&) noexcept;

  // What it returns is valid until the next call; `body` itself is copied. `id_counter` counts the ids that were
  // generated, of messages and bulks; it moves on only when the request is accepted.
  const ReadRequest& read(SendApi api, std::string_view body, Instant now, std::uint64_t& id_counter);

 private:
  struct Buffers;
  std::unique_ptr<Buffers> buffers_;
};

}  // namespace dlr::sim::mock
