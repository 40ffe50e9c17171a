// Every kind of mistake has a file under tests/data/broken, and beside it the whole text that a user is shown.
// Lines of a file that begin with "# --set " or "# --point " are arguments.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "sim/scenario/reader.h"

namespace dlr::sim {
namespace {

const std::string kFolder = std::string(DLR_SOURCE_DIR) + "/tests/data/broken/";

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> names_with(const std::string& extension) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == extension) names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

ReadOptions options_in(const std::string& text) {
  const std::string mark = "# --set ", point = "# --point ";
  ReadOptions options;
  if (text.starts_with(point)) options.point = text.substr(point.size(), text.find('\n') - point.size());
  for (std::size_t at = 0; text.compare(at, mark.size(), mark) == 0; at = text.find('\n', at) + 1) {
    const std::string argument = text.substr(at + mark.size(), text.find('\n', at) - at - mark.size());
    const std::size_t equals = argument.find('=');
    options.set.emplace_back(argument.substr(0, equals), argument.substr(equals + 1));
  }
  return options;
}

// Without the folder, which is another one on another machine.
std::string shown(const std::string& name) {
  const std::string path = kFolder + name + ".yaml";
  std::string text = diagnostics::render(read_scenario(path, options_in(content_of(path))).problems);
  for (std::size_t at = text.find(kFolder); at != std::string::npos; at = text.find(kFolder)) {
    text.erase(at, kFolder.size());
  }
  return text;
}

class BrokenFile : public testing::TestWithParam<std::string> {};

TEST_P(BrokenFile, IsRefusedWithThisText) {
  const std::string text = shown(GetParam());
  if (text == content_of(kFolder + GetParam() + ".txt")) return;
  const std::string now = std::string(DLR_BROKEN_NOW) + "/" + GetParam() + ".txt";
  std::ofstream(now, std::ios::binary) << text;
  EXPECT_EQ(text, content_of(kFolder + GetParam() + ".txt")) << "as it is now: " << now;
}

INSTANTIATE_TEST_SUITE_P(Scenarios, BrokenFile, testing::ValuesIn(names_with(".yaml")), [](const auto& file) {
  std::string name = file.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(BrokenFiles, EachHasItsTextAndEachTextItsFile) {
  EXPECT_EQ(names_with(".yaml"), names_with(".txt"));
  EXPECT_GE(names_with(".yaml").size(), 140U);
  for (const std::string& name : names_with(".txt")) {
    EXPECT_NE(content_of(kFolder + name + ".txt").find(": error: "), std::string::npos) << name;
  }
}

TEST(BrokenFiles, GiveProblemsAndNoScenario) {
  for (const std::string& name : names_with(".yaml")) {
    const std::string path = kFolder + name + ".yaml";
    const ReadOutcome outcome = read_scenario(path, options_in(content_of(path)));
    EXPECT_FALSE(outcome.scenario) << name;
    EXPECT_FALSE(outcome.problems.empty()) << name;
  }
}

}  // namespace
}  // namespace dlr::sim
