// An operator does not work for a time: what it would have decided inside the window it decides after its end, with a
// new delay; what is past its validity by then has expired. It may not touch what was decided before, nor the
// provider's own rejections.
#pragma once

#include <algorithm>

#include "sim/engine/random.h"
#include "sim/faults/planned_report.h"
#include "sim/world/purpose.h"
#include "sim/world/world.h"

namespace dlr::sim {

// `delay`: how long this operator takes for what it decides; `validity`: ms from the submission.
inline std::uint64_t strike(const OperatorDown&, const FaultTables& tables, const engine::QuantileTable& delay,
                            std::uint64_t validity, std::uint16_t expired_row, std::uint16_t no_error_row,
                            std::uint64_t seed, std::uint64_t message, ReportPlan& plan) {
  if (plan.by_provider) return 0;
  std::uint64_t struck = 0;
  for (std::uint32_t i = 0; i < plan.reports.size(); ++i) {
    PlannedReport& report = plan.reports[i];
    if (!tables.active(report.done_at)) continue;
    if (!report.is_dropped()) ++struck;
    const Words4 draw = engine::draw_block(seed, message, purpose::report_fault_block(tables.index, i, 0));
    const std::uint64_t lag = report.ready - report.done_at;
    report.done_at = tables.to + delay.sample(draw[purpose::amount]);
    const std::uint64_t expires = plan.submitted + validity;
    if (report.done_at > expires && report.is_final) {
      report.done_at = std::max(tables.to, expires);
      report.status = expired_row;
      report.error = no_error_row;
    }
    report.ready = report.done_at + lag;
  }
  return struck;
}

}  // namespace dlr::sim
