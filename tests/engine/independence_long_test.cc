// The streams as they are used, block by block and word by word: nothing of one message, purpose or seed can be told
// from another. Which they are says sim/world/purpose.h, by which the simulator draws too. Each bound is missed once in
// a million by streams that are right; the seeds are fixed.
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <complex>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/engine/random.h"
#include "sim/world/purpose.h"

namespace dlr::engine::testing {
namespace {

namespace purpose = sim::purpose;

constexpr std::uint64_t kStreamSeed = 20'261'127;
constexpr std::uint32_t kMessages = 10'000'000;
constexpr double kMostSigmas = 4.9;  // of a normal, both sides: once in a million

// One word of one block of each message.
struct Stream {
  std::uint64_t seed = kStreamSeed;
  std::uint32_t stage = purpose::kJourney;
  std::uint32_t word = purpose::route;
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

TEST(Independence, MessagesAndSeedsFurtherAwayAreUncorrelated) {
  const Stream base;
  const std::pair<const char*, Stream> others[] = {
      {"the message after the next", {kStreamSeed, purpose::kJourney, purpose::route, 2}},
      {"a message beyond 32 bits", {kStreamSeed, purpose::kJourney, purpose::route, std::uint64_t{1} << 32}},
      {"the next seed's next message", {kStreamSeed + 1, purpose::kJourney, purpose::route, 1}},
      {"the seed before", {kStreamSeed - 1, purpose::kJourney, purpose::route, 0}},
      {"a seed that differs in its upper half",
       {kStreamSeed + (std::uint64_t{1} << 32), purpose::kJourney, purpose::route, 0}},
  };
  for (const auto& [name, other] : others)
    EXPECT_LT(std::fabs(correlation_in_sigmas(base, other)), kMostSigmas) << name;
}

TEST(Independence, SeesAStreamThatFollowsAnother) {
  EXPECT_GT(std::fabs(correlation_in_sigmas(Stream{}, Stream{})), kMostSigmas);
}

// Words as they are read: one of every purpose, of purposes that have a block per fault, try, report or part, several.
struct Used {
  std::uint32_t block, word;
};
constexpr Used kUsed[] = {
    {purpose::kJourney, purpose::route},
    {purpose::kJourney, purpose::outcome},
    {purpose::kJourney, purpose::delay},
    {purpose::kJourney, purpose::answer},
    {purpose::kDetails, purpose::parts},
    {purpose::kDetails, purpose::status},
    {purpose::kDetails, purpose::error},
    {purpose::kDetails, purpose::report_lag},
    {purpose::kRejection, purpose::in_response},
    {purpose::kRejection, purpose::callback_delay},
    {purpose::kArrival, 0},
    {purpose::kAttempt, purpose::at_once},
    {purpose::kAttempt, purpose::latency},
    {purpose::kAttempt, purpose::absent_return},
    {purpose::kAttempt, purpose::never},
    {purpose::kSecondAttempt, purpose::alert},
    {purpose::kSecondAttempt, purpose::second_latency},
    {purpose::kSecondAttempt, purpose::off_by_the_hour},
    {purpose::kOnTheWay, purpose::falls_back},
    {purpose::kOnTheWay, purpose::at_operator},
    {purpose::kOnTheWay, purpose::older_body},
    {purpose::part_block(2), purpose::part_delay},
    {purpose::part_block(2), purpose::part_lost},
    {purpose::part_block(3), purpose::part_delay},
    {purpose::id_block(0), 0},
    {purpose::answer_block(2), 0},
    {purpose::answer_block(3), 0},
    {purpose::provider_fault_block(0, 1), purpose::strikes},
    {purpose::provider_fault_block(0, 1), purpose::accepted},
    {purpose::provider_fault_block(0, 2), purpose::strikes},
    {purpose::provider_fault_block(1, 1), purpose::strikes},
    {purpose::report_fault_block(0, 0, 0), purpose::struck},
    {purpose::report_fault_block(0, 0, 0), purpose::amount},
    {purpose::report_fault_block(0, 0, 1), purpose::amount},
    {purpose::report_fault_block(0, 1, 0), purpose::struck},
    {purpose::report_fault_block(1, 0, 0), purpose::struck},
    {purpose::callback_fault_block(0), purpose::struck},
    {purpose::stray_block(0), 0},
};
constexpr std::size_t kWords = std::size(kUsed);
using Values = std::array<double, kWords>;

Values used_words(std::uint64_t seed, std::uint64_t message) {
  Values values{};
  std::array<std::uint32_t, 4> words{};
  for (std::size_t i = 0; i < kWords; ++i) {
    if (i == 0 || kUsed[i].block != kUsed[i - 1].block) words = draw_block(seed, message, kUsed[i].block);
    values[i] = (words[kUsed[i].word] + 0.5) / 4294967296.0 - 0.5;
  }
  return values;
}

// Sums of the products of each word with each of another message, or of another seed.
struct Products {
  std::array<Values, kWords> sums{};
  void add(const Values& one, const Values& other) {
    for (std::size_t i = 0; i < kWords; ++i) {
      for (std::size_t k = 0; k < kWords; ++k) sums[i][k] += one[i] * other[k];
    }
  }
};

TEST(Independence, EveryPurposeIsUncorrelatedWithEveryOtherOfMessagesLanesAndSeeds) {
  constexpr std::uint32_t kN = 4'000'000, kLane = 16'384;
  const char* const names[] = {"of the same message", "of the next message", "at the same place of the next lane",
                               "of the same message under the next seed"};
  const auto products = std::make_unique<std::array<Products, std::size(names)>>();
  std::vector<Values> lane(kLane);  // the last messages, as many as a lane has
  for (std::uint32_t i = 0; i < kN + kLane; ++i) {
    const Values here = used_words(kStreamSeed, i);
    if (i >= kLane) {
      (*products)[0].add(here, here);
      (*products)[1].add(lane[(i - 1) % kLane], here);
      (*products)[2].add(lane[i % kLane], here);
      (*products)[3].add(here, used_words(kStreamSeed + 1, i));
    }
    lane[i % kLane] = here;
  }
  // All together are seen to differ once in a million.
  const double looked_at = kWords * (kWords - 1) / 2.0 + 3.0 * kWords * kWords;
  const double most = -quantile(boost::math::normal(), 1e-6 / looked_at / 2);
  for (std::size_t of = 0; of < std::size(names); ++of) {
    for (std::size_t i = 0; i < kWords; ++i) {
      for (std::size_t k = 0; k < kWords; ++k) {
        const double sigmas = std::fabs((*products)[of].sums[i][k]) * 12 / std::sqrt(double{kN});
        if (of == 0 && k == i) {
          EXPECT_GT(sigmas, most) << "a word with itself";
        } else {
          EXPECT_LT(sigmas, most) << "word " << kUsed[i].word << " of block " << kUsed[i].block << " and word "
                                  << kUsed[k].word << " of block " << kUsed[k].block << ' ' << names[of];
        }
      }
    }
  }
}

// Runs of words on one side of the middle: of n words, 1 + a binomial of n - 1.
TEST(Independence, RunsAreAsLongAsOfACoin) {
  for (const std::uint32_t word : {purpose::route, purpose::outcome, purpose::delay, purpose::answer}) {
    const Stream stream{kStreamSeed, purpose::kJourney, word, 0};
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
      const std::uint32_t here = draw_block(seed, i, purpose::kJourney)[purpose::delay],
                          there = draw_block(seed + 1, i, purpose::kJourney)[purpose::delay];
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
       {Stream{}, Stream{kStreamSeed, purpose::kJourney, purpose::outcome, 0},
        Stream{kStreamSeed, purpose::kArrival, 0, 0}, Stream{kStreamSeed, purpose::kAttempt, purpose::absent_return, 0},
        Stream{kStreamSeed, purpose::report_fault_block(0, 0, 0), purpose::struck, 0},
        Stream{kStreamSeed + 1, purpose::kJourney, purpose::delay, 0}}) {
    for (std::size_t i = 0; i < kSize; ++i) x[i] = stream(i);
    EXPECT_LT(strongest_frequency(x), most) << "word " << stream.word << " of stage " << stream.stage;
  }
  // The same message under one seed after the other.
  for (std::size_t i = 0; i < kSize; ++i) x[i] = Stream{i, purpose::kJourney, purpose::delay, 0}(7);
  EXPECT_LT(strongest_frequency(x), most) << "along seeds";
  // A wave of a hundredth of the noise is found.
  for (std::size_t i = 0; i < kSize; ++i) x[i] += 0.01 * std::sin(static_cast<double>(i) / 3);
  EXPECT_GT(strongest_frequency(x), most);
}

}  // namespace
}  // namespace dlr::engine::testing
