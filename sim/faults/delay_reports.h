// Reports come later than they are ready. It may not touch what they say, doneAt included.
#pragma once

#include "sim/engine/random.h"
#include "sim/faults/planned_report.h"
#include "sim/world/purpose.h"
#include "sim/world/world.h"

namespace dlr::sim {

inline std::uint64_t strike(const DelayReports& fault, const FaultTables& tables, std::uint64_t seed,
                            std::uint64_t message, ReportPlan& plan) {
  std::uint64_t struck = 0;
  for (std::uint32_t i = 0; i < plan.reports.size(); ++i) {
    PlannedReport& report = plan.reports[i];
    if (!tables.active(report.ready)) continue;
    const Words4 draw = engine::draw_block(seed, message, purpose::report_fault_block(tables.index, i, 0));
    if (!engine::strikes(draw[purpose::struck], fault.share)) continue;
    ++struck;
    report.ready += tables.delay.sample(draw[purpose::amount]);
  }
  return struck;
}

}  // namespace dlr::sim
