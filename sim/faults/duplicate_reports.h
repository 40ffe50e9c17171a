// Reports come more than once. A copy may not say anything else than its original, nor come before it.
#pragma once

#include "sim/faults/struck_reports.h"

namespace dlr::sim {

// Returns how many reports it struck.
inline std::uint64_t strike(const DuplicateReports& fault, const FaultTables& tables, std::uint64_t seed,
                            std::uint64_t message, ReportPlan& plan) {
  return for_struck_reports(tables, fault.share, seed, message, plan, [&](std::uint32_t i, const Words4& draw) {
    for (std::uint32_t copy = 0; copy < fault.times; ++copy) {
      const Words4 words =
          copy == 0 ? draw : engine::draw_block(seed, message, purpose::report_fault_block(tables.index, i, copy));
      PlannedReport again = plan.reports[i];
      again.ready += tables.delay.sample(words[purpose::amount]);
      plan.reports.push_back(again);
    }
  });
}

}  // namespace dlr::sim
