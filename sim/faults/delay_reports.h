// Reports come later than they are ready. It may not touch what they say, doneAt included.
#pragma once

#include "sim/faults/struck_reports.h"

namespace dlr::sim {

inline std::uint64_t strike(const DelayReports& fault, const FaultTables& tables, std::uint64_t seed,
                            std::uint64_t message, ReportPlan& plan) {
  return for_struck_reports(tables, fault.share, seed, message, plan, [&](std::uint32_t i, const Words4& draw) {
    plan.reports[i].ready += tables.delay.sample(draw[purpose::amount]);
  });
}

}  // namespace dlr::sim
