// Scenarios of a few lines, as text: read by the real reader, so that a test says only what matters to it.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <utility>

#include "sim/scenario/reader.h"

namespace dlr::sim {

// A text that is no scenario fails the test, and throws.
inline Scenario scenario_from(const std::string& text) {
  const std::string path = testing::TempDir() + "sim_test_" + std::to_string(getpid()) + ".yaml";
  std::ofstream(path) << "version: 1\nname: t\nsummary: T.\n" << text;
  ReadOutcome outcome = read_scenario(path);
  std::remove(path.c_str());
  if (!outcome.scenario) ADD_FAILURE() << diagnostics::render(outcome.problems);
  return std::move(outcome.scenario.value());
}

}  // namespace dlr::sim
