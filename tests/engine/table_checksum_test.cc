// Tables are part of the outcome version: the same integers from every compiler, at every level of optimisation.
#include <gtest/gtest.h>

#include <set>

#include "tests/engine/cases.h"

namespace dlr::engine::testing {
namespace {

TEST(TableChecksum, IsWhatWasCommitted) {
  for (const Case& c : cases()) {
    EXPECT_EQ(make_quantile_table(c.distribution).checksum(), c.checksum)
        << c.name << ": results change for the same seed; meant so? see CONTRIBUTING.md, \"When outcomes change\"";
  }
}

TEST(TableChecksum, DiffersBetweenDistributions) {
  std::set<std::uint64_t> seen;
  for (const Case& c : cases()) seen.insert(make_quantile_table(c.distribution).checksum());
  EXPECT_EQ(seen.size(), cases().size());
}

}  // namespace
}  // namespace dlr::engine::testing
