// After a report another one comes that says something else. It may not take the first one back, nor come before it.
#pragma once

#include "sim/faults/struck_reports.h"

namespace dlr::sim {

inline std::uint64_t strike(const ContradictReports& fault, const FaultTables& tables, std::uint16_t no_error_row,
                            std::uint64_t seed, std::uint64_t message, ReportPlan& plan) {
  return for_struck_reports(tables, fault.share, seed, message, plan, [&](std::uint32_t i, const Words4& draw) {
    PlannedReport other = plan.reports[i];
    const std::uint64_t after = tables.delay.sample(draw[purpose::amount]);
    other.ready += after;
    other.done_at += after;
    other.status = tables.statuses.pick(draw[purpose::what]);
    other.error = no_error_row;
    plan.reports.push_back(other);
  });
}

}  // namespace dlr::sim
