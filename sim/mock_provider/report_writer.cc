#include "sim/mock_provider/report_writer.h"

#include <chrono>
#include <string_view>

#include "sim/mock_provider/pen.h"

namespace dlr::sim::mock {
namespace {

constexpr std::int64_t kMsPerDay = 86'400'000;

// More than all names, punctuation, numbers and timestamps of a report together.
constexpr std::size_t kFixedBytes = 768;

std::size_t bytes_at_most(const WireReport& report) {
  const std::size_t texts = report.bulk_id.size() + report.message_id.size() + report.to_text.size() +
                            report.sender.size() + report.mcc_mnc.size() + report.callback_data.size() +
                            report.currency.size() + report.entity_id.size() + report.application_id.size() +
                            report.campaign_reference_id.size();
  // An error is as long in all spellings, or shorter.
  const std::size_t objects = (report.status == nullptr ? 0 : report.status->json().size()) +
                              (report.error == nullptr ? 0 : report.error->json().size());
  return kFixedBytes + objects + 6 * texts;
}

// Fields begin with a comma; the object's brace takes the place of the first.
class Fields {
 public:
  Fields(Pen& pen, const WireReport& report)
      : pen_(pen), left_out_(report.left_out), special_(report.left_out | report.nulls) {}

  // `name` is `,"name":`.
  template <std::size_t kSize, class Write>
  void field(ReportField field, const char (&name)[kSize], bool known, Write&& write) {
    if (special_.has(field)) [[unlikely]] {
      if (left_out_.has(field)) return;
      pen_.literal(name);
      pen_.literal("null");
      return;
    }
    if (!known) return;
    pen_.literal(name);
    write();
  }
  template <std::size_t kSize>
  void text(ReportField which, const char (&name)[kSize], std::string_view value) {
    field(which, name, !value.empty(), [&] {
      pen_.literal("\"");
      pen_.escaped(value);
      pen_.literal("\"");
    });
  }
  template <std::size_t kSize>
  void number(ReportField which, const char (&name)[kSize], std::optional<std::int32_t> value) {
    field(which, name, value.has_value(), [&] { pen_.number(*value); });
  }
  template <std::size_t kSize>
  void time(ReportField which, const char (&name)[kSize], const std::optional<Instant>& value,
            std::int16_t zone_minutes, DayText& day) {
    std::int64_t local_ms = 0;
    std::int64_t whole_days = 0;
    bool known = value.has_value();
    if (known) {
      // Floor division; the years outside 0000 to 9999 are sorted out before anything can overflow.
      constexpr std::int64_t kTooFar = 4'000'000 * kMsPerDay;
      const std::int64_t ms = to_ms(*value);
      known = ms > -kTooFar && ms < kTooFar;
      if (known) {
        local_ms = ms + std::int64_t{zone_minutes} * 60'000;
        whole_days = local_ms >= 0 ? local_ms / kMsPerDay : (local_ms + 1) / kMsPerDay - 1;
        known = day.set(whole_days);
      }
    }
    field(which, name, known, [&] {
      pen_.literal("\"");
      pen_.raw({day.data(), DayText::kSize});
      pen_.time_of_day(static_cast<std::uint32_t>(local_ms - whole_days * kMsPerDay));
      pen_.zone(zone_minutes);
      pen_.literal("\"");
    });
  }

