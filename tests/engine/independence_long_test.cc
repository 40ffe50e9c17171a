// The streams as they are used, block by block and word by word: nothing of one message, purpose or seed can be told
// from another. Each bound is missed once in a million by streams that are right; the seeds are fixed.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <complex>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/engine/random.h"

namespace dlr::engine::testing {
namespace {

constexpr std::uint64_t kStreamSeed = 20'261'127;
constexpr std::uint32_t kMessages = 10'000'000;
constexpr double kMostSigmas = 4.9;  // of a normal, both sides: once in a million

// One word of one block of each message.
struct Stream {
  std::uint64_t seed = kStreamSeed;
  std::uint32_t stage = 0;
  std::uint32_t word = 0;
  std::uint64_t first = 0;  // message

  double operator()(std::uint64_t i) const {  // between -1/2 and 1/2
    return (draw_block(seed, first + i, stage)[word] + 0.5) / 4294967296.0 - 0.5;
  }
};

double correlation_in_sigmas(const Stream& one, const Stream& other) {
  double sum = 0;
  for (std::uint32_t i = 0; i < kMessages; ++i) sum += one(i) * other(i);
  return sum * 12 / std::sqrt(double{kMessages});
}

TEST(Independence, WordsStagesMessagesAndSeedsAreUncorrelated) {
  const Stream base;
  const std::pair<const char*, Stream> others[] = {
      {"the next word", {kStreamSeed, 0, 1, 0}},
      {"the last word", {kStreamSeed, 0, 3, 0}},
      {"the next stage", {kStreamSeed, 1, 0, 0}},
      {"the second try's answer", {kStreamSeed, 0x102, 0, 0}},
      {"a fault of the provider", {kStreamSeed, 0x10'0001, 0, 0}},
      {"a fault of reports", {kStreamSeed, 0x1000'0000, 0, 0}},
      {"the next message", {kStreamSeed, 0, 0, 1}},
      {"the message after that", {kStreamSeed, 0, 0, 2}},
      {"the same place of the next lane", {kStreamSeed, 0, 0, 16'384}},
      {"a message beyond 32 bits", {kStreamSeed, 0, 0, std::uint64_t{1} << 32}},
      {"the next seed", {kStreamSeed + 1, 0, 0, 0}},
      {"the next seed's next message", {kStreamSeed + 1, 0, 0, 1}},
      {"a seed that differs in its upper half", {kStreamSeed + (std::uint64_t{1} << 32), 0, 0, 0}},
  };
  for (const auto& [name, other] : others)
    EXPECT_LT(std::fabs(correlation_in_sigmas(base, other)), kMostSigmas) << name;
}

TEST(Independence, SeesAStreamThatFollowsAnother) {
  EXPECT_GT(std::fabs(correlation_in_sigmas(Stream{}, Stream{})), kMostSigmas);
}

// Runs of words on one side of the middle: of n words, 1 + a binomial of n - 1.
TEST(Independence, RunsAreAsLongAsOfACoin) {
  for (const std::uint32_t word : {0U, 1U, 2U, 3U}) {
    const Stream stream{kStreamSeed, 0, word, 0};
    std::uint64_t changes = 0;
    for (std::uint32_t i = 1; i < kMessages; ++i) changes += (stream(i) < 0) != (stream(i - 1) < 0) ? 1U : 0U;
    const double n = kMessages - 1;
    EXPECT_LT(std::fabs(static_cast<double>(changes) - n / 2) / std::sqrt(n / 4), kMostSigmas) << "word " << word;
  }
}

// Neighbouring seeds, as replications have them: of the same message, how often two words share their upper bits.
TEST(Independence, NeighbouringSeedsMeetAsOftenAsStrangers) {
  constexpr std::uint32_t kSeeds = 1'000, kEach = 10'000, kBits = 8;
  std::uint64_t met = 0;
  for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
    for (std::uint32_t i = 0; i < kEach; ++i) {
      const std::uint32_t here = draw_block(seed, i, 0)[2], there = draw_block(seed + 1, i, 0)[2];
      met += (here ^ there) >> (32 - kBits) == 0 ? 1U : 0U;
    }
  }
  const double n = double{kSeeds} * kEach, p = 1.0 / (1U << kBits);
  EXPECT_LT(std::fabs(static_cast<double>(met) - n * p) / std::sqrt(n * p * (1 - p)), kMostSigmas);
}

void transform(std::vector<std::complex<double>>& x) {
  const std::size_t n = x.size();
  const int bits = std::countr_zero(n);
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t mirrored = 0;
    for (int bit = 0; bit < bits; ++bit) mirrored |= (i >> bit & 1U) << (bits - 1 - bit);
    if (i < mirrored) std::swap(x[i], x[mirrored]);
  }
  for (std::size_t half = 1; half < n; half *= 2) {
    for (std::size_t k = 0; k < half; ++k) {
      const auto turn = std::polar(1.0, -3.14159265358979323846 * static_cast<double>(k) / static_cast<double>(half));
      for (std::size_t i = k; i < n; i += 2 * half) {
        const std::complex<double> other = x[i + half] * turn;
        x[i + half] = x[i] - other;
        x[i] += other;
      }
    }
  }
}

// The strongest frequency, in units of what each has on average: of m of them above ln m + ln 1e6 once in a million.
double strongest_frequency(std::vector<std::complex<double>> x) {
  const std::size_t n = x.size();
  transform(x);
  double strongest = 0;
  for (std::size_t k = 1; k < n / 2; ++k) strongest = std::max(strongest, std::norm(x[k]));
  return strongest * 12 / static_cast<double>(n);
}

TEST(Independence, NoFrequencyStandsOut) {
  constexpr std::size_t kSize = std::size_t{1} << 20;
  const double most = std::log(kSize / 2.0) + std::log(1e6);
  std::vector<std::complex<double>> x(kSize);
  for (const Stream& stream :
       {Stream{}, Stream{kStreamSeed, 0, 1, 0}, Stream{kStreamSeed, 3, 0, 0}, Stream{kStreamSeed + 1, 0, 2, 0}}) {
    for (std::size_t i = 0; i < kSize; ++i) x[i] = stream(i);
    EXPECT_LT(strongest_frequency(x), most) << "word " << stream.word << " of stage " << stream.stage;
  }
  // The same message under one seed after the other.
  for (std::size_t i = 0; i < kSize; ++i) x[i] = Stream{i, 0, 0, 0}(7);
  EXPECT_LT(strongest_frequency(x), most) << "along seeds";
  // A wave of a hundredth of the noise is found.
  for (std::size_t i = 0; i < kSize; ++i) x[i] += 0.01 * std::sin(static_cast<double>(i) / 3);
  EXPECT_GT(strongest_frequency(x), most);
}

}  // namespace
}  // namespace dlr::engine::testing
