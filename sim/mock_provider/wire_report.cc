#include "sim/mock_provider/wire_report.h"

#include "sim/mock_provider/json_text.h"

namespace dlr::sim::mock {
namespace {

// The members of one object, in the order of the calls.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_ += '{'; }

  void number(std::string_view name, std::int32_t value) {
    if (value == kAbsent) return;
    begin(name);
    append_json_number(out_, value);
  }
  void text(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    begin(name);
    append_json_string(out_, value);
  }
  void flag(std::string_view name, bool value) {
    begin(name);
    out_ += value ? "true" : "false";
  }
  void end() { out_ += '}'; }

 private:
  void begin(std::string_view name) {
    if (out_.back() != '{') out_ += ',';
    out_ += '"';
    out_ += name;
    out_ += "\":";
  }

  std::string& out_;
};

enum class Permanent : std::uint8_t { written, left_out };

std::string error_object(const ProviderError& error, std::string_view group_name, Permanent permanent) {
  std::string json;
  Members members(json);
  members.number("groupId", error.group_id);
  members.text("groupName", group_name);
  members.number("id", error.id);
  members.text("name", error.name);
  members.text("description", error.description);
  if (permanent == Permanent::written) members.flag("permanent", error.permanent);
  members.end();
  return json;
}

}  // namespace

StatusText::StatusText(const ProviderStatus& status, std::string_view action) {
  Members members(json_);
  members.number("groupId", status.group_id);
  members.text("groupName", status.group_name);
  members.number("id", status.id);
  members.text("name", status.name);
  members.text("description", status.description);
  members.text("action", action);
  members.end();
}

ErrorText::ErrorText(const ProviderError& error)
    : json_(error_object(error, error.group_name, Permanent::written)),
      json_sms_v2_(error_object(error, error.group_name == "OK" ? "Ok" : error.group_name, Permanent::written)),
      json_mms_v1_pull_(error_object(error, error.group_name, Permanent::left_out)) {}

}  // namespace dlr::sim::mock
