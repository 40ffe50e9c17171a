// A callback is spoilt on its way. What is no JSON is refused with 400, and the provider's retry is clean; broken UTF-8
// is mended by the core; a report that makes no sense is lost, and its neighbours are not. It may not strike a retry
// twice.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/engine/random.h"
#include "sim/faults/callback_down.h"
#include "sim/world/purpose.h"
#include "sim/world/world.h"

namespace dlr::sim {

// What becomes of a first try of a callback that begins with a report of `message`: nothing, when it is not struck.
// `malformed`: the report that is spoilt, of `reports`.
struct Corrupted {
  CallbackFate fate;
  Corruption how = Corruption::truncated;
  std::optional<std::uint32_t> malformed;
  std::uint32_t word = 0;
};

inline std::optional<Corrupted> strike(const CorruptCallbacks& fault, const FaultTables& tables, std::uint64_t seed,
                                       std::uint64_t message, std::uint32_t tick, std::uint32_t reports) {
  const Words4 draw =
      engine::draw_block(seed, message ^ std::uint64_t{tick} << 32U, purpose::callback_fault_block(tables.index));
  if (!engine::strikes(draw[purpose::struck], fault.share)) return std::nullopt;
  Corrupted corrupted;
  corrupted.how = fault.how;
  corrupted.word = draw[purpose::amount];
  if (fault.how == Corruption::truncated || fault.how == Corruption::not_json) corrupted.fate = {false, false};
  if (fault.how == Corruption::fields) corrupted.malformed = engine::scale(draw[purpose::what], reports);
  return corrupted;
}

}  // namespace dlr::sim
