#include "reports/power.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "dice.h"
#include "reports/decimal.h"
#include "reports/replications.h"
#include "samples.h"

namespace dlr::reports {
namespace {

using samples::expectation;
constexpr double kError = 1e-5 / 20;  // a run of twenty checks, at the default budget
constexpr std::uint64_t kMessages = 2000;
constexpr int kRuns = 1000;

// Of how many runs `is_found` is true; between 85 % and 95 % is what 90 % may look like.
template <class IsFound>
void expect_about_nine_in_ten(IsFound&& is_found) {
  int found = 0;
  for (int run = 0; run < kRuns; ++run) found += is_found() ? 1 : 0;
  EXPECT_GE(found, kRuns * 85 / 100);
  EXPECT_LE(found, kRuns * 95 / 100);
}

Verdict verdict_on(const Sample& sample, const Expectation& expected) {
  return judge(expected, Chance::messages, std::vector{sample}, Replications{1, 1}, kError).verdict;
}

TEST(Power, TheDropOfARatioIsFoundNineTimesInTen) {
  Dice dice(3);
  const Expectation most = expectation("x", RatioMetric{}, 0.965, std::nullopt, "");
  const auto verdict_at = [&](double share) {
    Sample sample;
    sample.part = dice.successes(kMessages, share);
    sample.whole = kMessages;
    return verdict_on(sample, most);
  };
  const double below = reach(0.965, kMessages, kError).below.value();
  expect_about_nine_in_ten([&] { return verdict_at(below) == Verdict::fail; });
  const double above = reach(0.965, kMessages, kError).above.value();
  expect_about_nine_in_ten([&] { return verdict_at(above) == Verdict::pass; });
}

TEST(Power, TheSlipOfAPercentileIsFoundNineTimesInTen) {
  Dice dice(4);
  // 95 % within 250 ms: in buckets of one millisecond, so that only the ranks count.
  const Expectation fast = expectation("x", DelayMetric{Delay::report, 95}, std::nullopt, 250, "");
  const auto verdict_at = [&](double within) {
    Sample sample;
    for (std::uint64_t i = 0; i < kMessages; ++i) {
      sample.delays.add(dice.falls(within) ? 1 + dice.below(250) : 251 + dice.below(4));
    }
    return verdict_on(sample, fast);
  };
  const double below = reach(0.95, kMessages, kError).below.value();
  expect_about_nine_in_ten([&] { return verdict_at(below) == Verdict::fail; });
  const double above = reach(0.95, kMessages, kError).above.value();
  expect_about_nine_in_ten([&] { return verdict_at(above) == Verdict::pass; });
}

TEST(Power, TheShiftOfAMeanIsFoundNineTimesInTen) {
  Dice dice(5);
  constexpr std::uint32_t kReplications = 12;
  const Expectation fast = expectation("x", DelayMetric{Delay::report, std::nullopt}, std::nullopt, 1000, "");
  const double deviations = deviations_found(kReplications, kError).value();
  expect_about_nine_in_ten([&] {
    std::vector<Sample> samples(kReplications);
    for (Sample& sample : samples) sample.value = 1000 + 50 * (deviations + dice.normal());
    return judge(fast, Chance::replications, samples, Replications{kReplications, kReplications}, kError).verdict ==
           Verdict::fail;
  });
}

TEST(Power, GrowsWithTheMessages) {
  double before = 1;
  for (std::uint64_t messages = 100; messages <= 100'000'000; messages *= 10) {
    const double drop = 0.95 - reach(0.95, messages, kError).below.value();
    EXPECT_LT(drop, before);
    before = drop;
  }
  EXPECT_NEAR(before, (5.0263 + 1.2816) * std::sqrt(0.95 * 0.05 / 1e8), 2e-7);  // as good as normal by then
}

TEST(Power, FewMessagesFindNothing) {
  EXPECT_EQ(reach(0.5, 10, 1e-5).below, std::nullopt);
  EXPECT_EQ(reach(0.5, 10, 1e-5).above, std::nullopt);
  EXPECT_EQ(deviations_found(1, 1e-5), std::nullopt);
  EXPECT_EQ(deviations_found(2, 1e-9), std::nullopt);
  EXPECT_GT(deviations_found(6, 1e-9), deviations_found(12, 1e-9));
  EXPECT_EQ(reach(1, 0, 1e-5).below, std::nullopt);
}

// The number in "1 000 messages do not tell, about 4 800 would"; nothing where the sentence does not promise it.
std::optional<std::uint64_t> promised(const Judgement& judgement) {
  const std::string& reason = judgement.reason;
  const std::size_t at = reason.find("about ");
  if (judgement.verdict != Verdict::not_sure || at == std::string::npos) return std::nullopt;
  if (reason.find("or more") != std::string::npos) return std::nullopt;
  std::string number = reason.substr(at + 6);
  std::erase(number, ' ');  // between the thousands
  const std::uint64_t promised = std::stoull(number);
  const auto count = static_cast<std::uint32_t>(promised);
  if (judgement.chance == Chance::replications) {
    EXPECT_EQ(judgement.would_tell, (Replications{count, count}));
  }
  return promised;
}

// Whoever follows the advice of an undecided run is told nine times in ten, although what the advice was made of was as
// much luck as what comes of it.
template <class Draw>
void expect_advice_is_enough(const Expectation& expected, Chance chance, std::uint64_t first, Draw&& draw) {
  int asked = 0, told = 0;
  const auto judged = [&](std::uint64_t count) {
    const std::vector<Sample> samples = draw(count);
    const auto replications = static_cast<std::uint32_t>(samples.size());
    return judge(expected, chance, samples, Replications{replications, replications}, kError);
  };
  for (int run = 0; run < 400; ++run) {
    const std::optional<std::uint64_t> more = promised(judged(first));
    if (!more) continue;
    ++asked;
    told += judged(*more).verdict != Verdict::not_sure ? 1 : 0;
  }
  EXPECT_GE(asked, 100);
  EXPECT_GE(told, asked * 86 / 100) << told << " of " << asked;
}

TEST(Power, AnUndecidedShareIsToldHowManyMessagesAreEnough) {
  for (const double truth : {0.92, 0.93, 0.87}) {
    Dice dice(7);
    const Expectation most = expectation("x", RatioMetric{}, 0.9, std::nullopt, "");
    expect_advice_is_enough(most, Chance::messages, 1000, [&](std::uint64_t messages) {
      Sample sample;
      sample.part = dice.successes(messages, truth);
      sample.whole = messages;
      sample.value = static_cast<double>(sample.part) / static_cast<double>(messages);
      return std::vector{sample};
    });
  }
}

TEST(Power, AnUndecidedPercentileIsToldHowManyMessagesAreEnough) {
  for (const double within : {0.92, 0.88}) {
    Dice dice(8);
    const Expectation fast = expectation("x", DelayMetric{Delay::report, 90}, std::nullopt, 120, "");
    expect_advice_is_enough(fast, Chance::messages, 2000, [&](std::uint64_t messages) {
      Sample sample;
      for (std::uint64_t i = 0; i < messages; ++i) {
        sample.delays.add(dice.falls(within) ? 20 + dice.below(101) : 121 + dice.below(90));
      }
      sample.value = static_cast<double>(*sample.delays.percentile(90));
      sample.whole = messages;
      return std::vector{sample};
    });
  }
}

// However few those are that the advice is made of, and although they may lie nearer to each other than others will.
TEST(Power, AnUndecidedMeanIsToldHowManyReplicationsAreEnough) {
  const Expectation few = expectation("x", DelayMetric{Delay::report, std::nullopt}, std::nullopt, 1000, "");
  for (const std::uint64_t first : {3U, 5U, 12U}) {
    Dice dice(9);
    SCOPED_TRACE(first);
    expect_advice_is_enough(few, Chance::replications, first, [&](std::uint64_t replications) {
      std::vector<Sample> samples(replications);
      for (Sample& sample : samples) {
        sample.value = rounded(700 + 150 * dice.normal(), 3);
        sample.whole = 1000;
      }
      return samples;
    });
  }
}

TEST(Power, AnUndecidedPeakIsToldHowManyReplicationsAreEnough) {
  const Expectation low = expectation("x", PeakInFlightMetric{}, std::nullopt, 120, "");
  for (const std::uint64_t first : {3U, 5U}) {
    Dice dice(10);
    SCOPED_TRACE(first);
    expect_advice_is_enough(low, Chance::replications, first, [&](std::uint64_t replications) {
      std::vector<Sample> samples(replications);
      for (Sample& sample : samples) sample.value = std::round(100 + 8 * dice.normal());
      return samples;
    });
  }
}

TEST(Power, AdviceAndPlanAgree) {
  for (const std::uint64_t part : {870U, 885U, 915U, 930U}) {
    const std::uint64_t messages = messages_to_tell(0.9, part, 1000, kError, true).value();
    const Reach planned = reach(0.9, messages, kError);
    const double share = static_cast<double>(part) / 1000;
    EXPECT_NEAR(part > 900 ? *planned.above : *planned.below, share, 0.003);
  }
}

}  // namespace
}  // namespace dlr::reports
