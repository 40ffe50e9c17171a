// Reports that get ready inside the window are held back to its end, and released at once or at a rate. It may not lose
// one, nor touch what it says.
#pragma once

#include "sim/faults/planned_report.h"
#include "sim/world/world.h"

namespace dlr::sim {

// `released`: how many this lane has held so far.
inline std::uint64_t strike(const HoldReports& fault, const FaultTables& tables, std::uint64_t& released,
                            ReportPlan& plan) {
  std::uint64_t struck = 0;
  for (PlannedReport& report : plan.reports) {
    if (report.is_dropped() || !tables.active(report.ready)) continue;
    ++struck;
    report.held = true;
    report.ready = tables.to;
    if (fault.release) {
      const auto per = static_cast<std::uint64_t>(fault.release->per.count());
      report.ready += released * tables.sharers * per / fault.release->count;
    }
    ++released;
  }
  return struck;
}

}  // namespace dlr::sim
