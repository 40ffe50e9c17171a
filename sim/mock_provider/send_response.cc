#include "sim/mock_provider/send_response.h"

#include <cstddef>

#include "sim/mock_provider/pen.h"

namespace dlr::sim::mock {
namespace {

// More than all names, punctuation and numbers of an answer together.
constexpr std::size_t kFixedBytes = 256;

std::size_t bytes_at_most(const MessageAnswer& answer) {
  const ProviderStatus& status = answer.status;
  return kFixedBytes + 6 * (answer.message_id.size() + answer.destination.size() + status.group_name.size() +
                            status.name.size() + status.description.size() + answer.action.size());
}

// The members of one answer. `name` is `,"name":`; the first one's comma becomes the brace.
class Members {
 public:
  explicit Members(Pen& pen) : pen_(pen) {}

  template <std::size_t kSize>
  void text(const char (&name)[kSize], std::string_view value) {
    if (value.empty()) return;
    pen_.literal(name);
    pen_.literal("\"");
    pen_.escaped(value);
    pen_.literal("\"");
  }
  template <std::size_t kSize>
  void number(const char (&name)[kSize], std::int32_t value) {
    if (value == kAbsent) return;
    pen_.literal(name);
    pen_.number(value);
  }
  void close(char* begin) {
    if (pen_.at() == begin) pen_.literal("{");
    *begin = '{';
    pen_.literal("}");
  }

  // The examples of v2 have the members in alphabetical order, those of v3 have not.
  void status(const MessageAnswer& answer, ErrorShape generation) {
    const ProviderStatus& status = answer.status;
    pen_.literal(",\"status\":");
    char* const begin = pen_.at();
    if (generation == ErrorShape::v2) {
      text(",\"action\":", answer.action);
      text(",\"description\":", status.description);
    }
    number(",\"groupId\":", status.group_id);
    text(",\"groupName\":", status.group_name);
    number(",\"id\":", status.id);
    text(",\"name\":", status.name);
    if (generation == ErrorShape::v3) {
      text(",\"description\":", status.description);
      text(",\"action\":", answer.action);
    }
    close(begin);
  }

 private:
  Pen& pen_;
};

void write_answer(Pen& pen, SendApi api, const MessageAnswer& answer) {
  const bool v2 = api == SendApi::sms_v2;
  char* const begin = pen.at();
  Members members(pen);
  members.text(",\"messageId\":", answer.message_id);
  members.status(answer, v2 ? ErrorShape::v2 : ErrorShape::v3);
  if (v2) {
    members.text(",\"to\":", answer.destination);
  } else {
    members.text(",\"destination\":", answer.destination);
  }
  if (answer.parts.has_value() && api != SendApi::mms_v2) {
    if (v2) {
      members.number(",\"smsCount\":", *answer.parts);
    } else {
      pen.literal(",\"details\":{\"messageCount\":");
      pen.number(*answer.parts);
      pen.literal("}");
    }
  }
  members.close(begin);
}

}  // namespace

void append_send_response(std::string& out, SendApi api, std::string_view bulk_id,
                          std::span<const MessageAnswer> answers) {
  out += '{';
  if (!bulk_id.empty()) {
    out += "\"bulkId\":";
    append_json_string(out, bulk_id);
    out += ',';
  }
  out += "\"messages\":[";
  for (const MessageAnswer& answer : answers) {
    if (&answer != answers.data()) out += ',';
    const std::size_t written = out.size();
    out.resize(written + bytes_at_most(answer));
    Pen pen(out.data() + written);
    write_answer(pen, api, answer);
    out.resize(static_cast<std::size_t>(pen.at() - out.data()));
  }
  out += "]}";
}

}  // namespace dlr::sim::mock
