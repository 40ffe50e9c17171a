// The provider says statuses that nobody has told of: an id that its group does not have, a group that does not exist,
// a name alone. It may not change when a report comes, nor whose it is.
#pragma once

#include "sim/faults/struck_reports.h"

namespace dlr::sim {

inline std::uint64_t strike(const UnknownStatuses& fault, const FaultTables& tables, std::uint16_t no_error_row,
                            std::uint64_t seed, std::uint64_t message, ReportPlan& plan) {
  return for_struck_reports(tables, fault.share, seed, message, plan, [&](std::uint32_t i, const Words4& draw) {
    const auto& rows = tables.statuses.rows;
    plan.reports[i].status = rows[engine::scale(draw[purpose::what], static_cast<std::uint32_t>(rows.size()))];
    plan.reports[i].error = no_error_row;
  });
}

}  // namespace dlr::sim
