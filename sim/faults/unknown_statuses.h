// The provider says statuses that nobody has told of: an id that its group does not have, a group that does not exist,
// a name alone. It may not change when a report comes, nor whose it is.
#pragma once

#include "sim/engine/random.h"
#include "sim/faults/planned_report.h"
#include "sim/world/purpose.h"
#include "sim/world/world.h"

namespace dlr::sim {

inline std::uint64_t strike(const UnknownStatuses& fault, const FaultTables& tables, std::uint16_t no_error_row,
                            std::uint64_t seed, std::uint64_t message, ReportPlan& plan) {
  std::uint64_t struck = 0;
  for (std::uint32_t i = 0; i < plan.reports.size(); ++i) {
    PlannedReport& report = plan.reports[i];
    if (!tables.active(report.ready)) continue;
    const Words4 draw = engine::draw_block(seed, message, purpose::report_fault_block(tables.index, i, 0));
    if (!engine::strikes(draw[purpose::struck], fault.share)) continue;
    ++struck;
    report.status =
        tables.statuses
            .rows[engine::scale(draw[purpose::what], static_cast<std::uint32_t>(tables.statuses.rows.size()))];
    report.error = no_error_row;
  }
  return struck;
}

}  // namespace dlr::sim
