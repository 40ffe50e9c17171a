// What a profile and a traffic entry say beyond their shares: mechanism, parts, hours, text, local time, ids.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "sim/scenario/reader.h"

namespace dlr::sim {
namespace {

using namespace std::chrono_literals;

const std::string kPlain = "{delivered: {share: 100%, delay: {constant: 1s}}}";
const std::string kEntry = "campaign: c, messages: 10, arrivals: {burst: {over: 1s}}, countries: [FR]";

ReadOutcome outcome_of(const std::string& profile, const std::string& entry, const std::string& more = "") {
  const auto path = std::filesystem::temp_directory_path() / ("dlr_profile_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path, std::ios::binary) << "version: 1\nname: test\nsummary: A test.\nprofiles:\n  p: " << profile
                                        << "\ncountries: {FR: {profile: p, utc_offset: +02:00}}\ntraffic:\n  - {"
                                        << entry << "}\n"
                                        << more;
  ReadOutcome outcome = read_scenario(path.string());
  std::filesystem::remove(path);
  return outcome;
}

Scenario read_profile(const std::string& profile, const std::string& entry = kEntry, const std::string& more = "") {
  const ReadOutcome outcome = outcome_of(profile, entry, more);
  EXPECT_EQ(diagnostics::render(outcome.problems), "");
  return outcome.scenario.value_or(Scenario{});
}

Mechanism mechanism(const std::string& ladder, const std::string& validity) {
  const Scenario scenario = read_profile(
      "{delivered: {share: 90%}, failed: {share: 10%}, mechanism: {first_attempt: {success: 83%, latency: "
      "{constant: 7s}}, absent: {return: {constant: 1h}, never: 5%, alert: 70%}, ladder: " +
      ladder + ", validity: " + validity + "}}");
  if (scenario.profiles.empty() || !scenario.profiles[0].mechanism) return {};
  EXPECT_FALSE(scenario.profiles[0].outcomes[static_cast<std::size_t>(Outcome::delivered)].delay);
  EXPECT_FALSE(scenario.profiles[0].outcomes[static_cast<std::size_t>(Outcome::failed)].delay);
  return *scenario.profiles[0].mechanism;
}

// In minutes after the first attempt: 5 15 35 75 155 315 635 1275 2555; the next, 3995, lies beyond 48 h.
TEST(Profile, ALadderGrowsToItsCapAndEndsWithTheValidity) {
  const Mechanism doubling = mechanism("{first: 5m, factor: 2, cap: 1d}", "48h");
  EXPECT_EQ(doubling.ladder,
            (std::vector<Duration>{5min, 15min, 35min, 75min, 155min, 315min, 635min, 1275min, 2555min}));
  EXPECT_EQ(doubling.success.ppm, 830'000U);
  EXPECT_EQ(doubling.never.ppm, 50'000U);
  EXPECT_EQ(doubling.alert.ppm, 700'000U);
  EXPECT_EQ(mechanism("{first: 5m, factor: 2, cap: 1d}", "72h").ladder.back(), 3995min);
  EXPECT_EQ(mechanism("{first: 1h, factor: 1.5, cap: 2h}", "6h").ladder,
            (std::vector<Duration>{60min, 150min, 270min}));
}

TEST(Profile, AListIsOfTheWaitsFromAttemptToAttempt) {
  EXPECT_EQ(mechanism("[1m, 1m, 10m]", "1h").ladder, (std::vector<Duration>{1min, 2min, 12min}));
  EXPECT_TRUE(mechanism("[]", "1h").ladder.empty());
}

TEST(Profile, AnAttemptAtTheEndOfTheValidityIsNone) {
  EXPECT_EQ(mechanism("{first: 1h, factor: 1}", "3h").ladder, (std::vector<Duration>{1h, 2h}));
}

TEST(Profile, PartsAddNothingUnlessTheProfileSaysSo) {
  EXPECT_FALSE(read_profile(kPlain).profiles.at(0).per_part);
  const Scenario scenario = read_profile("{delivered: {share: 100%, delay: {constant: 1s}}, per_part: {loss: 1%}}");
  const PerPart& per_part = *scenario.profiles.at(0).per_part;
  EXPECT_EQ(std::get<engine::Constant>(per_part.delay.shape).value, 0ms);
  EXPECT_EQ(per_part.loss.ppm, 10'000U);
  EXPECT_EQ(per_part.reports, PartReports::once);
}

TEST(Profile, HoursMayWrapAndMayTouch) {
  const Scenario scenario = read_profile(
      "{delivered: {share: 100%, delay: {constant: 1s}}, hours: {\"22-07\": {absent: 30%}, \"07-09\": {absent: 5%}}}");
  const auto& hours = scenario.profiles.at(0).hours;
  ASSERT_EQ(hours.size(), 2U);
  EXPECT_EQ(hours[0].from_hour, 7);
  EXPECT_EQ(hours[1].from_hour, 22);
  EXPECT_EQ(hours[1].to_hour, 7);
  EXPECT_EQ(hours[1].absent.ppm, 300'000U);
}

// 160 letters of GSM-7 are one part, 161 two; one letter outside it makes parts of 67.
TEST(TrafficEntry, PartsAreCountedFromTheText) {
  const auto parts = [](const std::string& text) {
    const Scenario scenario = read_profile(kPlain, kEntry + ", text: \"" + text + "\"");
    EXPECT_EQ(scenario.traffic.at(0).parts.at(0).share, kWhole);
    return int{scenario.traffic.at(0).parts.at(0).parts};
  };
  EXPECT_EQ(parts(std::string(160, 'a')), 1);
  EXPECT_EQ(parts(std::string(161, 'a')), 2);
  EXPECT_EQ(parts("\u65e5" + std::string(70, 'a')), 2);
  EXPECT_EQ(
      read_profile(kPlain, kEntry + ", channel: mms, text: " + std::string(900, 'a')).traffic.at(0).parts.at(0).parts,
      1)
      << "a MMS has no parts";
}

TEST(TrafficEntry, LocalTimeMayBeginAtTheScenariosStart) {
  EXPECT_TRUE(read_profile(kPlain, kEntry + ", local_time: true, starts: 2h").traffic.at(0).local_time);
  EXPECT_FALSE(outcome_of(kPlain, kEntry + ", local_time: true, starts: 1h59m").scenario);
}

TEST(Settings, IdsAreOfTheFormThatIsAskedFor) {
  const auto ids = [](const std::string& written) {
    return read_profile(kPlain, kEntry, "tracker: {ids: " + written + "}\n").tracker.ids;
  };
  EXPECT_EQ(read_profile(kPlain).tracker.ids.form, IdForm::minted);
  EXPECT_EQ(ids("minted").form, IdForm::minted);
  EXPECT_EQ(ids("{foreign: uuid}").length, 36);
  EXPECT_EQ(ids("{foreign: digits}").length, 20);
  EXPECT_EQ(ids("{foreign: {length: 1}}").length, 1) << "sixteen messages can be told apart";
  EXPECT_EQ(ids("{foreign: {length: 1}}").form, IdForm::text);
}

TEST(Settings, BodiesAreOfTheThirdFormUnlessSaidOtherwise) {
  const auto v2 = [](const std::string& body) {
    return read_profile(kPlain, kEntry, "provider: {body: " + body + "}\n").provider.body_v2;
  };
  EXPECT_EQ(read_profile(kPlain).provider.body_v2, Share{});
  EXPECT_EQ(v2("v3"), Share{});
  EXPECT_EQ(v2("v2"), kWhole);
  EXPECT_EQ(v2("{v3: 90%, v2: 10%}").ppm, 100'000U);
}

TEST(Parameters, OnesThatAnIncludedFileOffersMayBeLeftUnused) {
  const Scenario scenario = *read_scenario(std::string(DLR_SOURCE_DIR) + "/tests/data/valid/everything.yaml").scenario;
  using Parameters = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(scenario.parameters, (Parameters{{"unused", "1s"}, {"rejected", "10%"}}));
}

}  // namespace
}  // namespace dlr::sim
