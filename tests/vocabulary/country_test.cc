#include "core/vocabulary/country.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace dlr {
namespace {

TEST(Countries, EveryPairOfCapitalsIsOneWithItsOwnIndex) {
  std::set<std::uint16_t> indexes;
  for (char a = 'A'; a <= 'Z'; ++a) {
    for (char b = 'A'; b <= 'Z'; ++b) {
      const std::string name{a, b};
      const std::optional<Country> country = Country::from(name);
      ASSERT_TRUE(country) << name;
      EXPECT_EQ(country->text(), name);
      EXPECT_TRUE(*country);
      EXPECT_LT(country->index(), Country::kIndexes);
      indexes.insert(country->index());
    }
  }
  EXPECT_EQ(indexes.size(), 676U);
  EXPECT_FALSE(indexes.contains(Country().index()));
}

TEST(Countries, NothingElseIsOne) {
  for (const char* text : {"", "D", "DE ", "de", "De", "D1", "DEU", "\xC3\x84"})
    EXPECT_FALSE(Country::from(text)) << text;
  EXPECT_FALSE(Country());
  EXPECT_EQ(Country().text(), "");
}

}  // namespace
}  // namespace dlr
