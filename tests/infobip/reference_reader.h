// The rules for bodies of delivery reports a second time, slowly, on nlohmann's parser: what the reader is compared
// with. Also one report as a line of text, so that two readers' reports can be compared and shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/delivery_report.h"
#include "core/infobip/report_reader.h"

namespace dlr::core::infobip {

struct ReferenceReports {
  enum class Opinion { json, not_json, none };  // none: nlohmann refuses numbers beyond a double
  Opinion opinion = Opinion::not_json;
  std::vector<std::string> reports;
};

ReferenceReports reference_reports(std::string_view body);

std::string describe(const DeliveryReport& report);
std::vector<std::string> describe(const ReadReports& read);

}  // namespace dlr::core::infobip
