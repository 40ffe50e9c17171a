#include "sim/faults/unknown_reports.h"

#include "sim/engine/random.h"
#include "sim/world/purpose.h"

namespace dlr::sim {

std::uint64_t stray_comes_at(const UnknownReports& fault, const FaultTables& tables, std::uint64_t k) {
  return tables.from + k * static_cast<std::uint64_t>(fault.rate.per.count()) / fault.rate.count;
}

bool has_forgotten(const GroundTruth& truth, Duration waiting_period, LaneTime now) {
  if (truth.messages.empty()) return false;
  const MessageTruth& oldest = truth.messages[0];
  return oldest.submitted && now - oldest.sent > static_cast<std::uint64_t>(waiting_period.count());
}

Stray strike(const UnknownReports&, const FaultTables& tables, std::uint64_t seed, std::uint64_t k,
             bool has_forgotten) {
  const Words4 draw = engine::draw_block(seed, k, purpose::stray_block(tables.index));
  Stray stray;
  stray.status = tables.statuses.rows[draw[0] % tables.statuses.rows.size()];
  stray.word = draw[1];
  stray.id = static_cast<StrayId>(engine::scale(draw[2], kStrayIds));
  if (stray.id == StrayId::forgotten && !has_forgotten) stray.id = StrayId::wrong_tag;
  return stray;
}

MessageId id_of(const Stray& stray, std::uint32_t partition, const GroundTruth& truth) {
  const std::uint64_t tag = std::uint64_t{stray.word} * 0x9e37'79b9'7f4a'7c15ULL;
  switch (stray.id) {
    case StrayId::forgotten:
      return truth.messages[0].id;
    case StrayId::other_partition:
      return {std::uint64_t{partition} + 1, stray.word % 1000, tag};
    default:
      return {partition, truth.messages.empty() ? 0 : stray.word % truth.messages.size(), tag};
  }
}

}  // namespace dlr::sim
