#include "reports/human.h"

#include <gtest/gtest.h>

#include "reports/decimal.h"

namespace dlr::reports {
namespace {

TEST(Human, CountsAreGroupedByThousands) {
  EXPECT_EQ(human_count(0), "0");
  EXPECT_EQ(human_count(999), "999");
  EXPECT_EQ(human_count(1'000), "1 000");
  EXPECT_EQ(human_count(10'000'000), "10 000 000");
  EXPECT_EQ(human_count(~std::uint64_t{0}), "18 446 744 073 709 551 615");
}

TEST(Human, DurationsHaveThreeDigitsOrTwoUnits) {
  const std::pair<double, const char*> cases[] = {{0, "0ms"},
                                                  {1.333, "1.3ms"},
                                                  {340, "340ms"},
                                                  {999.4, "999ms"},
                                                  {999.6, "1.00s"},
                                                  {6'123, "6.12s"},
                                                  {9'996, "10.0s"},
                                                  {59'940, "59.9s"},
                                                  {59'960, "1m 00s"},
                                                  {83'400, "1m 23s"},
                                                  {3'599'600, "1h 00m"},
                                                  {7'500'000, "2h 05m"},
                                                  {86'400'000, "1d 00h"},
                                                  {345'600'000, "4d 00h"},
                                                  {345'600'000 * 100.0, "400d 00h"}};
  for (const auto& [ms, text] : cases) EXPECT_EQ(human_duration(ms), text);
}

TEST(Human, NoneAndAllAreSaidOfNoneAndAllOnly) {
  EXPECT_EQ(human_share(9'651, 10'000), "96.51 %");
  EXPECT_EQ(human_share(1, 2), "50.00 %");
  EXPECT_EQ(human_share(0, 7), "0 %");
  EXPECT_EQ(human_share(7, 7), "100 %");
  EXPECT_EQ(human_share(1, 1'000'000), "<0.01 %");
  EXPECT_EQ(human_share(999'999, 1'000'000), ">99.99 %");
  EXPECT_EQ(human_share(0, 0), "-");
  EXPECT_EQ(human_ratio(0.965), "96.50 %");
  EXPECT_EQ(human_ratio(0.999999999), ">99.99 %");
  EXPECT_EQ(human_ratio(0.9649996, 4), "96.5000 %");
  EXPECT_EQ(human_ratio(1), "100 %");
}

TEST(Human, BytesGoByThousands) {
  EXPECT_EQ(human_bytes(0), "0 B");
  EXPECT_EQ(human_bytes(999), "999 B");
  EXPECT_EQ(human_bytes(1'000), "1.0 kB");
  EXPECT_EQ(human_bytes(48'234'567), "48.2 MB");
  EXPECT_EQ(human_bytes(999'949), "999.9 kB");
  EXPECT_EQ(human_bytes(999'950), "1.0 MB");
  EXPECT_EQ(human_bytes(~std::uint64_t{0}), "18.4 EB");
}

TEST(Human, NounsFollowTheirNumber) {
  EXPECT_EQ(human_number_of(1, "lane"), "1 lane");
  EXPECT_EQ(human_number_of(1'000, "lane"), "1 000 lanes");
  EXPECT_EQ(human_number_of(1, "country", "countries"), "1 country");
  EXPECT_EQ(human_number_of(0, "country", "countries"), "0 countries");
}

TEST(Human, TextIsMeasuredInColumnsAndCannotDriveTheTerminal) {
  EXPECT_EQ(columns("Telef\xc3\xb3nica"), 10U);
  EXPECT_EQ(printable("a\x1b[31mb\xc2\x9b\tc\n\x7f\xc3\xb3"), "a?[31mb??c\n?\xc3\xb3");
}

TEST(Human, LinesAreBrokenBetweenWords) {
  EXPECT_EQ(wrapped("one two three four", 9), "one two\nthree\nfour");
  EXPECT_EQ(wrapped("one two three", 9, 2), "one two\n  three");
  EXPECT_EQ(wrapped("incomprehensible as it is", 9), "incomprehensible\nas it is");
  EXPECT_EQ(wrapped("", 9), "");
  EXPECT_EQ(wrapped("all 100 364 hold", 9), "all\n100 364\nhold") << "a number stays whole";
  EXPECT_EQ(wrapped("truly 15 % to 17.46 %", 14), "truly 15 % to\n17.46 %");
  EXPECT_EQ(wrapped("seeds 1 20 300 4000", 9), "seeds 1\n20 300\n4000");
}

TEST(Decimal, PlacesAreKeptAndReadBack) {
  EXPECT_EQ(decimal_text(0.965, kRatioPlaces), "0.965");
  EXPECT_EQ(decimal_text(1.0 / 3, kRatioPlaces), "0.333333333");
  EXPECT_EQ(decimal_text(-0.25, 3), "-0.25");
  EXPECT_EQ(decimal_text(100, 3), "100");
  EXPECT_EQ(fixed_text(2, 2), "2.00");
  EXPECT_EQ(decimal_text(1e300, 3), "9200000000000000");
  EXPECT_EQ(rounded(0.9650000000000001, kRatioPlaces), 0.965);
}

}  // namespace
}  // namespace dlr::reports
