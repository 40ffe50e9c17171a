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
std::string shown_anew(const std::string& path) {
  const ReadOutcome outcome = read_scenario(path);
  EXPECT_EQ(diagnostics::render(outcome.problems), "") << path;
  return outcome.scenario ? effective_yaml(*outcome.scenario) : "";
}

std::string shown_again(const std::string& text) {
  const auto path = std::filesystem::temp_directory_path() / ("dlr_show_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path, std::ios::binary) << text;
  const std::string again = shown_anew(path.string());
  std::filesystem::remove(path);
  return again;
}

TEST(Show, EveryScenarioReadsBackToTheSameText) {
  ASSERT_GE(all_scenarios().size(), 8U);
  for (const std::string& path : all_scenarios()) {
    const std::string text = shown_anew(path);
    EXPECT_EQ(shown_again(text), text) << path;
  }
}

// Uses every key, and texts that YAML would take for something else.
const std::string kEverything = std::string(DLR_SOURCE_DIR) + "/tests/data/valid/everything.yaml";

TEST(Show, EverythingThatTheFormatCanSaySurvives) {
  const std::string text = shown_anew(kEverything);
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
                           "times: 3",
                           "first_attempt: {success: 83%, latency: {lognormal: {median: 7s, sigma: 0.3}}}",
                           "absent: {return: {lognormal: {median: 11m51s, sigma: 2.17}}, never: 11.75%, alert: 70%}",
                           "ladder: [5m, 10m, 20m, 40m, 1h20m, 2h40m, 5h20m, 10h40m, 12h, 12h], validity: 2d",
                           "ladder: [1m, 1m, 10m, 1h], validity: 6h",
                           "per_part: {delay: {constant: 250ms}, loss: 0.25%, reports: each}",
                           "hours: {\"12-13\": {absent: 5%}, \"22-07\": {absent: 30%}}",
                           "throughput: 50/s",
                           "body: {v3: 90%, v2: 10%}",
                           "intermediate: true",
                           "ids: {foreign: {length: 200}}",
                           "local_time: true",
                           "sms_fallback: {share: 2.5%, parts: 4}",
                           "text: \"$$ ist nicht €:\\nGrüße\"",
                           "operator_down: {}",
                           "drop_reports: {share: 0.5%}",
                           "unknown_reports: {rate: 6/m}",
                           "unknown_statuses: {share: 0.1%}",
                           "corrupt_callbacks: {share: 1%, how: not_json}",
                           "tracker_crash: {restart_after: 1m30s}",
                           "zones: [\"+0000\", \"+0100\", \"-0330\"], missing: 5%"}) {
    EXPECT_NE(text.find(word), std::string::npos) << word << "\n" << text;
  }
}

TEST(Show, IsOneFileWithoutIncludes) {
  const std::string text = shown_anew(std::string(DLR_SOURCE_DIR) + "/scenarios/world.yaml");
  EXPECT_EQ(text.find("include"), std::string::npos);
  EXPECT_NE(text.find("patchy"), std::string::npos);
}

}  // namespace
}  // namespace dlr::sim
