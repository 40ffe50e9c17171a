// Reports of no message that the tracker remembers, at a rate: an id of the right form with a wrong tag, a true one of
// another partition, one that nobody ever sent, or a message whose period is over; where ids are made elsewhere, also
// one that nearly is a message's. It may not speak of a message that is still remembered, nor take a report's place.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/message_id.h"
#include "sim/ground_truth.h"
#include "sim/scenario/scenario.h"
#include "sim/world/world.h"

namespace dlr::sim {

// The three before the last are of ids made elsewhere alone: nearly a message's (world/foreign_id.h).
enum class StrayId : std::uint8_t {
  wrong_tag,
  other_partition,
  never_sent,
  forgotten,
  other_character,
  lost_zero,
  other_case,
  not_yet_minted  // instead of half of those with a wrong tag: a true id, of a message that is still to come
};
inline constexpr std::uint32_t kStrayIds = 7, kStraysOfMintedIds = 4;

// The foreign id of a message that nobody ever sent.
inline constexpr std::string_view kNeverSent = "never-sent-by-anybody";

struct Stray {
  std::uint32_t word = 0;    // which id of its kind
  std::uint16_t status = 0;  // row of Words
  StrayId id = StrayId::wrong_tag;
  std::uint32_t forgotten = 0;  // place of the message, where it is a forgotten one
};

// When the k-th one comes, ms since the start, those of all lanes counted together; past the window there is none.
std::uint64_t stray_comes_at(const UnknownReports& fault, const FaultTables& tables, std::uint64_t k);

// How many of the lane's messages, from the first on, are past their period by now; none, where the core refused the
// first.
std::uint32_t count_forgotten(const GroundTruth& truth, Duration waiting_period, LaneTime now);

// The k-th one. Without a forgotten message it has a wrong tag instead.
Stray strike(const UnknownReports& fault, const FaultTables& tables, std::uint64_t seed, std::uint64_t k,
             std::uint32_t forgotten, bool foreign_ids);

// The forgotten message that it is about: its place in the lane. What the core refused is none; then it is the first.
inline std::uint32_t forgotten_place(const Stray& stray, const GroundTruth& truth) {
  return truth.messages[stray.forgotten].submitted ? stray.forgotten : 0;
}

// The id it bears, at lane `partition` of a tracker that makes tags with `key`.
MessageId id_of(const Stray& stray, std::uint32_t partition, const core::TagKey& key, const GroundTruth& truth);

}  // namespace dlr::sim
