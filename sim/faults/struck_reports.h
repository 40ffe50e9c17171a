// Which reports of a plan a fault strikes: those that get ready inside its window, by its share, as far as no fault
// before it has dropped them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/engine/random.h"
#include "sim/faults/planned_report.h"
#include "sim/world/purpose.h"
#include "sim/world/world.h"

namespace dlr::sim {

// What is drawn for report i of a message, before anything else; and whether that strikes it.
inline Words4 first_draw(const FaultTables& tables, std::uint64_t seed, std::uint64_t message, std::uint32_t i) {
  return engine::draw_block(seed, message, purpose::report_fault_block(tables.index, i, 0));
}
inline bool is_struck(Share share, const Words4& draw) { return engine::strikes(draw[purpose::struck], share); }

// Calls `strike(i, draw)` for each of them and returns how many they were. Reports that it adds are not asked in turn.
template <class Strike>
[[gnu::always_inline]] inline std::uint64_t for_struck_reports(const FaultTables& tables, Share share,
                                                               std::uint64_t seed, std::uint64_t message,
                                                               ReportPlan& plan, Strike&& strike) {
  std::uint64_t struck = 0;
  const std::size_t originals = plan.reports.size();
  for (std::uint32_t i = 0; i < originals; ++i) {
    if (plan.reports[i].is_dropped() || !tables.active(plan.reports[i].ready)) continue;
    const Words4 draw = first_draw(tables, seed, message, i);
    if (!is_struck(share, draw)) continue;
    ++struck;
    strike(i, draw);
  }
  return struck;
}

}  // namespace dlr::sim
