// Ids that the sender makes instead of the core: as a UUID, as digits (leading zeros too), or as any characters, in
// mixed case. The same message always gets the same id, no two messages of a scenario share one.
#pragma once

#include <cstdint>
#include <string>

#include "sim/scenario/scenario.h"

namespace dlr::sim {

// Replaces `out`. `ids.form` is not minted.
void write_foreign_id(std::string& out, const Ids& ids, std::uint64_t seed, std::uint64_t message);

// How an id may be nearly another: one character differs, the zero it begins with is missing, letters are in the other
// case.
enum class NearMiss : std::uint8_t { other_character, lost_zero, other_case };

// Makes of a message's id one that no message has, whatever `word` is. False: this one has no such neighbour.
bool make_near_miss(std::string& id, IdForm form, NearMiss how, std::uint32_t word);

}  // namespace dlr::sim
