// Reports for the tests: the first one of the provider's own examples, and one in which every field is known.
#pragma once

#include "sim/mock_provider/report_writer.h"

namespace dlr::sim::mock {

inline const StatusText& delivered() {
  static const StatusText text({3, 5, "DELIVERED", "DELIVERED_TO_HANDSET", "Message delivered to handset"});
  return text;
}

inline const ErrorText& no_error() {
  static const ErrorText text({0, 0, "OK", "NO_ERROR", "No Error", false});
  return text;
}

// 2019-11-09T15:00:00Z
inline constexpr std::int64_t kExampleMs = 1'573'311'600'000;

inline WireReport example() {
  WireReport report;
  report.bulk_id = "BULK-ID-123-xyz";
  report.message_id = "MESSAGE-ID-123-xyz";
  report.to = {41793026727};
  report.sender = "InfoSMS";
  report.sent_at = instant_from_ms(kExampleMs);
  report.done_at = instant_from_ms(kExampleMs);
  report.zone_minutes = 60;
  report.parts = 1;
  report.price_micros = 10'000;
  report.currency = "EUR";
  report.status = &delivered();
  report.error = &no_error();
  report.entity_id = "promotional-traffic-entity";
  report.application_id = "marketing-automation-application";
  return report;
}

inline WireReport everything() {
  WireReport report = example();
  report.mcc_mnc = "22801";
  report.callback_data = "callbackData";
  report.campaign_reference_id = "summersale";
  return report;
}

inline std::string body_of(ReportShape shape, std::initializer_list<WireReport> reports) {
  std::string body;
  ReportWriter(shape).append_body(body, {reports.begin(), reports.size()});
  return body;
}

}  // namespace dlr::sim::mock
