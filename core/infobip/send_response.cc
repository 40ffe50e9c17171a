#include "core/infobip/send_response.h"

#include <cstddef>
#include <vector>

#include "core/infobip/json_body.h"
#include "core/infobip/retry_after.h"
#include "core/infobip/wire_fields.h"
#include "core/status.h"

namespace dlr::core::infobip {
namespace {

using Key = JsonBody::Key;
using Value = JsonBody::Value;

enum class Field : unsigned { messages, message_id, status, details, error_code, description, request_error };

}  // namespace

struct SendResponseReader::Buffers {
  bool message(Value& value);
  bool root_field(const Key& key, Value& value);
  bool request_error(Value& value);

  JsonBody json;
  std::vector<SendAnswer> answers;
  std::vector<ProviderStatus> statuses;  // one for each answer, empty where none was given
  SeenRows<ProviderStatus> seen;

  Met<Field> met;
  bool has_messages = false;
  std::string_view error_code, description, exception_id, exception_text;
};

bool SendResponseReader::Buffers::message(Value& value) {
  std::string_view id;
  ProviderStatus status;
  Parts parts;
  Parts details;
  Met<Field> of_message;
  const bool ok = json.object(value, [&](const Key& key, Value& field) {
    bool read = true;
    if (key == "messageId" && of_message.first(Field::message_id)) return json.text(field, id);
    if (key == "status" && of_message.first(Field::status)) return read_status(json, field, status, seen);
    if (key == "details" && of_message.first(Field::details)) {
      return json.object(field, [&](const Key& inner_key, Value& inner) {
        return details.read(json, inner_key, inner, read) ? read : json.skip(inner);
      });
    }
    return parts.read(json, key, field, read) ? read : json.skip(field);
  });
  if (!ok) return false;
  SendAnswer answer;
  if (!read_id(id, answer.message, answer.foreign_id)) return true;  // nobody's answer
  answer.parts = parts.number() != 0 ? parts.number() : details.number();
  answers.push_back(answer);
  statuses.push_back(status);
  return true;
}

// {"serviceException":{"messageId":"BAD_REQUEST","text":"Bad Request"}}
bool SendResponseReader::Buffers::request_error(Value& value) {
  bool met_exception = false;
  return json.object(value, [&](const Key& key, Value& exception) {
    if (!(key == "serviceException") || met_exception) return json.skip(exception);
    met_exception = true;
    Met<Field> of_exception;
    return json.object(exception, [&](const Key& inner, Value& field) {
      if (inner == "messageId" && of_exception.first(Field::message_id)) return json.text(field, exception_id);
      if (inner == "text" && of_exception.first(Field::description)) return json.text(field, exception_text);
      return json.skip(field);
    });
  });
}

bool SendResponseReader::Buffers::root_field(const Key& key, Value& value) {
  if (key == "messages" && met.first(Field::messages)) {
    has_messages = JsonBody::is_array(value);
    return json.array(value, [this](Value& element) { return message(element); });
  }
  if (key == "errorCode" && met.first(Field::error_code)) return json.text(value, error_code);
  if (key == "description" && met.first(Field::description)) return json.text(value, description);
  if (key == "requestError" && met.first(Field::request_error)) return request_error(value);
  return json.skip(value);
}

SendResponseReader::SendResponseReader() : buffers_(std::make_unique<Buffers>()) {}
SendResponseReader::~SendResponseReader() = default;
SendResponseReader::SendResponseReader(SendResponseReader&&) noexcept = default;
SendResponseReader& SendResponseReader::operator=(SendResponseReader&&) noexcept = default;

SendResponse SendResponseReader::read(std::uint16_t http_status, std::string_view body, std::string_view retry_after,
                                      Instant now) {
  Buffers& in = *buffers_;
  in.answers.clear();
  in.statuses.clear();
  in.met = {};
  in.has_messages = false;
  in.error_code = in.description = in.exception_id = in.exception_text = {};

  SendResponse response;
  response.unreadable = in.json.read(body, [&in](const Key& key, Value& value) { return in.root_field(key, value); });
  const bool taken = http_status / 100 == 2;
  if (taken && !response.unreadable && !in.has_messages) {
    response.unreadable = NotJson{"no object with an array `messages`", 0};
  }
  response.others.http_status = http_status;
  response.others.kind = taken ? SendAnswer::Kind::unreadable : SendAnswer::Kind::response;
  response.others.retry_after = parse_retry_after(retry_after, now);
  if (!response.unreadable) {
    response.error_id = in.error_code.empty() ? in.exception_id : in.error_code;
    response.error_text = in.error_code.empty() ? in.exception_text : in.description;
  }
  if (!taken || response.unreadable) return response;

  for (std::size_t i = 0; i < in.answers.size(); ++i) {
    SendAnswer& answer = in.answers[i];
    answer.http_status = http_status;
    answer.retry_after = response.others.retry_after;
    if (!says_nothing(in.statuses[i])) answer.status = &in.statuses[i];
  }
  response.named = in.answers;
  return response;
}

}  // namespace dlr::core::infobip
