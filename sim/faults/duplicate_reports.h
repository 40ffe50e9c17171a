// Reports come more than once. A copy may not say anything else than its original, nor come before it.
#pragma once

#include "sim/engine/random.h"
#include "sim/faults/planned_report.h"
#include "sim/world/purpose.h"
#include "sim/world/world.h"

namespace dlr::sim {

// Returns how many reports it struck.
inline std::uint64_t strike(const DuplicateReports& fault, const FaultTables& tables, std::uint64_t seed,
                            std::uint64_t message, ReportPlan& plan) {
  std::uint64_t struck = 0;
  const std::size_t originals = plan.reports.size();
  for (std::uint32_t i = 0; i < originals; ++i) {
    if (!tables.active(plan.reports[i].ready)) continue;
    const Words4 draw = engine::draw_block(seed, message, purpose::report_fault_block(tables.index, i, 0));
    if (!engine::strikes(draw[purpose::struck], fault.share)) continue;
    ++struck;
    for (std::uint32_t copy = 0; copy < fault.times; ++copy) {
      const Words4 words =
          copy == 0 ? draw : engine::draw_block(seed, message, purpose::report_fault_block(tables.index, i, copy));
      PlannedReport again = plan.reports[i];
      again.ready += tables.delay.sample(words[purpose::amount]);
      plan.reports.push_back(again);
    }
  }
  return struck;
}

}  // namespace dlr::sim
