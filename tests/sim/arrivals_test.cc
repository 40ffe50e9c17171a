// When messages are sent: even arrivals to the millisecond, random ones over the whole of their time, in any cut.
#include "sim/world/arrivals.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/world/world.h"
#include "tests/sim/scenario_text.h"

namespace dlr::sim {
namespace {

using Times = std::vector<LaneTime>;

Scenario scenario_of(const std::string& entry) {
  return scenario_from(R"(
seed: 7
profiles: {p: {unreported: {share: 100%}}}
countries: {FR: {profile: p}}
traffic: [{campaign: c, channel: sms, countries: [FR], )" +
                       entry + "}]\n");
}

Times send_times(const Scenario& scenario, std::uint64_t first, std::uint32_t count) {
  const World world(scenario);
  Times times;
  append_send_times(world, {0, first, count}, times);
  return times;
}

std::int64_t last(const std::string& entry) { return arrivals_last(scenario_of(entry).traffic[0]).count(); }

double between(const Times& times, LaneTime from, LaneTime to) {
  return static_cast<double>(std::lower_bound(times.begin(), times.end(), to) -
                             std::lower_bound(times.begin(), times.end(), from));
}

TEST(Arrivals, ConstantOnesKeepTheirDistance) {
  const Scenario quarter = scenario_of("messages: 10, arrivals: {constant: {rate: 4/s}}");
  EXPECT_EQ(send_times(quarter, 0, 10), (Times{0, 250, 500, 750, 1000, 1250, 1500, 1750, 2000, 2250}));
  const Scenario third = scenario_of("messages: 5, starts: 10s, arrivals: {constant: {rate: 3/s}}");
  EXPECT_EQ(send_times(third, 0, 5), (Times{10'000, 10'333, 10'666, 11'000, 11'333}));
  const Scenario slow = scenario_of("messages: 3, arrivals: {constant: {rate: 2/m}}");
  EXPECT_EQ(send_times(slow, 0, 3), (Times{0, 30'000, 60'000}));
}

TEST(Arrivals, ABurstIsSpreadEvenly) {
  const Scenario scenario = scenario_of("messages: 4, starts: 1m, arrivals: {burst: {over: 1s}}");
  EXPECT_EQ(send_times(scenario, 0, 4), (Times{60'000, 60'250, 60'500, 60'750}));
  EXPECT_EQ(send_times(scenario_of("messages: 3, arrivals: {burst: {over: 1s}}"), 0, 3), (Times{0, 333, 666}));
}

TEST(Arrivals, OfEvenOnesASliceIsAContiguousStretch) {
  const Scenario constant = scenario_of("messages: 10, arrivals: {constant: {rate: 4/s}}");
  EXPECT_EQ(send_times(constant, 4, 3), (Times{1000, 1250, 1500}));
  const Scenario burst = scenario_of("messages: 10, arrivals: {burst: {over: 1s}}");
  EXPECT_EQ(send_times(burst, 7, 3), (Times{700, 800, 900}));
}

TEST(Arrivals, TheLastMessagesOfTheLargestRunAreInTime) {
  const Scenario burst = scenario_of("messages: 100_000_000_000, arrivals: {burst: {over: 4d}}");
  EXPECT_EQ(send_times(burst, 99'999'999'999, 1), Times{345'599'999});
  EXPECT_EQ(send_times(burst, 50'000'000'000, 1), Times{172'800'000});
  EXPECT_EQ(send_times(burst, 75'000'000'000, 1), Times{259'200'000});
  const Scenario constant = scenario_of("messages: 100_000_000_000, arrivals: {constant: {rate: 1_000_000/s}}");
  EXPECT_EQ(send_times(constant, 99'999'999'999, 1), Times{99'999'999});
  EXPECT_EQ(last("messages: 100_000_000_000, arrivals: {constant: {rate: 1_000_000/s}}"), 100'000'000);
  for (const char* arrivals : {"{poisson: {rate: 1_000_000/s}}", "{curve: [{for: 1d3h46m40s, rate: 1_000_000/s}]}"}) {
    const Scenario random = scenario_of(std::string("messages: 100_000_000_000, arrivals: ") + arrivals);
    const Times times = send_times(random, 99'999'983'616, 16'384);
    EXPECT_EQ(times.size(), 16'384);
    EXPECT_TRUE(std::is_sorted(times.begin(), times.end()));
    EXPECT_LT(times.front(), 1'000'000);
    EXPECT_GT(times.back(), 99'000'000);
    EXPECT_LT(times.back(), 100'000'000);
  }
}

TEST(Arrivals, PoissonOnesAreUniformOverTheirTime) {
  const Scenario scenario = scenario_of("messages: 100_000, starts: 1h, arrivals: {poisson: {rate: 1_000/s}}");
  const Times times = send_times(scenario, 0, 100'000);
  ASSERT_EQ(times.size(), 100'000);
  EXPECT_TRUE(std::is_sorted(times.begin(), times.end()));
  EXPECT_GE(times.front(), 3'600'000);
  EXPECT_LT(times.front(), 3'600'020);
  EXPECT_GT(times.back(), 3'699'980);
  EXPECT_LT(times.back(), 3'700'000);
  for (LaneTime tenth = 0; tenth < 10; ++tenth) {  // 10 000 each; five standard deviations are 474
    EXPECT_NEAR(between(times, 3'600'000 + tenth * 10'000, 3'610'000 + tenth * 10'000), 10'000, 474) << tenth;
  }
  EXPECT_NE(std::adjacent_find(times.begin(), times.end()), times.end()) << "at random, some coincide";
}

TEST(Arrivals, ACurveHasItsPiecesByWeight) {
  // 1000 : 0 : 8000, whatever the number of messages.
  const Scenario scenario = scenario_of(
      "messages: 90_000, arrivals: {curve: [{for: 10s, rate: 100/s}, {for: 5s, rate: 0/s}, "
      "{for: 20s, rate: 24_000/m}]}");
  const Times times = send_times(scenario, 0, 90'000);
  ASSERT_EQ(times.size(), 90'000);
  EXPECT_TRUE(std::is_sorted(times.begin(), times.end()));
  EXPECT_NEAR(between(times, 0, 10'000), 10'000, 472);
  EXPECT_NEAR(between(times, 0, 5'000), 5'000, 344);
  EXPECT_EQ(between(times, 10'000, 15'000), 0);
  EXPECT_NEAR(between(times, 15'000, 25'000), 40'000, 746);
  EXPECT_EQ(between(times, 15'000, 35'000), 90'000 - between(times, 0, 10'000));
  EXPECT_LT(times.front(), 10);
  EXPECT_GT(times.back(), 34'990);
}

TEST(Arrivals, OfRandomOnesEverySliceSeesTheWholeTime) {
  for (const char* arrivals : {"{poisson: {rate: 100/s}}", "{curve: [{for: 100s, rate: 1/s}]}"}) {
    const Scenario scenario = scenario_of(std::string("messages: 10_000, arrivals: ") + arrivals);
    for (const std::uint64_t first : {0U, 2'500U, 7'500U}) {
      const Times times = send_times(scenario, first, 2'500);
      EXPECT_LT(times.front(), 1'000) << arrivals << ", slice from " << first;
      EXPECT_GT(times.back(), 99'000) << arrivals << ", slice from " << first;
    }
  }
}

TEST(Arrivals, TheSameInstantsInAnyCut) {
  for (const char* arrivals : {"{constant: {rate: 7/s}}", "{burst: {over: 13s}}", "{poisson: {rate: 7/s}}",
                               "{curve: [{for: 3s, rate: 1/s}, {for: 9s, rate: 5/s}]}"}) {
    const Scenario scenario = scenario_of(std::string("messages: 1_000, arrivals: ") + arrivals);
    Times merged;
    for (const auto& [first, count] : {std::pair{0U, 333U}, {333U, 7U}, {340U, 660U}}) {
      const Times times = send_times(scenario, first, count);
      EXPECT_EQ(times.size(), count);
      merged.insert(merged.end(), times.begin(), times.end());
    }
    std::sort(merged.begin(), merged.end());
    EXPECT_EQ(merged, send_times(scenario, 0, 1'000)) << arrivals;
  }
}

TEST(Arrivals, ASliceIsAppendedToWhatIsThere) {
  const Scenario scenario = scenario_of("messages: 100, arrivals: {poisson: {rate: 100/s}}");
  const World world(scenario);
  Times times{4'000'000'000, 17};
  append_send_times(world, {0, 0, 100}, times);
  ASSERT_EQ(times.size(), 102);
  EXPECT_EQ(times[0], 4'000'000'000);
  EXPECT_EQ(times[1], 17);
  EXPECT_EQ(Times(times.begin() + 2, times.end()), send_times(scenario, 0, 100));
}

TEST(Arrivals, LastAsLongAsTheEntrySays) {
  EXPECT_EQ(last("messages: 10, starts: 1h, arrivals: {constant: {rate: 4/s}}"), 2'500);
  EXPECT_EQ(last("messages: 90, arrivals: {poisson: {rate: 30/m}}"), 180'000);
  EXPECT_EQ(last("messages: 10, starts: 1h, arrivals: {burst: {over: 3s}}"), 3'000);
  EXPECT_EQ(last("messages: 10, arrivals: {curve: [{for: 10s, rate: 100/s}, {for: 20s, rate: 400/s}]}"), 30'000);
}

}  // namespace
}  // namespace dlr::sim
