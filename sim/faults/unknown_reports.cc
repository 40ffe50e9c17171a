#include "sim/faults/unknown_reports.h"

#include <algorithm>

#include "sim/engine/random.h"
#include "sim/world/purpose.h"

namespace dlr::sim {

std::uint64_t stray_comes_at(const UnknownReports& fault, const FaultTables& tables, std::uint64_t k) {
  return tables.from + k * static_cast<std::uint64_t>(fault.rate.per.count()) / fault.rate.count;
}

std::uint32_t count_forgotten(const GroundTruth& truth, Duration waiting_period, LaneTime now) {
  if (truth.messages.empty() || !truth.messages[0].submitted) return 0;
  const auto first_known = std::ranges::partition_point(truth.messages, [&](const MessageTruth& message) {
    return now - message.sent > static_cast<std::uint64_t>(waiting_period.count());
  });
  return static_cast<std::uint32_t>(first_known - truth.messages.begin());
}

Stray strike(const UnknownReports&, const FaultTables& tables, std::uint64_t seed, std::uint64_t k,
             std::uint32_t forgotten, bool foreign_ids) {
  const Words4 draw = engine::draw_block(seed, k, purpose::stray_block(tables.index));
  Stray stray;
  stray.status = tables.statuses.rows[draw[0] % tables.statuses.rows.size()];
  stray.word = draw[1];
  stray.id = static_cast<StrayId>(engine::scale(draw[2], foreign_ids ? kStrayIds : kStraysOfMintedIds));
  if (stray.id == StrayId::forgotten && forgotten == 0) stray.id = StrayId::wrong_tag;
  if (stray.id == StrayId::forgotten) stray.forgotten = engine::scale(stray.word, forgotten);
  if (stray.id == StrayId::wrong_tag && (draw[3] & 1U) != 0) stray.id = StrayId::not_yet_minted;
  return stray;
}

MessageId id_of(const Stray& stray, std::uint32_t partition, const core::TagKey& key, const GroundTruth& truth) {
  switch (stray.id) {
    case StrayId::forgotten:
      return truth.messages[forgotten_place(stray, truth)].id;
    case StrayId::not_yet_minted: {
      // Of the next ones at this moment: a callback that comes again names others, lest they were sent meanwhile.
      const std::uint64_t sequence = truth.messages.size() + stray.word % 4;
      return {partition, sequence, key.tag(partition, sequence)};
    }
    case StrayId::other_partition: {
      // A neighbour's, which believes it: one that takes it for its own has forgotten to ask whose it is.
      const std::uint64_t neighbour = partition == 0 ? 1 : partition - 1;
      const std::uint64_t sequence = truth.messages.empty() ? 0 : stray.word % truth.messages.size();
      return {neighbour, sequence, key.tag(neighbour, sequence)};
    }
    default:
      return {partition, truth.messages.empty() ? 0 : stray.word % truth.messages.size(),
              std::uint64_t{stray.word} * 0x9e37'79b9'7f4a'7c15ULL};
  }
}

}  // namespace dlr::sim
