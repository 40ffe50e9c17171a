// Reports that never come: lost between operator and provider. It may not touch those that do come.
#pragma once

#include "sim/faults/struck_reports.h"

namespace dlr::sim {

inline std::uint64_t strike(const DropReports& fault, const FaultTables& tables, std::uint64_t seed,
                            std::uint64_t message, ReportPlan& plan) {
  std::uint64_t struck = 0;
  for_struck_reports(tables, fault.share, seed, message, plan, [&](std::uint32_t i, const Words4&) {
    PlannedReport& report = plan.reports[i];
    struck += report.dropped ? 0 : 1;
    report.dropped = true;  // it stays in its place, so that the draws of later faults do not move
  });
  return struck;
}

}  // namespace dlr::sim
