// After a report another one comes that says something else. It may not take the first one back, nor come before it.
#pragma once

#include "sim/engine/random.h"
#include "sim/faults/planned_report.h"
#include "sim/world/purpose.h"
#include "sim/world/world.h"

namespace dlr::sim {

inline std::uint64_t strike(const ContradictReports& fault, const FaultTables& tables, std::uint16_t no_error_row,
                            std::uint64_t seed, std::uint64_t message, ReportPlan& plan) {
  std::uint64_t struck = 0;
  const std::size_t originals = plan.reports.size();
  for (std::uint32_t i = 0; i < originals; ++i) {
    if (!tables.active(plan.reports[i].ready)) continue;
    const Words4 draw = engine::draw_block(seed, message, purpose::report_fault_block(tables.index, i, 0));
    if (!engine::strikes(draw[purpose::struck], fault.share)) continue;
    ++struck;
    PlannedReport other = plan.reports[i];
    const std::uint64_t after = tables.delay.sample(draw[purpose::amount]);
    other.ready += after;
    other.done_at += after;
    other.status = tables.statuses.pick(draw[purpose::what]);
    other.error = no_error_row;
    plan.reports.push_back(other);
  }
  return struck;
}

}  // namespace dlr::sim
