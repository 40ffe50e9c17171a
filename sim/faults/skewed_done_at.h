// The operator's clock is wrong, in another zone, or not told: doneAt is shifted to either side, written with another
// offset, or missing. It may not move the moment a report comes, nor what it says of the message.
#pragma once

#include <algorithm>

#include "sim/faults/struck_reports.h"

namespace dlr::sim {

inline std::uint64_t strike(const SkewedDoneAt& fault, const FaultTables& tables, std::uint64_t seed,
                            std::uint64_t message, ReportPlan& plan) {
  std::uint64_t changed = 0;  // what it leaves as it was it has not struck
  for_struck_reports(tables, kWhole, seed, message, plan, [&](std::uint32_t i, const Words4& draw) {
    PlannedReport& report = plan.reports[i];
    const PlannedReport before = report;
    const bool is_missing = engine::strikes(draw[purpose::struck], fault.missing);
    const bool is_absurd =
        !is_missing && engine::strikes(draw[purpose::struck], Share{fault.missing.ppm + fault.absurd.ppm});
    report.done_at_absurd = !is_missing && (report.done_at_absurd || is_absurd);
    report.done_at_missing = report.done_at_missing || is_missing || is_absurd;
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
    changed += report.done_at != before.done_at || report.done_at_missing != before.done_at_missing ||
                       report.done_at_absurd != before.done_at_absurd || report.zone_minutes != before.zone_minutes
                   ? 1
                   : 0;
  });
  return changed;
}

}  // namespace dlr::sim
