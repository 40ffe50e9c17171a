#include "sim/scenario/show.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "sim/scenario/reader.h"

namespace dlr::sim {
namespace {

std::vector<std::string> all_scenarios() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(DLR_SOURCE_DIR) + "/scenarios")) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path().string());
  }
  return paths;
}

// What is shown of a file.
std::string shown(const std::string& path) {
  const ReadOutcome outcome = read_scenario(path);
  EXPECT_EQ(diagnostics::render(outcome.problems), "") << path;
  return outcome.scenario ? effective_yaml(*outcome.scenario) : "";
}

std::string shown_again(const std::string& text) {
  const auto path = std::filesystem::temp_directory_path() / ("dlr_show_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path, std::ios::binary) << text;
  const std::string again = shown(path.string());
  std::filesystem::remove(path);
  return again;
}

TEST(Show, EveryScenarioReadsBackToTheSameText) {
  ASSERT_GE(all_scenarios().size(), 8U);
  for (const std::string& path : all_scenarios()) {
    const std::string text = shown(path);
    EXPECT_EQ(shown_again(text), text) << path;
  }
}

// Everything that the format can say, and texts that YAML would take for something else.
constexpr const char* kEverything = R"(version: 1
name: "yes"
summary: "a: b #c \"quoted\" \\ 'single' größe"
tags: ["1.5", "null", plain, "- dash", "[x]", "$$money", "@at", "a, b"]
seed: 18446744073709551615
start: 2026-01-05T00:00:00.250Z
waiting_period: 3d
lanes: 2
profiles:
  p:
    rejected: {share: 10%, in_response: 12.3456%, delay: {uniform: {min: 1s, max: 2s}}}
    delivered: {share: 50%, delay: {mixture: [{weight: 70%, lognormal: {median: 6s, sigma: 1.0625}, max: 1h}, {weight: 30%, gamma: {shape: 0.1, scale: 8h, max: 3d}}], min: 1ms, max: 2d}}
    failed: {share: 20%, delay: {empirical: {p0: 1s, p33.3: 2s, p99.99: 3s, p100: 4s}, max: 3500ms}, statuses: {EXPIRED_EXPIRED: 50%, UNDELIVERABLE_NOT_DELIVERED: 50%}, errors: {NO_ERROR: 100%}}
    handed_over: {share: 10%, delay: {weibull: {shape: 0.3, scale: 1s, max: 1d}}}
    unreported: {share: 10%}
    report_lag: {exponential: {mean: 5s}}
countries:
  FR: {reports: {mms: none}, utc_offset: "-03:30", operators: {"Orange: the one": {mccmnc: "20801", share: 99.9999%, profile: p}, "20": {share: 0.0001%, profile: p}}}
  "NO": {profile: p}
provider:
  answer: {delay: {lognormal: {median: 80ms, p90: 900ms}}}
  callback: {batch: 1, every: 0ms, answer: 1ms, timeout: 1s, retry: [1s, 2s]}
tracker:
  send: {timeout: 5s, tries: 7, backoff: {first: 2s, factor: 1.5, cap: 3s, jitter: 10%}}
  max_in_flight: 1000
  event_type: "on"
  country_table: {no_report: ["NO"]}
traffic:
  - {campaign: "$$ale", name: "null", population: a b, channel: mms, messages: 7, starts: 1h, arrivals: {curve: [{for: 1h, rate: 3/d}]}, countries: {FR: 50%, NO: 50%}, parts: {1: 50%, 3: 50%}, sender: "+49", properties: {"true": "$$x", b: ""}}
  - {campaign: other, messages: 7, arrivals: {poisson: {rate: 7/h}}, countries: [FR]}
faults:
  - {id: a, at: 1m, for: 1h, where: {operator: "FR/Orange: the one", channel: mms}, hold_reports: {release: 9/m}}
  - {id: b, where: {campaign: "$$ale"}, provider_busy: {share: 1%, status: 500, retry_after: 1s}}
  - {id: c, where: {country: NO}, contradict_reports: {share: 1%, statuses: {REJECTED_DND: 100%}, after: {constant: 1s}}}
  - {id: d, callback_down: {answer: timeout}}
  - {id: e, delay_reports: {share: 1%, by: {constant: 1s}}}
  - {id: f, provider_timeout: {share: 1%, accepted: 2%}}
  - {id: g, bad_request: {share: 1%}}
  - {id: h, slow_responses: {delay: {constant: 1s}}}
  - {id: i, early_reports: {share: 1%}}
  - {id: j, duplicate_reports: {share: 1%, after: {constant: 1s}, times: 3}}
expect:
  - {id: a, ratio: failed, of: reported, where: {operator: "FR/20"}, near: 1%, within: 2.5%, severity: advisory}
  - {id: b, delay: rejection, stat: mean, at_most: 1m}
  - {id: c, delay: delivery, stat: p99.99, between: [1s, 1h]}
  - {id: d, count: faults.a, at_least: 1_000}
  - {id: e, count: messages.delivered, where: {campaign: "$$ale", channel: mms}, equals: 5}
  - {id: f, peak: in_flight, at_most: 9}
)";

TEST(Show, WhateverTheFormatCanSaySurvives) {
  std::string everything = kEverything;
  everything.replace(everything.find("b: \"\""), 5, "b: \"0x1\"");
  const std::string text = shown_again(everything);
  ASSERT_NE(text, "");
  EXPECT_EQ(shown_again(text), text);
  for (const char* word : {"name: \"yes\"",
                           "seed: 18446744073709551615",
                           "in_response: 12.3456%",
                           "p33.3: 2s",
                           "sigma: 1.0625",
                           "share: 0.0001%",
                           "\"20\": {share",
                           "retry: [1s, 2s]",
                           "jitter: 10%",
                           "max_in_flight: 1000",
                           "event_type: \"on\"",
                           "no_report: [\"NO\"]",
                           "rate: 3/d",
                           "sender: \"+49\"",
                           "campaign: \"$$ale\"",
                           "near: 1%, within: 2.5%",
                           "of: reported",
                           "at_least: 1_000",
                           "stat: mean",
                           "severity: advisory",
                           "release: 9/m",
                           "times: 3"}) {
    EXPECT_NE(text.find(word), std::string::npos) << word << "\n" << text;
  }
}

TEST(Show, IsOneFileWithoutIncludes) {
  const std::string text = shown(std::string(DLR_SOURCE_DIR) + "/scenarios/world.yaml");
  EXPECT_EQ(text.find("include"), std::string::npos);
  EXPECT_NE(text.find("patchy"), std::string::npos);
}

}  // namespace
}  // namespace dlr::sim
