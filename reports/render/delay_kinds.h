// The delays that results hold, and the figures that tables show of each: one list for every rendering.
#pragma once

#include <array>
#include <string_view>

#include "reports/measurements.h"

namespace dlr::reports {

struct DelayKind {
  std::string_view name;  // as in results: "report_delay_ms"
  std::string_view stem;  // without the unit: "report_delay"
  std::string_view meaning;
  Histogram GroupMeasurements::*histogram;
};

inline constexpr std::array<DelayKind, 3> kDelays{{
    {"delivery_delay_ms", "delivery_delay", "from sending to the operator's word, of delivered and failed messages",
     &GroupMeasurements::delivery_delay},
    {"report_delay_ms", "report_delay", "from sending to receipt of the final report, of delivered and failed messages",
     &GroupMeasurements::report_delay},
    {"rejection_delay_ms", "rejection_delay", "from sending to receipt of the rejection",
     &GroupMeasurements::rejection_delay},
}};

inline constexpr std::array kPercentiles{50U, 90U, 95U, 99U};  // those that results have

}  // namespace dlr::reports
