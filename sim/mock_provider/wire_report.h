// One delivery report as the provider would say it: the data that a body is written from. Every field may be missing;
// what is empty, zero or null is left out, and a field can be left out or written as `null` although it is known.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/vocabulary/message.h"
#include "core/vocabulary/status_ids.h"
#include "core/vocabulary/time.h"

namespace dlr::sim::mock {

enum class ReportField : std::uint8_t {
  bulk_id,
  message_id,
  to,
  sender,
  sent_at,
  done_at,
  parts,
  mcc_mnc,
  callback_data,
  price,
  status,
  error,
  platform,  // both ids, in either shape
  campaign_reference_id,
};

// A set of fields.
class ReportFields {
 public:
  constexpr ReportFields() = default;
  constexpr ReportFields(ReportField field) : bits_(1U << static_cast<unsigned>(field)) {}

  constexpr bool has(ReportField field) const { return (bits_ & ReportFields(field).bits_) != 0; }
  friend constexpr ReportFields operator|(ReportFields a, ReportFields b) {
    a.bits_ |= b.bits_;
    return a;
  }
  friend constexpr bool operator==(ReportFields, ReportFields) = default;

 private:
  std::uint32_t bits_ = 0;
};
constexpr ReportFields operator|(ReportField a, ReportField b) { return ReportFields(a) | ReportFields(b); }

// A status, rendered once for all reports that bear it. Of `status`, a group or id that is kAbsent and a text that is
// empty are left out, so that a status nobody knows can be said in all its forms.
class StatusText {
 public:
  explicit StatusText(const ProviderStatus& status, std::string_view action = {});

  std::string_view json() const { return json_; }  // the object

 private:
  std::string json_;
};

// An error, rendered once, in the three spellings there are: SMS v2 writes the group "OK" as "Ok", the pull call of MMS
// v1 has no `permanent`.
class ErrorText {
 public:
  explicit ErrorText(const ProviderError& error);

  std::string_view json() const { return json_; }
  std::string_view json_sms_v2() const { return json_sms_v2_; }
  std::string_view json_mms_v1_pull() const { return json_mms_v1_pull_; }

 private:
  std::string json_;
  std::string json_sms_v2_;
  std::string json_mms_v1_pull_;
};

// Texts are UTF-8. Views and pointers are read during the call that is given the report.
struct WireReport {
  std::string_view bulk_id;
  std::string_view message_id;
  PhoneNumber to;
  std::string_view to_text;  // instead of `to` where the destination was no number of at most 15 digits
  std::string_view sender;
  std::optional<Instant> sent_at;  // years 0000 to 9999; an instant beyond them is left out
  std::optional<Instant> done_at;
  std::string_view done_at_text;  // instead of `done_at` where an operator's clock says what is no time
  std::int16_t zone_minutes = 0;  // in which both are written: 60 is +0100; within a day
  std::optional<std::int32_t> parts;
  std::string_view mcc_mnc;
  std::string_view callback_data;
  std::optional<std::int64_t> price_micros;  // 10'000 is 0.01; not negative
  std::string_view currency;                 // of the price
  const StatusText* status = nullptr;
  const ErrorText* error = nullptr;
  std::string_view entity_id;
  std::string_view application_id;
  std::string_view campaign_reference_id;

  ReportFields left_out;  // not written although known
  ReportFields nulls;     // written as null, known or not; a field that is also left out is left out
};

}  // namespace dlr::sim::mock
