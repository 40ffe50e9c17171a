// What an operator says of a message it was handed, and when: the profile's delay, or what came of its attempts at the
// handset; parts that take longer or get lost; hours in which handsets are off.
#pragma once

#include <cstdint>

#include "sim/world/provider.h"
#include "sim/world/world.h"

namespace dlr::sim {

struct OperatorsWord {
  std::uint64_t after = 0;   // ms from being handed the message
  std::uint16_t status = 0;  // rows of Words
  std::uint16_t error = 0;
};

// Of a message that is reported and not rejected, handed over at `at`.
OperatorsWord operators_word(const World& world, const Journey& journey, std::uint64_t message, std::uint64_t at);

// What is said of part `part` (2 and up), where every part is reported by itself. `whole` is the word on the first.
OperatorsWord word_on_part(const World& world, const Journey& journey, std::uint64_t message, std::uint8_t part,
                           const OperatorsWord& whole);

// How long the operator tries, in ms from the submission. Of what is only handed over nobody ever says that it expired.
std::uint64_t validity_of(const ProfileTables& profile, Outcome outcome);

// How long the operator takes for what it decides anew.
const engine::QuantileTable& delay_of(const ProfileTables& profile, Outcome outcome);

}  // namespace dlr::sim
