#include "core/infobip/timestamp.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace dlr::core::infobip {
namespace {

using std::chrono::days;

TEST(Timestamps, TheDocumentedFormIsRead) {
  EXPECT_EQ(parse_timestamp("2019-11-09T16:00:00.000+0000"), instant_from_ms(1'573'315'200'000));
  EXPECT_EQ(parse_timestamp("2019-11-09T17:00:00.007+0100"), instant_from_ms(1'573'315'200'007));
  EXPECT_EQ(parse_timestamp("2019-11-09T10:30:00.999-0530"), instant_from_ms(1'573'315'200'999));
}

TEST(Timestamps, OtherFormsOfTheSameInstantAreRead) {
  for (const char* text :
       {"2019-11-09T16:00:00Z", "2019-11-09T16:00:00+00:00", "2019-11-09t16:00:00z", "2019-11-09T16:00:00+0000",
        "2019-11-09T16:00:00.0Z", "2019-11-09T16:00:00.000999999+00:00", "2019-11-09T21:45:00.000+05:45",
        "2019-11-08T17:00:00-2300", "2019-11-09T16:59:00+0059", "2019-11-09T16:00:00-00:00"}) {
    EXPECT_EQ(parse_timestamp(text), instant_from_ms(1'573'315'200'000)) << text;
  }
  EXPECT_EQ(parse_timestamp("2019-11-09T16:00:00.25Z"), instant_from_ms(1'573'315'200'250));
  EXPECT_EQ(parse_timestamp("2019-11-09T16:00:00.1239+0000"), instant_from_ms(1'573'315'200'123));
}

TEST(Timestamps, EveryDayOfTheCalendarIsRead) {
  // Four centuries: all that the calendar repeats.
  for (Instant day = instant_from_ms(86'400'000); day < Instant{days{150'000}}; day += days{1}) {
    std::string text = format_instant(day);  // ends in "Z"
    ASSERT_EQ(parse_timestamp(text), day) << text;
    text.replace(text.size() - 1, 1, ".000+0000");
    ASSERT_EQ(parse_timestamp(text), day) << text;
  }
}

TEST(Timestamps, DatesAndTimesThatCannotBeAreRefused) {
  for (const char* text :
       {"2019-02-29T16:00:00.000+0000", "2100-02-29T16:00:00Z", "2019-13-09T16:00:00Z", "2019-00-09T16:00:00Z",
        "2019-11-00T16:00:00Z", "2019-11-31T16:00:00Z", "2019-11-09T24:00:00Z", "2019-11-09T16:60:00Z",
        "2019-11-09T16:00:60Z", "2019-11-09T16:00:00.000+2400", "2019-11-09T16:00:00.000+0060"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
}

TEST(Timestamps, AClockAtZeroTellsNothing) {
  for (const char* text :
       {"0000-00-00T00:00:00.000+0000", "0001-01-01T00:00:00.000+0000", "1970-01-01T00:00:00.000+0000",
        "1970-01-01T01:00:00.000+0100", "1970-01-01T23:59:59.999Z", "1969-12-31T23:00:00Z"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
  EXPECT_TRUE(parse_timestamp("1970-01-02T00:00:00.000+0000"));
}

TEST(Timestamps, AnyOtherTextIsRefused) {
  const std::string good = "2019-11-09T16:00:00.000+0000";
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_FALSE(parse_timestamp(good.substr(0, length))) << length;
    // What lies behind the end of a view is none of it.
    EXPECT_FALSE(parse_timestamp(std::string_view(good).substr(0, length))) << length;
  }
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const char c : {'x', ' ', '/', ';', '\0', '\xff'}) {
      std::string text = good;
      text[at] = c;
      EXPECT_FALSE(parse_timestamp(text)) << text;
    }
  }
  for (const char* text :
       {"2019-11-09 16:00:00Z", "2019-11-09T16:00:00.Z", "2019-11-09T16:00:00", "2019-11-09T16:00:00.000",
        "2019-11-09T16:00:00+01", "2019-11-09T16:00:00+0:00", "2019-11-09T16:00:00.000+0000 ", " 2019-11-09T16:00:00Z",
        "2019-11-09T16:00:00ZZ", "20191109T160000Z", "1573315200"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
}

}  // namespace
}  // namespace dlr::core::infobip
