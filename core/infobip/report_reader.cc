#include "core/infobip/report_reader.h"

#include <cstddef>
#include <vector>

#include "core/infobip/json_body.h"
#include "core/infobip/timestamp.h"
#include "core/infobip/wire_fields.h"
#include "core/status.h"

namespace dlr::core::infobip {
namespace {

using Key = JsonBody::Key;
using Value = JsonBody::Value;

enum class Field : unsigned { message_id, status, error, done_at };

}  // namespace

struct ReportReader::Buffers {
  // What the reports point to: one for each that is not malformed, in their order.
  struct Details {
    ProviderStatus status;
    ProviderError error;
  };

  bool report(Value& value);
  bool field(const Key& key, Value& value, Met<Field>& met);

  JsonBody json;
  std::vector<DeliveryReport> reports;
  std::vector<Details> details;
  SeenRows<ProviderStatus> statuses;
  SeenRows<ProviderError> errors;

  // The report being read.
  std::string_view id;
  std::string_view done_at;
  Parts parts;
  Details now;
};

bool ReportReader::Buffers::field(const Key& key, Value& value, Met<Field>& met) {
  bool ok = true;
  switch (key.first()) {
    case 'm':
      if (key == "messageId" && met.first(Field::message_id)) return json.text(value, id);
      if (parts.read(json, key, value, ok)) return ok;
      break;
    case 's':
      if (key == "status" && met.first(Field::status)) return read_status(json, value, now.status, statuses);
      if (parts.read(json, key, value, ok)) return ok;
      break;
    case 'e':
      if (key == "error" && met.first(Field::error)) return read_error(json, value, now.error, errors);
      break;
    case 'd':
      if (key == "doneAt" && met.first(Field::done_at)) return json.text(value, done_at);
      break;
    default:
      break;
  }
  return json.skip(value);
}

bool ReportReader::Buffers::report(Value& value) {
  id = done_at = {};
  parts = {};
  now = {};
  Met<Field> met;
  if (!json.object(value, [&](const Key& key, Value& inner) { return field(key, inner, met); })) return false;

  DeliveryReport& report = reports.emplace_back();
  if (says_nothing(now.status) || !read_id(id, report.message, report.foreign_id)) {
    report.malformed = true;
    return true;
  }
  report.done_at = parse_timestamp(done_at);
  report.parts = parts.number();
  details.push_back(now);
  return true;
}

ReportReader::ReportReader() : buffers_(std::make_unique<Buffers>()) {}
ReportReader::~ReportReader() = default;
ReportReader::ReportReader(ReportReader&&) noexcept = default;
ReportReader& ReportReader::operator=(ReportReader&&) noexcept = default;

ReadReports ReportReader::read(std::string_view body) {
  Buffers& in = *buffers_;
  in.reports.clear();
  in.details.clear();
  bool met = false;
  bool found = false;
  const std::optional<NotJson> refused = in.json.read(body, [&](const Key& key, Value& value) {
    if (!(key == "results") || met) return in.json.skip(value);
    met = true;
    found = JsonBody::is_array(value);
    return in.json.array(value, [&in](Value& element) { return in.report(element); });
  });
  if (refused) return {{}, refused};
  if (!found) return {{}, NotJson{"no object with an array `results`", 0}};

  // Only now do the details stay where they are.
  std::size_t next = 0;
  for (DeliveryReport& report : in.reports) {
    if (report.malformed) continue;
    const Buffers::Details& details = in.details[next++];
    report.status = &details.status;
    if (!is_absent(details.error)) report.error = &details.error;
  }
  return {in.reports, std::nullopt};
}

}  // namespace dlr::core::infobip
