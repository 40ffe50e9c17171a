// Reports that never come: lost between operator and provider. It may not touch those that do come.
#pragma once

#include "sim/engine/random.h"
#include "sim/faults/planned_report.h"
#include "sim/world/purpose.h"
#include "sim/world/world.h"

namespace dlr::sim {

inline std::uint64_t strike(const DropReports& fault, const FaultTables& tables, std::uint64_t seed,
                            std::uint64_t message, ReportPlan& plan) {
  std::uint64_t struck = 0;
  for (std::uint32_t i = 0; i < plan.reports.size(); ++i) {
    PlannedReport& report = plan.reports[i];
    if (report.dropped || !tables.active(report.ready)) continue;
    const Words4 draw = engine::draw_block(seed, message, purpose::report_fault_block(tables.index, i, 0));
    if (!engine::strikes(draw[purpose::struck], fault.share)) continue;
    ++struck;
    report.dropped = true;  // it stays in its place, so that the draws of later faults do not move
  }
  return struck;
}

}  // namespace dlr::sim
