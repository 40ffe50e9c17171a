// Compares a text with the one in tests/reports/golden/. When they differ, the text as it is now is left in the build
// folder, to be looked at and, when the change is meant, copied over the old one.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace dlr::reports {

inline void expect_golden(const std::string& name, const std::string& text) {
  std::ifstream file(std::string(GOLDEN_DIR) + "/" + name, std::ios::binary);
  const std::string golden{std::istreambuf_iterator<char>(file), {}};
  if (text == golden) return;
  const std::string now = std::string(GOLDEN_NOW_DIR) + "/" + name;
  std::ofstream(now, std::ios::binary) << text;
  EXPECT_EQ(text, golden) << "as it is now: " << now;
}

}  // namespace dlr::reports
