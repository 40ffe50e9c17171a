#include "sim/mock_provider/send_response.h"

#include "sim/mock_provider/json_text.h"

namespace dlr::sim::mock {
namespace {

// Members begin with a comma; the first one's becomes the brace.
void member(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out += ",\"";
  out += name;
  out += "\":";
  append_json_string(out, value);
}

void member(std::string& out, std::string_view name, std::int32_t value) {
  if (value == kAbsent) return;
  out += ",\"";
  out += name;
  out += "\":";
  append_json_number(out, value);
}

void close(std::string& out, std::size_t begin) {
  if (out.size() == begin) out += '{';
  out[begin] = '{';
  out += '}';
}

// The examples of v2 have the members in alphabetical order, those of v3 have not.
void append_status(std::string& out, ErrorShape generation, const MessageAnswer& answer) {
  const ProviderStatus& status = answer.status;
  out += ",\"status\":";
  const std::size_t begin = out.size();
  if (generation == ErrorShape::v2) {
    member(out, "action", answer.action);
    member(out, "description", status.description);
  }
  member(out, "groupId", status.group_id);
  member(out, "groupName", status.group_name);
  member(out, "id", status.id);
  member(out, "name", status.name);
  if (generation == ErrorShape::v3) {
    member(out, "description", status.description);
    member(out, "action", answer.action);
  }
  close(out, begin);
}

}  // namespace

void append_send_response(std::string& out, SendApi api, std::string_view bulk_id,
                          std::span<const MessageAnswer> answers) {
  const bool v2 = api == SendApi::sms_v2;
  const std::size_t begin = out.size();
  member(out, "bulkId", bulk_id);
  out += ",\"messages\":[";
  for (const MessageAnswer& answer : answers) {
    if (&answer != answers.data()) out += ',';
    const std::size_t message = out.size();
    member(out, "messageId", answer.message_id);
    append_status(out, v2 ? ErrorShape::v2 : ErrorShape::v3, answer);
    member(out, v2 ? "to" : "destination", answer.destination);
    if (answer.parts.has_value() && api != SendApi::mms_v2) {
      if (v2) {
        member(out, "smsCount", *answer.parts);
      } else {
        out += ",\"details\":{\"messageCount\":";
        append_json_number(out, *answer.parts);
        out += '}';
      }
    }
    close(out, message);
  }
  out += ']';
  close(out, begin);
}

}  // namespace dlr::sim::mock
