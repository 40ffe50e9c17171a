#include "sim/scenario/reader.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace dlr::sim {
namespace {

using namespace std::chrono_literals;

// A folder of files that goes when the test ends.
class Files {
 public:
  Files() {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() / fmt_name(info->name());
    std::filesystem::create_directories(folder_);
  }
  ~Files() { std::filesystem::remove_all(folder_); }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  std::string write(const std::string& name, const std::string& text) const {
    const auto path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

 private:
  static std::string fmt_name(const std::string& test) { return "dlr_" + test + "_" + std::to_string(::getpid()); }
  std::filesystem::path folder_;
};

constexpr const char* kHead = "version: 1\nname: test\nsummary: A test.\n";
constexpr const char* kProfiles = "profiles: {p: {delivered: {share: 100%, delay: {constant: 1s}}}}\n";
constexpr const char* kCountries = "countries: {FR: {profile: p}, \"NO\": {profile: p}, BD: {profile: p}}\n";
constexpr const char* kTraffic =
    "traffic: [{campaign: c, messages: 1_000, arrivals: {constant: {rate: 30/m}}, countries: [FR, NO, BD]}]\n";

std::string whole(const std::string& more = "") {
  return std::string(kHead) + kProfiles + kCountries + kTraffic + more;
}

// The scenario in a text; a test that gives a broken one fails with what is wrong.
Scenario read(const std::string& text, const ReadOptions& options = {}) {
  const Files files;
  const ReadOutcome outcome = read_scenario(files.write("test.yaml", text), options);
  EXPECT_EQ(diagnostics::render(outcome.problems), "");
  return outcome.scenario.value_or(Scenario{});
}

Distribution delay(const std::string& text) {
  const Scenario scenario = read(std::string(kHead) + "profiles: {p: {delivered: {share: 100%, delay: " + text +
                                 "}}}\n" + kCountries + kTraffic);
  if (scenario.profiles.empty()) return {};
  return *scenario.profiles[0].outcomes[static_cast<std::size_t>(Outcome::delivered)].delay;
}

TEST(Reader, FillsInEveryDefault) {
  const Scenario scenario = read(whole());
  EXPECT_EQ(scenario.seed, 1U);
  EXPECT_TRUE(scenario.seed_is_files_own);
  EXPECT_EQ(format_instant(scenario.start), "2026-01-01T00:00:00Z");
  EXPECT_EQ(scenario.waiting_period, 96h);
  EXPECT_EQ(scenario.provider.callback.batch, 100U);
  EXPECT_EQ(scenario.provider.callback.every, 500ms);
  EXPECT_EQ(std::get<engine::Lognormal>(scenario.provider.answer.shape).median, 80ms);
  EXPECT_EQ(scenario.tracker.send.tries, 3U);
  EXPECT_FALSE(scenario.tracker.max_in_flight);
  EXPECT_EQ(scenario.tracker.event_type, "campaign");
  EXPECT_EQ(scenario.traffic[0].channel, Channel::sms);
  EXPECT_EQ(scenario.traffic[0].name, "c");
  EXPECT_EQ(scenario.traffic[0].parts[0].parts, 1);
  EXPECT_EQ(scenario.traffic[0].parts[0].share, kWhole);
  EXPECT_FALSE(scenario.lanes);
}

// The waits in minutes are 1 2 5 10 17 26 ... 362; the last retry comes 41 h 30 min after the first try.
TEST(Reader, RetriesAreTheProvidersTwentyByDefault) {
  const std::vector<Duration> retry = read(whole()).provider.callback.retry;
  ASSERT_EQ(retry.size(), 20U);
  EXPECT_EQ(retry[0], 1min);
  EXPECT_EQ(retry[3], 10min);
  EXPECT_EQ(retry[19], 362min);
  Duration sum{};
  for (const Duration wait : retry) sum += wait;
  EXPECT_EQ(sum, 41h + 30min);
  EXPECT_TRUE(read(whole("provider: {callback: {retry: none}}\n")).provider.callback.retry.empty());
  EXPECT_EQ(read(whole("provider: {callback: {retry: [1m, 2s]}}\n")).provider.callback.retry,
            (std::vector<Duration>{1min, 2s}));
}

TEST(Reader, NorwayIsACountryAndNoBoolean) {
  const Scenario scenario = read(whole());
  ASSERT_EQ(scenario.countries.size(), 3U);
  EXPECT_EQ(scenario.countries[1].country.text(), "NO");
}

TEST(Reader, SilenceIsTheTablesWordUnlessTheFileSaysOtherwise) {
  const Scenario built_in = read(whole());
  EXPECT_TRUE(built_in.countries[0].reports[0]);
  EXPECT_FALSE(built_in.countries[2].reports[0]);
  EXPECT_TRUE(built_in.countries[2].reports[1]) << "the list is about SMS";

  const Scenario replaced = read(whole("tracker: {country_table: {no_report: [FR]}}\n"));
  EXPECT_FALSE(replaced.countries[0].reports[0]);
  EXPECT_TRUE(replaced.countries[2].reports[0]);

  const Scenario said = read(std::string(kHead) + kProfiles +
                             "countries: {FR: {profile: p, reports: none}, BD: {profile: p, reports: {sms: full}}, "
                             "\"NO\": {profile: p}}\n" +
                             kTraffic);
  EXPECT_FALSE(said.countries[0].reports[0]);
  EXPECT_FALSE(said.countries[0].reports[1]);
  EXPECT_TRUE(said.countries[1].reports[0]);
}

TEST(Reader, ACountryWithoutOperatorsHasOneCalledAny) {
  const Scenario scenario = read(whole());
  ASSERT_EQ(scenario.countries[0].operators.size(), 1U);
  EXPECT_EQ(scenario.countries[0].operators[0].name, "any");
  EXPECT_EQ(scenario.countries[0].operators[0].share, kWhole);
}

TEST(Reader, EvenSharesAddUpToTheWholeExactly) {
  std::uint32_t sum = 0;
  const Scenario scenario = read(whole());
  for (const CountryShare& share : scenario.traffic[0].countries) sum += share.share.ppm;
  EXPECT_EQ(sum, kWhole.ppm);
  EXPECT_EQ(scenario.traffic[0].countries[0].share.ppm, 333'334U);
  EXPECT_EQ(scenario.traffic[0].countries[2].share.ppm, 333'333U);
}

TEST(Reader, OutcomesGetTheirUsualStatusErrorAndDelay) {
  const Scenario scenario =
      read(std::string(kHead) +
           "profiles: {p: {rejected: {share: 10%, in_response: 30%}, delivered: {share: 60%, delay: {constant: 1s}}, "
           "failed: {share: 10%, delay: {constant: 1s}}, handed_over: {share: 10%, delay: {constant: 1s}}, "
           "unreported: {share: 10%}}}\n" +
           kCountries + kTraffic);
  const Profile& profile = scenario.profiles.at(0);
  const char* statuses[] = {"REJECTED_NETWORK", "DELIVERED_TO_HANDSET", "UNDELIVERABLE_NOT_DELIVERED",
                            "DELIVERED_TO_OPERATOR"};
  const char* errors[] = {"NO_ERROR", "NO_ERROR", "EC_ABSENT_SUBSCRIBER", "NO_ERROR"};
  for (std::size_t i = 0; i < 4; ++i) {
    ASSERT_EQ(profile.outcomes[i].statuses.size(), 1U) << i;
    EXPECT_EQ(profile.outcomes[i].statuses[0].status->name, statuses[i]);
    EXPECT_EQ(profile.outcomes[i].errors.at(0).error->name, errors[i]);
  }
  EXPECT_TRUE(profile.outcomes[4].statuses.empty());
  EXPECT_FALSE(profile.outcomes[4].delay);
  EXPECT_EQ(std::get<engine::Uniform>(profile.outcomes[0].delay->shape).min, 20ms);
  EXPECT_EQ(profile.rejected_in_response.ppm, 300'000U);
}

TEST(Reader, EveryShapeOfADelayIsRead) {
  EXPECT_EQ(std::get<engine::Constant>(delay("{constant: 1h30m}").shape).value, 90min);
  EXPECT_EQ(std::get<engine::Uniform>(delay("{uniform: {min: 1s, max: 2s}}").shape).max, 2s);
  EXPECT_EQ(std::get<engine::Exponential>(delay("{exponential: {mean: 3s}}").shape).mean, 3s);
  const auto by_quantile = std::get<engine::Lognormal>(delay("{lognormal: {median: 6s, p95: 3m}}").shape);
  EXPECT_EQ(by_quantile.value, 3min);
  EXPECT_DOUBLE_EQ(by_quantile.probability, 0.95);
  EXPECT_EQ(std::get<engine::Lognormal>(delay("{lognormal: {median: 6s, sigma: 1.5}}").shape).sigma, 1.5);
  EXPECT_EQ(std::get<engine::Weibull>(delay("{weibull: {shape: 0.5, scale: 1h}}").shape).shape, 0.5);
  EXPECT_EQ(std::get<engine::Gamma>(delay("{gamma: {shape: 2, scale: 1h}}").shape).scale, 1h);
  const auto quantiles =
      std::get<engine::Empirical>(delay("{empirical: {p100: 3s, p0: 1s, p99.9: 2s}}").shape).quantiles;
  ASSERT_EQ(quantiles.size(), 3U);
  EXPECT_DOUBLE_EQ(quantiles[1].first, 0.999);
  const auto parts =
      std::get<engine::Mixture>(
          delay("{mixture: [{weight: 70%, exponential: {mean: 1s, max: 1m}}, {weight: 30%, constant: 2s}]}").shape)
          .parts;
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].weight.ppm, 700'000U);
  EXPECT_EQ(parts[0].distribution.max, 1min);
}

TEST(Reader, LimitsOfADelayStandInItsShapeOrBesideIt) {
  EXPECT_EQ(delay("{exponential: {mean: 3s, min: 1s, max: 1m}}").max, 1min);
  EXPECT_EQ(delay("{exponential: {mean: 3s}, min: 1s, max: 1m}").min, 1s);
}

TEST(Reader, QuantilesMayStandInAFileOfTheirOwn) {
  const Files files;
  files.write("delays.csv", "quantile,delay\n# measured\np0,1s\np50,6s\r\np100,1h\n");
  const ReadOutcome outcome = read_scenario(files.write(
      "test.yaml", std::string(kHead) +
                       "profiles: {p: {delivered: {share: 100%, delay: {empirical: {csv: delays.csv}}}}}\n" +
                       kCountries + kTraffic));
  ASSERT_TRUE(outcome.scenario) << diagnostics::render(outcome.problems);
  const auto& shape = outcome.scenario->profiles[0].outcomes[1].delay->shape;
  ASSERT_EQ(std::get<engine::Empirical>(shape).quantiles.size(), 3U);
  EXPECT_EQ(std::get<engine::Empirical>(shape).quantiles[1].second, 6s);
}

TEST(Reader, EveryFaultIsRead) {
  const Scenario scenario = read(whole(R"(faults:
  - {id: a, at: 1m, for: 2m, where: {country: FR}, provider_busy: {share: 1%, status: 503, retry_after: 3s}}
  - {id: b, provider_timeout: {share: 2%, accepted: 50%}}
  - {id: c, bad_request: {share: 3%, status: 401}}
  - {id: d, slow_responses: {delay: {constant: 1s}}}
  - {id: e, where: {operator: FR/any}, duplicate_reports: {share: 4%, after: {constant: 1s}, times: 2}}
  - {id: f, delay_reports: {share: 5%, by: {constant: 1h}}}
  - {id: g, contradict_reports: {share: 6%, statuses: {EXPIRED_EXPIRED: 100%}, after: {constant: 1s}}}
  - {id: h, where: {campaign: c, channel: sms}, early_reports: {share: 7%}}
  - {id: i, at: 1h, for: 1h, hold_reports: {release: 30/m}}
  - {id: j, at: 1h, for: 1h, hold_reports: {release: at_once}}
  - {id: k, at: 2h, callback_down: {answer: 200_lost}}
  - {id: l, at: 2h, for: 1h, where: {operator: FR/any}, operator_down: {}}
  - {id: m, drop_reports: {share: 8%}}
  - {id: n, at: 1h, for: 1h, unknown_reports: {rate: 5/m}}
  - {id: o, unknown_statuses: {share: 9%}}
  - {id: p, corrupt_callbacks: {share: 10%, how: fields}}
  - {id: q, at: 3h, tracker_crash: {restart_after: 4m}}
  - {id: r, skewed_done_at: {zones: [+0100, -0330]}}
)"));
  ASSERT_EQ(scenario.faults.size(), 18U);
  for (std::size_t i = 0; i < 9; ++i) EXPECT_EQ(scenario.faults[i].kind.index(), i) << scenario.faults[i].id;
  EXPECT_EQ(scenario.faults[0].at, 1min);
  EXPECT_EQ(scenario.faults[0].lasting, 2min);
  EXPECT_EQ(scenario.faults[0].where.country, 0U);
  EXPECT_EQ(std::get<ProviderBusy>(scenario.faults[0].kind).retry_after, 3s);
  EXPECT_EQ(scenario.faults[4].where.operator_index, 0U);
  EXPECT_EQ(std::get<DuplicateReports>(scenario.faults[4].kind).times, 2U);
  EXPECT_EQ(scenario.faults[7].where.campaign, "c");
  EXPECT_EQ(std::get<HoldReports>(scenario.faults[8].kind).release->count, 30U);
  EXPECT_FALSE(std::get<HoldReports>(scenario.faults[9].kind).release);
  EXPECT_EQ(std::get<CallbackDown>(scenario.faults[10].kind).answer, CallbackAnswer::http_200_lost);
  for (std::size_t i = 11; i < 18; ++i) EXPECT_EQ(scenario.faults[i].kind.index(), i - 1) << scenario.faults[i].id;
  EXPECT_EQ(std::get<UnknownReports>(scenario.faults[13].kind).rate.count, 5U);
  EXPECT_EQ(std::get<CorruptCallbacks>(scenario.faults[15].kind).how, Corruption::fields);
  EXPECT_EQ(std::get<TrackerCrash>(scenario.faults[16].kind).restart_after, 4min);
  EXPECT_EQ(std::get<SkewedDoneAt>(scenario.faults[17].kind).zones, (std::vector<Duration>{1h, -210min}));
  EXPECT_FALSE(std::get<SkewedDoneAt>(scenario.faults[17].kind).by);
}

TEST(Reader, LimitsAreInTheMetricsUnit) {
  const Scenario scenario = read(whole(R"(expect:
  - {id: a, ratio: delivered, where: {country: FR}, between: [96.5%, 97%]}
  - {id: b, ratio: failed, of: reported, near: 3% , within: 0.5%}
  - {id: c, delay: report, stat: p99.9, where: {operator: FR/any}, at_most: 3m, severity: advisory}
  - {id: d, delay: delivery, stat: mean, at_least: 1s}
  - {id: e, count: messages.failed, where: {campaign: c}, equals: 1_000}
  - {id: f, peak: in_flight, at_most: 5000}
)"));
  const auto& all = scenario.expectations;
  ASSERT_EQ(all.size(), 6U);
  EXPECT_EQ(all[0].limit.at_least, 0.965);
  EXPECT_EQ(all[0].limit.at_most, 0.97);
  EXPECT_EQ(all[0].limit.text, "between 96.5% and 97%");
  EXPECT_EQ(all[0].where.country, "FR");
  EXPECT_EQ(all[0].line, 8U);
  EXPECT_TRUE(std::get<reports::RatioMetric>(all[1].metric).of_reported);
  EXPECT_EQ(all[1].limit.at_least, 0.025);
  EXPECT_EQ(all[1].limit.at_most, 0.035);
  EXPECT_EQ(std::get<reports::DelayMetric>(all[2].metric).percentile, 99.9);
  EXPECT_EQ(all[2].limit.at_most, 180'000.0);
  EXPECT_FALSE(all[2].required);
  EXPECT_EQ(all[2].where.operator_name, "any");
  EXPECT_FALSE(std::get<reports::DelayMetric>(all[3].metric).percentile);
  EXPECT_EQ(all[4].limit.at_least, 1000.0);
  EXPECT_EQ(all[4].limit.at_most, 1000.0);
  EXPECT_TRUE(std::holds_alternative<reports::PeakInFlightMetric>(all[5].metric));
}

TEST(Reader, ArrivalsAndTheRestOfATrafficEntryAreRead) {
  const Scenario scenario = read(std::string(kHead) + kProfiles + kCountries + R"(traffic:
  - campaign: c
    name: The campaign
    population: club
    channel: mms
    messages: 5
    starts: 1h
    arrivals: {curve: [{for: 1h, rate: 0/s}, {for: 30m, rate: 12/h}]}
    countries: {FR: 70%, NO: 30%}
    parts: {1: 80%, 2: 20%}
    sender: Shop
    properties: {tongue: en, "yes": "no"}
)");
  const Traffic& entry = scenario.traffic.at(0);
  EXPECT_EQ(entry.name, "The campaign");
  EXPECT_EQ(entry.population, "club");
  EXPECT_EQ(entry.channel, Channel::mms);
  EXPECT_EQ(entry.starts, 1h);
  EXPECT_EQ(std::get<CurveArrivals>(entry.arrivals).pieces.at(1).rate.per, 1h);
  EXPECT_EQ(entry.countries.at(1).country, 1U);
  EXPECT_EQ(entry.parts.at(1).parts, 2);
  EXPECT_EQ(entry.sender, "Shop");
  EXPECT_EQ(entry.properties.at(1), (std::pair<std::string, std::string>("yes", "no")));
}

TEST(Reader, TheSeedFromOutsideReplacesTheFiles) {
  ReadOptions options;
  options.seed = 99;
  const Scenario scenario = read(whole("seed: 7\n"), options);
  EXPECT_EQ(scenario.seed, 99U);
  EXPECT_FALSE(scenario.seed_is_files_own);
}

// Parameters.

const char* const kParameters = R"(parameters:
  rate: {type: rate, default: 5/s, min: 1/s, max: 100/s}
  who: {type: text, default: $$ave}
)";
const char* const kTrafficWithParameters =
    "traffic: [{campaign: $who, messages: 10, arrivals: {constant: {rate: $rate}}, countries: [FR]}]\n";

TEST(Reader, ParametersStandWhereTheirNamesDo) {
  const std::string text = std::string(kHead) + kParameters + kProfiles + kCountries + kTrafficWithParameters;
  const Scenario scenario = read(text);
  EXPECT_EQ(std::get<ConstantArrivals>(scenario.traffic[0].arrivals).rate.count, 5U);
  EXPECT_TRUE(scenario.parameters_are_files_own);

  ReadOptions options;
  options.set = {{"rate", "7/s"}, {"rate", "8/s"}, {"who", "somebody"}};
  const Scenario set = read(text, options);
  EXPECT_EQ(std::get<ConstantArrivals>(set.traffic[0].arrivals).rate.count, 8U) << "the later one counts";
  EXPECT_EQ(set.traffic[0].campaign, "somebody");
  EXPECT_FALSE(set.parameters_are_files_own);
}

// Includes.

TEST(Reader, IncludedMapsMergeByKeyAndTheFileItselfWins) {
  const Files files;
  files.write("world/profiles.yaml",
              "profiles:\n  p: {delivered: {share: 90%, delay: {constant: 1s}}, unreported: {share: 10%}}\n"
              "  q: {unreported: {share: 100%}}\ntags: [one, two]\n");
  files.write("world/more.yaml", "include: [profiles.yaml]\nprofiles: {p: {delivered: {share: 95%}}}\n");
  const ReadOutcome outcome = read_scenario(files.write(
      "test.yaml", std::string(kHead) +
                       "include: [world/more.yaml]\nprofiles: {p: {unreported: {share: 5%}}}\ntags: [three]\n" +
                       kCountries + kTraffic));
  ASSERT_TRUE(outcome.scenario) << diagnostics::render(outcome.problems);
  const Scenario& scenario = *outcome.scenario;
  ASSERT_EQ(scenario.profiles.size(), 2U);
  EXPECT_EQ(scenario.profiles[0].outcomes[1].share.ppm, 950'000U);
  EXPECT_EQ(scenario.profiles[0].outcomes[4].share.ppm, 50'000U);
  EXPECT_EQ(std::get<engine::Constant>(scenario.profiles[0].outcomes[1].delay->shape).value, 1s);
  EXPECT_EQ(scenario.tags, std::vector<std::string>{"three"}) << "lists replace";
}

TEST(Reader, AFileInAFolderOfScenariosMayIncludeFromItsNeighbours) {
  const Files files;
  files.write("scenarios/world/profiles.yaml", kProfiles);
  const std::string text = std::string(kHead) + "include: [../world/profiles.yaml]\n" + kCountries + kTraffic;
  EXPECT_TRUE(read_scenario(files.write("scenarios/nasty/test.yaml", text)).scenario);
  files.write("elsewhere/world/profiles.yaml", kProfiles);
  EXPECT_FALSE(read_scenario(files.write("elsewhere/nasty/test.yaml", text)).scenario);
}

TEST(Reader, ALinkThatLeadsOutsideIsOutside) {
  const Files files;
  const std::string outside = files.write("outside/profiles.yaml", kProfiles);
  const std::string path =
      files.write("inside/test.yaml", std::string(kHead) + "include: [link.yaml]\n" + kCountries + kTraffic);
  std::filesystem::create_symlink(outside, std::filesystem::path(path).parent_path() / "link.yaml");
  const ReadOutcome outcome = read_scenario(path);
  ASSERT_FALSE(outcome.scenario);
  EXPECT_EQ(outcome.problems.at(0).message, "`link.yaml` lies outside the scenario's folder");
}

// The clock.

// 48 days of 49 are left to a delay here, less the provider's retries.
TEST(Reader, ATailThatReachesBeyondTheClockIsCutOff) {
  const Distribution long_tail = delay("{lognormal: {median: 1m, p99: 14h}}");
  ASSERT_TRUE(long_tail.max);
  EXPECT_GT(*long_tail.max, 40 * 24h);
  EXPECT_LT(*long_tail.max, 49 * 24h);
  EXPECT_FALSE(delay("{lognormal: {median: 6s, p99: 3m}}").max);
}

TEST(Reader, ALongRunLeavesLessToItsDelays) {
  const std::string head =
      std::string(kHead) + "profiles: {p: {delivered: {share: 100%, delay: {constant: 20d}}}}\n" + kCountries;
  const std::string traffic =
      "traffic: [{campaign: c, messages: 10, starts: STARTS, arrivals: {burst: {over: 1s}}, countries: [FR]}]\n";
  const auto starting = [&](const std::string& starts) {
    std::string text = head + traffic;
    return text.replace(text.find("STARTS"), 6, starts);
  };
  const Files files;
  EXPECT_TRUE(read_scenario(files.write("test.yaml", starting("27d"))).scenario);
  EXPECT_FALSE(read_scenario(files.write("test.yaml", starting("28d"))).scenario);
}

}  // namespace
}  // namespace dlr::sim
