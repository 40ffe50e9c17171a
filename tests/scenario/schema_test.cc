#include "sim/scenario/schema.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>

#include "sim/scenario/reader.h"

namespace dlr::sim {
namespace {

using Schema = nlohmann::json;

std::string text_in(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::set<std::string> words_after(const std::string& text, const std::string& mark) {
  std::set<std::string> words;
  const std::size_t begin = text.find(mark);
  if (begin == std::string::npos) return words;
  const std::string list = text.substr(begin + mark.size(), text.find('\n', begin) - begin - mark.size());
  const std::regex word("[A-Za-z0-9_]+");
  for (auto at = std::sregex_iterator(list.begin(), list.end(), word); at != std::sregex_iterator(); ++at) {
    words.insert(at->str());
  }
  return words;
}

// The keys that the reader says are allowed beside an unknown one.
std::set<std::string> keys_the_reader_knows(const std::string& yaml) {
  const auto path = std::filesystem::temp_directory_path() / ("dlr_schema_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path, std::ios::binary) << yaml;
  const std::string text = diagnostics::render(read_scenario(path.string()).problems, 100);
  std::filesystem::remove(path);
  const std::size_t unknown = text.find("unknown key `qqqqqqqqqq`");
  EXPECT_NE(unknown, std::string::npos) << text;
  return words_after(text.substr(std::min(unknown, text.size())), "= here: ");
}

struct Place {
  const char* definition;
  const char* yaml;  // with the unknown key in a map of that kind
};
constexpr Place kPlaces[] = {
    {"scenario", "qqqqqqqqqq: 1"},
    {"parameter", "parameters: {a: {qqqqqqqqqq: 1}}"},
    {"profile", "profiles: {p: {qqqqqqqqqq: 1}}"},
    {"rejected_outcome", "profiles: {p: {rejected: {qqqqqqqqqq: 1}}}"},
    {"reported_outcome", "profiles: {p: {failed: {qqqqqqqqqq: 1}}}"},
    {"unreported_outcome", "profiles: {p: {unreported: {qqqqqqqqqq: 1}}}"},
    {"distribution", "profiles: {p: {report_lag: {qqqqqqqqqq: 1}}}"},
    {"uniform", "profiles: {p: {report_lag: {uniform: {qqqqqqqqqq: 1}}}}"},
    {"exponential", "profiles: {p: {report_lag: {exponential: {qqqqqqqqqq: 1}}}}"},
    {"lognormal", "profiles: {p: {report_lag: {lognormal: {qqqqqqqqqq: 1}}}}"},
    {"weibull", "profiles: {p: {report_lag: {weibull: {qqqqqqqqqq: 1}}}}"},
    {"gamma", "profiles: {p: {report_lag: {gamma: {qqqqqqqqqq: 1}}}}"},
    {"mixture_part", "profiles: {p: {report_lag: {mixture: [{qqqqqqqqqq: 1}]}}}"},
    {"mechanism", "profiles: {p: {mechanism: {qqqqqqqqqq: 1}}}"},
    {"first_attempt", "profiles: {p: {mechanism: {first_attempt: {qqqqqqqqqq: 1}}}}"},
    {"absent", "profiles: {p: {mechanism: {absent: {qqqqqqqqqq: 1}}}}"},
    {"ladder", "profiles: {p: {mechanism: {ladder: {qqqqqqqqqq: 1}}}}"},
    {"per_part", "profiles: {p: {per_part: {qqqqqqqqqq: 1}}}"},
    {"absent_hours", "profiles: {p: {hours: {\"22-07\": {qqqqqqqqqq: 1}}}}"},
    {"country", "countries: {FR: {qqqqqqqqqq: 1}}"},
    {"reports", "countries: {FR: {reports: {qqqqqqqqqq: 1}}}"},
    {"profile_by_channel", "countries: {FR: {profile: {qqqqqqqqqq: 1}}}"},
    {"operator", "countries: {FR: {operators: {o: {qqqqqqqqqq: 1}}}}"},
    {"provider", "provider: {qqqqqqqqqq: 1}"},
    {"answer", "provider: {answer: {qqqqqqqqqq: 1}}"},
    {"body", "provider: {body: {qqqqqqqqqq: 1}}"},
    {"callback", "provider: {callback: {qqqqqqqqqq: 1}}"},
    {"tracker", "tracker: {qqqqqqqqqq: 1}"},
    {"ids", "tracker: {ids: {qqqqqqqqqq: 1}}"},
    {"foreign_length", "tracker: {ids: {foreign: {qqqqqqqqqq: 1}}}"},
    {"send", "tracker: {send: {qqqqqqqqqq: 1}}"},
    {"backoff", "tracker: {send: {backoff: {qqqqqqqqqq: 1}}}"},
    {"country_table", "tracker: {country_table: {qqqqqqqqqq: 1}}"},
    {"traffic", "traffic: [{qqqqqqqqqq: 1}]"},
    {"arrivals", "traffic: [{arrivals: {qqqqqqqqqq: 1}}]"},
    {"constant_arrivals", "traffic: [{arrivals: {constant: {qqqqqqqqqq: 1}}}]"},
    {"poisson_arrivals", "traffic: [{arrivals: {poisson: {qqqqqqqqqq: 1}}}]"},
    {"burst_arrivals", "traffic: [{arrivals: {burst: {qqqqqqqqqq: 1}}}]"},
    {"curve_piece", "traffic: [{arrivals: {curve: [{qqqqqqqqqq: 1}]}}]"},
    {"sms_fallback", "traffic: [{sms_fallback: {qqqqqqqqqq: 1}}]"},
    {"text_language", "traffic: [{language: {qqqqqqqqqq: 1}}]"},
    {"fault", "faults: [{qqqqqqqqqq: 1}]"},
    {"where", "faults: [{where: {qqqqqqqqqq: 1}}]"},
    {"provider_busy", "faults: [{provider_busy: {qqqqqqqqqq: 1}}]"},
    {"provider_timeout", "faults: [{provider_timeout: {qqqqqqqqqq: 1}}]"},
    {"bad_request", "faults: [{bad_request: {qqqqqqqqqq: 1}}]"},
    {"slow_responses", "faults: [{slow_responses: {qqqqqqqqqq: 1}}]"},
    {"duplicate_reports", "faults: [{duplicate_reports: {qqqqqqqqqq: 1}}]"},
    {"delay_reports", "faults: [{delay_reports: {qqqqqqqqqq: 1}}]"},
    {"contradict_reports", "faults: [{contradict_reports: {qqqqqqqqqq: 1}}]"},
    {"early_reports", "faults: [{early_reports: {qqqqqqqqqq: 1}}]"},
    {"hold_reports", "faults: [{hold_reports: {qqqqqqqqqq: 1}}]"},
    {"callback_down", "faults: [{callback_down: {qqqqqqqqqq: 1}}]"},
    {"operator_down", "faults: [{operator_down: {qqqqqqqqqq: 1}}]"},
    {"drop_reports", "faults: [{drop_reports: {qqqqqqqqqq: 1}}]"},
    {"unknown_reports", "faults: [{unknown_reports: {qqqqqqqqqq: 1}}]"},
    {"unknown_statuses", "faults: [{unknown_statuses: {qqqqqqqqqq: 1}}]"},
    {"corrupt_callbacks", "faults: [{corrupt_callbacks: {qqqqqqqqqq: 1}}]"},
    {"tracker_crash", "faults: [{tracker_crash: {qqqqqqqqqq: 1}}]"},
    {"skewed_done_at", "faults: [{skewed_done_at: {qqqqqqqqqq: 1}}]"},
    {"replications", "replications: {qqqqqqqqqq: 1}"},
    {"sweep", "sweep: {qqqqqqqqqq: 1}"},
    {"expectation", "expect: [{qqqqqqqqqq: 1}]"},
};

TEST(Schema, HasTheKeysThatTheReaderKnows) {
  const Schema definitions = Schema::parse(scenario_schema()).at("definitions");
  std::set<std::string> visited;
  for (const Place& place : kPlaces) {
    std::set<std::string> described;
    for (const auto& [key, schema] : definitions.at(place.definition).at("properties").items()) described.insert(key);
    EXPECT_EQ(described, keys_the_reader_knows(place.yaml)) << place.definition;
    visited.insert(place.definition);
  }
  // And no map is missing in the list above: those of names are told by what they hold.
  for (const auto& [name, definition] : definitions.items()) {
    const bool is_piece = name.size() > 6 && name.substr(name.size() - 6) == "_piece";
    const bool is_map_of_names = name == "status_shares" || name == "error_shares" || name == "empirical";
    if (!definition.contains("properties") || is_piece || is_map_of_names) continue;
    EXPECT_TRUE(visited.count(name)) << name;
  }
}

// tests/scenario/show_test.cc takes that file for all that the format can say.
TEST(Schema, TheFileWithEverythingUsesEveryKey) {
  const std::string folder = std::string(DLR_SOURCE_DIR) + "/tests/data/valid/";
  const std::string text = text_in(folder + "everything.yaml") + text_in(folder + "parts/listed.yaml");
  const Schema definitions = Schema::parse(scenario_schema()).at("definitions");
  for (const Place& place : kPlaces) {
    for (const auto& [key, schema] : definitions.at(place.definition).at("properties").items()) {
      EXPECT_TRUE(std::regex_search(text, std::regex("[\\s{]" + key + ":[ \n]"))) << key << " of " << place.definition;
    }
  }
}

TEST(Schema, EveryReferenceLeadsSomewhere) {
  const std::string text = scenario_schema();
  const Schema definitions = Schema::parse(text).at("definitions");
  const std::regex reference("#/definitions/([a-z_0-9]+)");
  for (auto at = std::sregex_iterator(text.begin(), text.end(), reference); at != std::sregex_iterator(); ++at) {
    EXPECT_TRUE(definitions.contains((*at)[1].str())) << (*at)[1];
  }
}

// A file that includes others may leave to them what a whole file needs.
TEST(Schema, APieceNeedsNothing) {
  const Schema definitions = Schema::parse(scenario_schema()).at("definitions");
  EXPECT_TRUE(definitions.at("scenario").contains("required"));
  EXPECT_FALSE(definitions.at("scenario_piece").contains("required"));
  EXPECT_TRUE(definitions.at("operator").contains("required"));
  EXPECT_FALSE(definitions.at("operator_piece").contains("required"));
}

TEST(Schema, TheFileBesideTheScenariosIsUpToDate) {
  EXPECT_EQ(text_in(std::string(DLR_SOURCE_DIR) + "/scenarios/scenario.schema.json"), scenario_schema())
      << "dlrsim schema > scenarios/scenario.schema.json";
}

}  // namespace
}  // namespace dlr::sim
