// The mock provider's reader of send requests: whatever comes, either a request that keeps the provider's rules or an
// error, and what is written about it is JSON.
#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "sim/mock_provider/error_body.h"
#include "sim/mock_provider/send_request_reader.h"
#include "sim/mock_provider/send_response.h"

namespace {

using namespace dlr::sim::mock;

void check(bool holds) {
  if (!holds) std::abort();
}

bool is_json(const std::string& text) {
  simdjson::dom::parser parser;
  return parser.parse(text).error() == simdjson::SUCCESS;
}

void check_message(const SendMessage& message) {
  check(!message.destinations.empty());
  check(!message.validity.has_value() || (message.validity->count() > 0 && *message.validity <= kValidityMax));
  check(!(message.binary.has_value() && message.count_in_response));
  for (const Destination& destination : message.destinations) {
    check(!destination.message_id.empty() && destination.message_id.size() <= 800);
    check(destination.to.size() <= 256);
  }
}

void check_request(SendApi api, const SendRequest& request) {
  check(!request.messages.empty() && !request.bulk_id.empty());
  std::vector<MessageAnswer> answers;
  for (const SendMessage& message : request.messages) {
    check_message(message);
    for (const Destination& destination : message.destinations) {
      answers.push_back({destination.message_id, destination.to, {1, 26, "PENDING", "PENDING_ACCEPTED", ""}, "", 1});
    }
  }
  std::string response;
  append_send_response(response, api, request.bulk_id, answers);
  check(is_json(response));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string body(reinterpret_cast<const char*>(data), size);
  constexpr dlr::Instant kNow = dlr::instant_from_ms(1'629'417'600'000);
  // One reader for all: what an earlier body left behind must not show.
  static SendRequestReader reader;
  for (const SendApi api : {SendApi::sms_v3, SendApi::sms_v2, SendApi::mms_v2}) {
    std::uint64_t counter = 0;
    const ReadRequest& result = reader.read(api, body, kNow, counter);
    check(result.json || result.violations.empty());
    check(result.accepted() == (counter != 0 || !result.request.messages.empty()));
    if (result.accepted()) {
      check_request(api, result.request);
    } else {
      std::string error;
      append_error_body(error, error_shape(api), 400, result.violations);
      check(is_json(error));
    }
  }
  return 0;
}
