// Random numbers that belong to a message: one Philox4x32-10 block per (seed, message, stage). No state: a draw never
// depends on how many were made before, or by whom.
#pragma once

#include <Random123/philox.h>

#include <array>
#include <cstdint>

#include "core/vocabulary/share.h"

namespace dlr::engine {

// Four independent words. `stage` tells the blocks of one message apart; a purpose takes one word of one stage.
inline std::array<std::uint32_t, 4> draw_block(std::uint64_t seed, std::uint64_t message, std::uint32_t stage) {
  const r123::Philox4x32::key_type key = {{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)}};
  const r123::Philox4x32::ctr_type counter = {
      {static_cast<std::uint32_t>(message), static_cast<std::uint32_t>(message >> 32U), stage, 0}};
  const r123::Philox4x32::ctr_type block = r123::Philox4x32()(counter, key);
  return {block[0], block[1], block[2], block[3]};
}

// One of n equal parts: 0 <= result < n; 0 for n = 0. Parts differ by at most one word in 2^32.
constexpr std::uint32_t scale(std::uint32_t word, std::uint32_t n) {
  return static_cast<std::uint32_t>(std::uint64_t{word} * n >> 32U);
}

// True for share * 2^32 words, to the nearest: never for 0, always for the whole.
constexpr bool strikes(std::uint32_t word, Share share) {
  return word < ((std::uint64_t{share.ppm} << 32U) + kWhole.ppm / 2) / kWhole.ppm;
}

}  // namespace dlr::engine
