// A report overtakes the send response: it is handed over alone, unbatched, at a uniform instant between submission and
// response, which is its doneAt. It may not come before the submission, nor change what it says.
#pragma once

#include "sim/engine/random.h"
#include "sim/faults/planned_report.h"
#include "sim/world/purpose.h"
#include "sim/world/world.h"

namespace dlr::sim {

inline std::uint64_t strike(const EarlyReports& fault, const FaultTables& tables, std::uint64_t seed,
                            std::uint64_t message, ReportPlan& plan) {
  if (plan.reports.empty() || plan.reports.front().is_dropped() || !tables.active(plan.submitted)) return 0;
  const Words4 draw = engine::draw_block(seed, message, purpose::report_fault_block(tables.index, 0, 0));
  if (!engine::strikes(draw[purpose::struck], fault.share)) return 0;
  PlannedReport& report = plan.reports.front();
  const std::uint64_t span = plan.answered - plan.submitted;
  report.ready = report.done_at = plan.submitted + ((std::uint64_t{draw[purpose::amount]} * span) >> 32U);
  report.alone = true;
  report.held = false;
  return 1;
}

}  // namespace dlr::sim
