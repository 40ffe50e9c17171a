// Random numbers that belong to a message: one Philox4x32-10 block per (seed, message, block). No state: a draw never
// depends on how many were made before, or by whom.
#pragma once

#include <Random123/philox.h>

#include <array>
#include <cstdint>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "core/vocabulary/share.h"

namespace dlr::engine {

// Four independent words. `block` tells the blocks of one message apart; a purpose takes one word of one of them.
inline std::array<std::uint32_t, 4> draw_block(std::uint64_t seed, std::uint64_t message, std::uint32_t block) {
  const r123::Philox4x32::key_type key = {{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)}};
  const r123::Philox4x32::ctr_type counter = {
      {static_cast<std::uint32_t>(message), static_cast<std::uint32_t>(message >> 32U), block, 0}};
  const r123::Philox4x32::ctr_type words = r123::Philox4x32()(counter, key);
  return {words[0], words[1], words[2], words[3]};
}

// The blocks of some messages in a row, of one number.
class BlockBatch {
 public:
  static constexpr std::uint32_t kMessages = 32;

  // Of `first` and those that follow it. Where the processor has AVX2, four at a time: a fifth of the work.
  void draw(std::uint64_t seed, std::uint64_t first, std::uint32_t block);

  // The block of the i-th of them: as draw_block() gives it.
  std::array<std::uint32_t, 4> operator[](std::uint32_t i) const {
    return {word(0, i), word(1, i), word(2, i), word(3, i)};
  }
  std::uint32_t word(std::uint32_t w, std::uint32_t i) const { return static_cast<std::uint32_t>(words_[w][i]); }

 private:
  alignas(32) std::array<std::array<std::uint64_t, kMessages>, 4> words_;  // in the low halves; the high ones are noise
};

inline void BlockBatch::draw(std::uint64_t seed, std::uint64_t first, std::uint32_t block) {
#if defined(__AVX2__)
  // Philox4x32-10 (source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011). A word of four messages
  // lies in the low halves of one register; products of low halves are all that is ever taken from it.
  const auto low = [](std::uint64_t word) { return _mm256_set1_epi64x(static_cast<std::int64_t>(word)); };
  const auto store = [this](std::uint32_t w, std::uint32_t i, __m256i value) {
    _mm256_store_si256(reinterpret_cast<__m256i*>(&words_[w][i]), value);
  };
  for (std::uint32_t i = 0; i < kMessages; i += 4) {
    const __m256i message = _mm256_add_epi64(low(first + i), _mm256_set_epi64x(3, 2, 1, 0));
    __m256i a = message, b = _mm256_srli_epi64(message, 32), c = low(block), d = low(0);
    std::uint32_t key0 = static_cast<std::uint32_t>(seed), key1 = static_cast<std::uint32_t>(seed >> 32U);
    for (int round = 0; round < 10; ++round) {
      const __m256i x = _mm256_mul_epu32(a, low(0xD2511F53U));
      const __m256i y = _mm256_mul_epu32(c, low(0xCD9E8D57U));
      a = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(y, 32), b), low(key0));
      c = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(x, 32), d), low(key1));
      b = y;
      d = x;
      key0 += 0x9E3779B9U;
      key1 += 0xBB67AE85U;
    }
    store(0, i, a);
    store(1, i, b);
    store(2, i, c);
    store(3, i, d);
  }
#else
  for (std::uint32_t i = 0; i < kMessages; ++i) {
    const std::array<std::uint32_t, 4> words = draw_block(seed, first + i, block);
    for (std::uint32_t w = 0; w < 4; ++w) words_[w][i] = words[w];
  }
#endif
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
