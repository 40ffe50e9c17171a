// Reports that never come: lost between operator and provider. It may not touch those that do come.
#pragma once

#include "sim/faults/struck_reports.h"

namespace dlr::sim {

inline std::uint64_t strike(const DropReports& fault, const FaultTables& tables, std::uint64_t seed,
                            std::uint64_t message, ReportPlan& plan) {
  std::uint64_t struck = 0;
  for_struck_reports(tables, fault.share, seed, message, plan, [&](std::uint32_t i, const Words4&) {
    PlannedReport& report = plan.reports[i];
    if (report.is_dropped()) return;
    ++struck;
    // It stays in its place, so that the draws of later faults do not move.
    report.dropped_by = static_cast<std::uint16_t>(tables.index);
  });
  return struck;
}

}  // namespace dlr::sim
