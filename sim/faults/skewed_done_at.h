// The operator's clock is wrong, in another zone, or not told: doneAt is shifted to either side, written with another
// offset, or missing. It may not move the moment a report comes, nor what it says of the message.
#pragma once

#include <algorithm>

#include "sim/faults/struck_reports.h"

namespace dlr::sim {

inline std::uint64_t strike(const SkewedDoneAt& fault, const FaultTables& tables, std::uint64_t seed,
                            std::uint64_t message, ReportPlan& plan) {
  return for_struck_reports(tables, kWhole, seed, message, plan, [&](std::uint32_t i, const Words4& draw) {
    PlannedReport& report = plan.reports[i];
    report.done_at_missing = report.done_at_missing || engine::strikes(draw[purpose::struck], fault.missing);
    if (fault.by) {
      // Half of the clocks are fast, half slow; none is before the start.
      const std::uint64_t by = tables.delay.sample(draw[purpose::amount]);
      const bool is_slow = (draw[purpose::what] & 1U) != 0;
      report.done_at = is_slow ? report.done_at - std::min(report.done_at, by) : report.done_at + by;
    }
    if (!fault.zones.empty()) {
      const std::uint32_t zone = engine::scale(draw[purpose::what], static_cast<std::uint32_t>(fault.zones.size()));
      report.zone_minutes = static_cast<std::int16_t>(fault.zones[zone] / std::chrono::minutes(1));
    }
  });
}

}  // namespace dlr::sim
