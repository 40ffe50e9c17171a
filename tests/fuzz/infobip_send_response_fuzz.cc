// The reader of send responses: whatever the bytes, it keeps to what its header says. The first two bytes choose the
// HTTP status, a line feed ends Retry-After, the rest is the body.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "core/infobip/send_response.h"
#include "core/utf8.h"

using dlr::core::SendAnswer;
using dlr::core::infobip::SendResponse;
using dlr::core::infobip::SendResponseReader;

namespace {

void must(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto status = static_cast<std::uint16_t>(100 + (data[0] * 256 + data[1]) % 500);
  const std::string_view rest(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::size_t line = std::min(rest.find('\n'), rest.size());
  const std::string_view retry_after = rest.substr(0, line);
  const std::string_view body = rest.substr(std::min(line + 1, rest.size()));

  static SendResponseReader reader;
  const SendResponse response = reader.read(status, body, retry_after, dlr::instant_from_ms(1'800'000'000'000));
  const bool taken = status / 100 == 2;
  must((response.others.kind == SendAnswer::Kind::unreadable) == taken, "only a 2xx is unreadable");
  must(response.named.empty() || (taken && !response.unreadable), "only a readable 2xx names messages");
  must(!response.unreadable || response.unreadable->offset <= body.size(), "the place is in the body");
  must(!response.others.retry_after || response.others.retry_after->count() >= 0, "no wait is negative");
  must(dlr::core::is_utf8(response.error_id) && dlr::core::is_utf8(response.error_text), "texts are UTF-8");
  for (const SendAnswer& answer : response.named) {
    must(answer.kind == SendAnswer::Kind::response && answer.http_status == status, "a named answer is a response");
    must(answer.foreign_id.size() <= 200 && dlr::core::is_utf8(answer.foreign_id), "ids are 200 bytes of UTF-8");
    if (answer.status == nullptr) continue;
    must(answer.status->group_id >= -1 && answer.status->id >= -1, "ids are absent or not negative");
    must(dlr::core::is_utf8(answer.status->name) && dlr::core::is_utf8(answer.status->description), "UTF-8");
  }
  return 0;
}
