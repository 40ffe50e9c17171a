// The distributions that the tests of this folder look at: every kind of the scenario format, plain and between limits.
#pragma once

#include <cstdint>
#include <ostream>
#include <vector>

#include "sim/engine/distribution.h"

namespace dlr::engine::testing {

struct Case {
  const char* name;
  Distribution distribution;
  double mean_ms;              // by its closed form
  std::uint64_t checksum = 0;  // of its table
};

const std::vector<Case>& cases();

// For the names of tests.
inline std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

}  // namespace dlr::engine::testing
