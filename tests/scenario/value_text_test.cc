#include "sim/scenario/value_text.h"

#include <gtest/gtest.h>

namespace dlr::sim {
namespace {

TEST(Values, SharesAreExactToTheMillionth) {
  EXPECT_EQ(parse_share("96.5%")->ppm, 965'000U);
  EXPECT_EQ(parse_share("0.0001%")->ppm, 1U);
  EXPECT_EQ(parse_share("100%")->ppm, 1'000'000U);
  EXPECT_EQ(parse_share("100.0000000%")->ppm, 1'000'000U);
  for (const char* text : {"", "%", "5", "0.5", "100.0001%", "101%", "-1%", "+1%", "5 %", "5%%", ".5%", "5.%",
                           "0.00001%", "1e1%", "99999999999999999999%"}) {
    EXPECT_FALSE(parse_share(text)) << text;
  }
  for (const std::uint32_t ppm : {0U, 1U, 10U, 999'999U, 965'000U, 1'000'000U}) {
    EXPECT_EQ(parse_share(format_share(Share{ppm}))->ppm, ppm);
  }
}

TEST(Values, RatesAreWholeNumbersPerSpanOfTime) {
  EXPECT_EQ(parse_rate("400/s")->count, 400U);
  EXPECT_EQ(parse_rate("1_000/m")->per, std::chrono::minutes{1});
  EXPECT_EQ(parse_rate("3/d")->per, std::chrono::hours{24});
  for (const char* text : {"", "400", "/s", "0.5/s", "5/ms", "5/ s", "5/w", "-5/s", "5/s/s", "1000000001/s"}) {
    EXPECT_FALSE(parse_rate(text)) << text;
  }
  for (const char* text : {"400/s", "30/m", "7/h", "0/d"}) EXPECT_EQ(format_rate(*parse_rate(text)), text);
}

TEST(Values, WholeNumbersMayHaveUnderscoresBetweenDigits) {
  EXPECT_EQ(parse_whole("100_000"), 100'000U);
  EXPECT_EQ(parse_whole("18446744073709551615"), 18'446'744'073'709'551'615U);
  for (const char* text : {"", "_1", "1_", "1__0", "-1", "+1", "1.0", "1e3", "0x10", "18446744073709551616", " 1"}) {
    EXPECT_FALSE(parse_whole(text)) << text;
  }
}

TEST(Values, ZonesAreQuarterHoursUpToFourteenHours) {
  EXPECT_EQ(parse_zone("+0545"), std::chrono::minutes{345});
  EXPECT_EQ(parse_zone("-1400"), -std::chrono::hours{14});
  for (const char* text : {"+0000", "+0100", "-0330", "+1400"}) EXPECT_EQ(format_zone(*parse_zone(text)), text);
  for (const char* text :
       {"", "0100", "+01:00", "+0110", "+1415", "-1500", "+0160", "+010", "+01000", "+0a00", "UTC"}) {
    EXPECT_FALSE(parse_zone(text)) << text;
  }
}

TEST(Values, QuantilesAreWrittenAsTheyWereRead) {
  EXPECT_EQ(parse_quantile("p0"), 0.0);
  EXPECT_EQ(parse_quantile("p100"), 1.0);
  for (const char* text : {"p0", "p0.01", "p33.3", "p50", "p99.9", "p99.99", "p100"}) {
    EXPECT_EQ(format_quantile(*parse_quantile(text)), text);
  }
  for (const char* text : {"", "p", "50", "p-1", "p100.1", "p5e1", "pp5", "P50"})
    EXPECT_FALSE(parse_quantile(text)) << text;
}

TEST(Values, OffsetsAreHoursAndMinutes) {
  EXPECT_EQ(*parse_utc_offset("+05:30"), std::chrono::minutes{330});
  EXPECT_EQ(format_utc_offset(*parse_utc_offset("-03:30")), "-03:30");
  for (const char* text : {"", "Z", "05:30", "+5:30", "+15:00", "+05:60", "+0530", "+05:3o"}) {
    EXPECT_FALSE(parse_utc_offset(text)) << text;
  }
}

TEST(Values, DecimalsAreFiniteAndRoundTrip) {
  EXPECT_EQ(parse_decimal("0.1"), 0.1);
  EXPECT_EQ(format_decimal(0.1), "0.1");
  EXPECT_EQ(format_decimal(2), "2");
  for (const char* text : {"", "inf", "nan", "1e999", "0x1p3", "1,5", "one", "+1", "1 "})
    EXPECT_FALSE(parse_decimal(text)) << text;
}

}  // namespace
}  // namespace dlr::sim
