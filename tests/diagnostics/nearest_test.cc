#include "core/diagnostics/nearest.h"

#include <gtest/gtest.h>

namespace dlr::diagnostics {
namespace {

TEST(Nearest, CountsSlipsOfTheFinger) {
  EXPECT_EQ(slips_between("median", "median"), 0U);
  EXPECT_EQ(slips_between("meadian", "median"), 1U) << "one too many";
  EXPECT_EQ(slips_between("medan", "median"), 1U) << "one missing";
  EXPECT_EQ(slips_between("mebian", "median"), 1U) << "one wrong";
  EXPECT_EQ(slips_between("meidan", "median"), 1U) << "two swapped";
  EXPECT_EQ(slips_between("Median", "mEDIAN"), 0U) << "whatever the case";
  EXPECT_EQ(slips_between("", "abc"), 3U);
}

TEST(Nearest, NamesTheOneWithTheFewestSlips) {
  EXPECT_EQ(nearest("delivred", {"rejected", "delivered", "failed"}), "delivered");
  EXPECT_EQ(nearest("ab", {"ac", "ad"}), "ac") << "the first of equals";
}

TEST(Nearest, IsSilentWhereNothingIsAlike) {
  EXPECT_EQ(nearest("colour", {"campaign", "channel"}), "");
  EXPECT_EQ(nearest("x", {"y"}), "") << "a word of which nothing is left is not meant";
  EXPECT_EQ(nearest(std::string(100'000, 'a'), {std::string(100'000, 'b')}), "");
  EXPECT_EQ(nearest("a", {}), "");
}

}  // namespace
}  // namespace dlr::diagnostics
