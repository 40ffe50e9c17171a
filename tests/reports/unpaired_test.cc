#include "reports/unpaired.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "dice.h"

namespace dlr::reports {
namespace {

struct Country {
  std::string name;
  double delivered;
  std::uint64_t slowest;  // delays are even up to it
};

SampledRun run(Dice& dice, const std::vector<Country>& countries) {
  SampledRun run;
  for (const auto& [name, delivered, slowest] : countries) {
    Sampled& sample = run.countries[name];
    for (int i = 0; i < 2000; ++i) {
      ++sample.messages;
      const bool is = dice.falls(delivered);
      ++sample.ends[is ? 1 : 3];
      sample.report_delay.add(1 + dice.below(slowest));
    }
    run.all += sample;
  }
  return run;
}

const std::vector<Country> kUsual{{"DE", 0.97, 5000}, {"FR", 0.9, 200}};

TEST(Unpaired, TwoSamplesOfOneThingKeepTheBudget) {
  Dice dice(7);
  std::uint64_t alarms = 0;
  constexpr std::uint64_t kPairs = 400;
  for (std::uint64_t i = 0; i < kPairs; ++i) {
    alarms += compare_unpaired(run(dice, kUsual), run(dice, kUsual), 0.05).differs.empty() ? 0U : 1U;
  }
  EXPECT_FALSE(breaks_promise(alarms, kPairs, 0.05)) << alarms;
}

TEST(Unpaired, NamesTheCountryThatDeliversLess) {
  Dice dice(8);
  const auto found = compare_unpaired(run(dice, kUsual), run(dice, {{"DE", 0.97, 5000}, {"FR", 0.8, 200}}), 1e-5);
  EXPECT_TRUE(std::ranges::any_of(found.differs, [](const Difference& one) {
    return one.country == "FR" && one.what == "delivered" && *one.difference.high < 0;
  }));
  EXPECT_TRUE(std::ranges::none_of(found.differs, [](const Difference& one) { return one.country == "DE"; }));
}

TEST(Unpaired, NamesTheDelayThatGrew) {
  Dice dice(9);
  const auto found = compare_unpaired(run(dice, kUsual), run(dice, {{"DE", 0.97, 6000}, {"FR", 0.9, 200}}), 1e-5);
  EXPECT_TRUE(std::ranges::any_of(found.differs, [](const Difference& one) {
    return one.country == "DE" && one.what == "p95 of report delay" && one.after_ms > one.before_ms;
  }));
  EXPECT_TRUE(std::ranges::none_of(found.differs, [](const Difference& one) { return !one.is_delay; }));
}

TEST(Unpaired, CountriesOfOneRunOnlyAreNamed) {
  Dice dice(10);
  const auto found = compare_unpaired(run(dice, kUsual), run(dice, {{"DE", 0.97, 5000}, {"IT", 0.9, 200}}), 1e-5);
  EXPECT_EQ(found.only_one, (std::vector<std::string>{"FR", "IT"}));
}

}  // namespace
}  // namespace dlr::reports
