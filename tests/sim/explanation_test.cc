#include "sim/scenario/explanation.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/run.h"
#include "sim/scenario/reader.h"

namespace dlr::sim {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The codes of what is wrong with a scenario that lies beside a file parts.yaml.
std::vector<diagnostics::Code> codes_of(const std::string& scenario, std::string& text) {
  const fs::path folder = fs::temp_directory_path() / ("dlr_explanation_" + std::to_string(::getpid()));
  fs::create_directories(folder);
  std::ofstream(folder / "parts.yaml") << "tags: [parts]\n";
  std::ofstream(folder / "example.yaml", std::ios::binary) << scenario;
  ReadOptions options;
  options.object = &cannot_run;
  const ReadOutcome outcome = read_scenario((folder / "example.yaml").string(), options);
  fs::remove_all(folder);
  text = diagnostics::render(outcome.problems);
  std::vector<diagnostics::Code> codes;
  for (const diagnostics::Diagnostic& problem : outcome.problems) codes.push_back(problem.code);
  return codes;
}

struct Part {
  std::string key;
  std::string text;
};

bool begins_a_key(std::string_view line) {
  const std::size_t colon = line.find(':');
  return colon != std::string_view::npos && colon > 0 && line[0] >= 'a' && line[0] <= 'z';
}

std::vector<Part> parts_of(std::string_view text) {
  std::vector<Part> parts;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
    if (begins_a_key(line)) parts.push_back({std::string(line.substr(0, line.find(':'))), ""});
    if (!parts.empty()) parts.back().text += line;
    text.remove_prefix(line.size());
  }
  return parts;
}

// Stands in an example for a text that nobody wants to see.
constexpr std::string_view kLongText = "<4097 letters>";

constexpr const char* kValid =
    "version: 1\n"
    "name: example\n"
    "summary: Two networks of France.\n"
    "profiles:\n"
    "  p: {delivered: {share: 100%, delay: {constant: 1s}}}\n"
    "countries:\n"
    "  FR: {operators: {Orange: {share: 60%, profile: p}, SFR: {share: 40%, profile: p}}}\n"
    "traffic:\n"
    "  - {campaign: sale, messages: 1000, arrivals: {burst: {over: 1m}}, countries: [FR]}\n";

// The whole scenario that an example is about: its keys in place of those of a small valid one. An example that does
// not begin with a key is a whole file itself.
std::string example_scenario(std::string_view example) {
  if (!begins_a_key(example.substr(0, example.find('\n')))) return std::string(example);
  std::string text;
  const std::vector<Part> own = parts_of(example);
  for (const Part& part : parts_of(kValid)) {
    const bool is_replaced =
        std::any_of(own.begin(), own.end(), [&part](const Part& other) { return other.key == part.key; });
    if (!is_replaced) text += part.text;
  }
  text += example;
  if (const std::size_t at = text.find(kLongText); at != std::string::npos) {
    text.replace(at, kLongText.size(), std::string(4097, 'x'));
  }
  return text;
}

TEST(Explanations, WrongExamplesMakeTheMistakeAndNoOther) {
  for (const Explanation& row : explanations()) {
    std::string text;
    const auto codes = codes_of(example_scenario(row.wrong), text);
    EXPECT_FALSE(codes.empty()) << row.name << ": nothing is wrong";
    for (const diagnostics::Code code : codes) EXPECT_EQ(code, row.code) << row.name << ":\n" << text;
  }
}

TEST(Explanations, RightExamplesAreValid) {
  for (const Explanation& row : explanations()) {
    std::string text;
    EXPECT_TRUE(codes_of(example_scenario(row.right), text).empty()) << row.name << ":\n" << text;
  }
}

TEST(Explanations, ThereIsOneForEveryCode) {
  const std::string header = content_of(fs::path(DLR_SOURCE) / "core/diagnostics/code.h");
  const std::regex enumerator("\n  ([a-z_]+) = ([0-9]+),");
  std::set<unsigned> codes;
  for (auto at = std::sregex_iterator(header.begin(), header.end(), enumerator); at != std::sregex_iterator(); ++at) {
    const auto number = static_cast<unsigned>(std::stoul((*at)[2]));
    EXPECT_TRUE(codes.insert(number).second) << number << " is given twice";
    if (number == 0) continue;
    const Explanation* row = find_explanation(to_string(static_cast<diagnostics::Code>(number)));
    ASSERT_NE(row, nullptr) << (*at)[1];
    std::string name = (*at)[1];
    std::replace(name.begin(), name.end(), '_', '-');
    EXPECT_EQ(row->name, name);
    EXPECT_EQ(find_explanation(name), row);
  }
  EXPECT_EQ(codes.size(), explanations().size() + 1);
}

TEST(Explanations, EveryMessageOfTheBrokenFilesHasACode) {
  const std::regex coded(" \\[(E[0-9]{3})\\]$");
  std::set<std::string> seen;
  for (const auto& entry : fs::directory_iterator(fs::path(DLR_SOURCE) / "tests/data/broken")) {
    if (entry.path().extension() != ".txt") continue;
    std::ifstream lines(entry.path());
    for (std::string line; std::getline(lines, line);) {
      if (line.find(": error: ") == std::string::npos) continue;
      std::smatch found;
      ASSERT_TRUE(std::regex_search(line, found, coded)) << entry.path() << ": " << line;
      EXPECT_NE(find_explanation(found[1].str()), nullptr) << line;
      seen.insert(found[1]);
    }
  }
  EXPECT_GE(seen.size() + 1, explanations().size()) << "a kind of mistake without a broken file";  // E802 is of a run
}

TEST(Explanations, SayWhatAndWhyInFewWords) {
  for (const Explanation& row : explanations()) {
    EXPECT_LE(std::string(row.title).size(), 100U) << row.name;
    EXPECT_NE(std::string(row.title).back(), '.') << row.name;
    EXPECT_EQ(std::string(row.why).back(), '.') << row.name;
  }
}

}  // namespace
}  // namespace dlr::sim