 private:
  Pen& pen_;
  ReportFields left_out_;
  ReportFields special_;  // left out or null
};

}  // namespace

bool DayText::set(std::int64_t day) {
  if (day == day_) return true;
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  const int year = static_cast<int>(date.year());
  if (year < 0 || year > 9999) return false;
  day_ = day;
  Pen pen(text_.data());
  pen.two(static_cast<std::uint32_t>(year) / 100);
  pen.two(static_cast<std::uint32_t>(year) % 100);
  pen.literal("-");
  pen.two(static_cast<unsigned>(date.month()));
  pen.literal("-");
  pen.two(static_cast<unsigned>(date.day()));
  pen.literal("T");
  return true;
}

template <ReportShape kShape>
void ReportWriter::write_object(std::string& out, const WireReport& report) {
  using enum ReportField;
  constexpr bool kV3 = kShape == ReportShape::v3;
  const std::size_t room = bytes_at_most(report);
  if (scratch_.size() < room) scratch_.resize(room);
  char* const begin = scratch_.data();
  Pen pen(begin);
  Fields fields(pen, report);

  const auto write_price = [&] {
    fields.field(ReportField::price, ",\"price\":", report.price_micros.has_value(), [&] {
      pen.literal("{\"pricePerMessage\":");
      pen.micros(static_cast<std::uint64_t>(*report.price_micros));
      if (!report.currency.empty()) {
        pen.literal(",\"currency\":\"");
        pen.escaped(report.currency);
        pen.literal("\"");
      }
      pen.literal("}");
    });
  };
  const auto write_judgement = [&] {
    fields.field(status, ",\"status\":", report.status != nullptr, [&] { pen.raw(report.status->json()); });
    fields.field(error, ",\"error\":", report.error != nullptr, [&] {
      pen.raw(kShape == ReportShape::v2            ? report.error->json_sms_v2()
              : kShape == ReportShape::mms_v1_pull ? report.error->json_mms_v1_pull()
                                                   : report.error->json());
    });
  };
  const auto write_id_and_to = [&] {
    fields.text(message_id, ",\"messageId\":", report.message_id);
    if (report.to_text.empty()) {
      fields.field(to, ",\"to\":", report.to.digits != 0, [&] {
        pen.literal("\"");
        pen.digits(report.to.digits);
        pen.literal("\"");
      });
    } else {
      fields.text(to, ",\"to\":", report.to_text);
    }
  };
  const auto write_times = [&] {
    fields.time(sent_at, ",\"sentAt\":", report.sent_at, report.zone_minutes, sent_day_);
    if (report.done_at_text.empty()) {
      fields.time(done_at, ",\"doneAt\":", report.done_at, report.zone_minutes, done_day_);
    } else {
      fields.text(done_at, ",\"doneAt\":", report.done_at_text);
    }
  };

  fields.text(bulk_id, ",\"bulkId\":", report.bulk_id);
  if constexpr (kV3) {
    write_price();
    write_judgement();
    write_id_and_to();
    fields.text(sender, ",\"sender\":", report.sender);
    write_times();
    fields.number(parts, ",\"messageCount\":", report.parts);
  } else {
    write_id_and_to();
    if constexpr (kShape != ReportShape::mms_v1_push) fields.text(sender, ",\"from\":", report.sender);
    write_times();
    if constexpr (kShape == ReportShape::mms_v1_pull) {
      fields.number(parts, ",\"mmsCount\":", report.parts);
    } else {
      fields.number(parts, ",\"smsCount\":", report.parts);
    }
  }
  fields.text(mcc_mnc, ",\"mccMnc\":", report.mcc_mnc);
  fields.text(callback_data, ",\"callbackData\":", report.callback_data);
  if constexpr (kV3) {
    const bool known = !report.entity_id.empty() || !report.application_id.empty();
    fields.field(platform, ",\"platform\":", known, [&] {
      char* const brace = pen.at();
      if (!report.entity_id.empty()) {
        pen.literal(",\"entityId\":\"");
        pen.escaped(report.entity_id);
        pen.literal("\"");
      }
      if (!report.application_id.empty()) {
        pen.literal(",\"applicationId\":\"");
        pen.escaped(report.application_id);
        pen.literal("\"");
      }
      *brace = '{';
      pen.literal("}");
    });
  } else {
    write_price();
    write_judgement();
    fields.text(platform, ",\"entityId\":", report.entity_id);
    fields.text(platform, ",\"applicationId\":", report.application_id);
  }
  fields.text(campaign_reference_id, ",\"campaignReferenceId\":", report.campaign_reference_id);

  if (pen.at() == begin) pen.literal("{");
  *begin = '{';
  pen.literal("}");
  out.append(begin, pen.at());
}

void ReportWriter::append_object(std::string& out, const WireReport& report) {
  switch (shape_) {
    case ReportShape::v3:
      return write_object<ReportShape::v3>(out, report);
    case ReportShape::v2:
      return write_object<ReportShape::v2>(out, report);
    case ReportShape::mms_v1_push:
      return write_object<ReportShape::mms_v1_push>(out, report);
    case ReportShape::mms_v1_pull:
      return write_object<ReportShape::mms_v1_pull>(out, report);
  }
}

void ReportWriter::separate(std::string& out) {
  if (!first_) out += ',';
  first_ = false;
}

void ReportWriter::open_body(std::string& out) {
  out += "{\"results\":[";
  first_ = true;
}

void ReportWriter::close_body(std::string& out) { out += "]}"; }

void ReportWriter::append_report(std::string& out, const WireReport& report) {
  separate(out);
  append_object(out, report);
}

void ReportWriter::append_body(std::string& out, std::span<const WireReport> reports) {
  open_body(out);
  for (const WireReport& report : reports) append_report(out, report);
  close_body(out);
}

void ReportWriter::append_malformed(std::string& out, const WireReport& report, Malformation how) {
  separate(out);
  const auto without = [&](ReportField field, std::string_view instead) {
    WireReport less = report;
    less.left_out = less.left_out | field;
    append_object(out, less);
    if (instead.empty()) return;
    out.pop_back();
    if (out.back() != '{') out += ',';
    out += instead;
    out += '}';
  };
  switch (how) {
    case Malformation::id_missing:
      return without(ReportField::message_id, "");
    case Malformation::id_empty:
      return without(ReportField::message_id, "\"messageId\":\"\"");
    case Malformation::id_null:
      return without(ReportField::message_id, "\"messageId\":null");
    case Malformation::id_too_long:
      return without(ReportField::message_id, "\"messageId\":\"" + std::string(201, 'x') + '"');
    case Malformation::status_missing:
      return without(ReportField::status, "");
    case Malformation::status_null:
      return without(ReportField::status, "\"status\":null");
    case Malformation::status_text:
      return without(ReportField::status, "\"status\":\"DELIVERED\"");
    case Malformation::status_empty:
      return without(ReportField::status, "\"status\":{}");
    case Malformation::item_null:
      out += "null";
      return;
    case Malformation::item_text:
      out += "\"DELIVERED\"";
      return;
    case Malformation::item_number:
      out += "1";
      return;
    case Malformation::item_array:
      out += "[]";
      return;
  }
}

}  // namespace dlr::sim::mock
