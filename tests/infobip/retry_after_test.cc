#include "core/infobip/retry_after.h"

#include <gtest/gtest.h>

#include "core/infobip/timestamp.h"

namespace dlr::core::infobip {
namespace {

const Instant kNow = *parse_timestamp("1994-11-06T08:49:30Z");

TEST(RetryAfter, SecondsAreWaited) {
  EXPECT_EQ(parse_retry_after("0", kNow), Duration{0});
  EXPECT_EQ(parse_retry_after("120", kNow), Duration{120'000});
  EXPECT_EQ(parse_retry_after(" 120\t", kNow), Duration{120'000});
  EXPECT_EQ(parse_retry_after("007", kNow), Duration{7'000});
}

TEST(RetryAfter, MoreThanAClockHoldsIsHeldAt2To31Seconds) {
  for (const char* much : {"2147483648", "2147483649", "99999999999999999999999999999999"}) {
    EXPECT_EQ(parse_retry_after(much, kNow), std::chrono::seconds{1LL << 31}) << much;
  }
  EXPECT_EQ(parse_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", kNow), std::chrono::seconds{1LL << 31});
}

TEST(RetryAfter, ADateIsReadInEachOfHttpsThreeForms) {
  for (const char* date : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                           "Sun Nov  6 08:49:37 1994", " Sun, 06 Nov 1994 08:49:37 GMT "}) {
    EXPECT_EQ(parse_retry_after(date, kNow), Duration{7'000}) << date;
  }
  EXPECT_EQ(parse_retry_after("Wed Nov 16 08:49:37 1994", kNow), Duration{7'000} + std::chrono::days{10});
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:59:60 GMT", kNow), std::chrono::minutes{10} + Duration{30'000});
}

TEST(RetryAfter, ADateGoneByMeansNow) {
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:29 GMT", kNow), Duration{0});
  EXPECT_EQ(parse_retry_after("Thu, 01 Jan 1970 00:00:00 GMT", kNow), Duration{0});
}

TEST(RetryAfter, TwoDigitsOfAYearAreAtMostFiftyYearsAhead) {
  const Instant now = *parse_timestamp("2026-11-27T00:00:00Z");
  EXPECT_EQ(parse_retry_after("Wednesday, 02-Dec-26 00:00:00 GMT", now), std::chrono::days{5});
  EXPECT_EQ(parse_retry_after("Friday, 27-Nov-26 00:00:07 GMT", now), Duration{7'000});
  EXPECT_GT(parse_retry_after("Friday, 27-Nov-76 00:00:07 GMT", now), Duration{0});
  EXPECT_EQ(parse_retry_after("Friday, 27-Nov-77 00:00:07 GMT", now), Duration{0});  // 1977
  EXPECT_EQ(parse_retry_after("Saturday, 29-Feb-92 00:00:00 GMT", now), Duration{0}) << "1992 has that day";
  EXPECT_FALSE(parse_retry_after("Sunday, 29-Feb-93 00:00:00 GMT", now));
}

TEST(RetryAfter, AnythingElseIsNoAnswer) {
  for (const char* text : {"",
                           " ",
                           "-1",
                           "+1",
                           "1.5",
                           "1s",
                           "soon",
                           "0x10",
                           "Sun, 06 Nov 1994 08:49:37",
                           "Sun, 06 Nov 1994 08:49:37 UTC",
                           "Sun, 6 Nov 1994 08:49:37 GMT",
                           "Sun, 06 nov 1994 08:49:37 GMT",
                           "Sun, 31 Feb 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 24:49:37 GMT",
                           "Sun, 06 Nov 1994 08:60:37 GMT",
                           "06 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 08:49:61 GMT",
                           "Sun Nov x6 08:49:37 1994",
                           "Su, 06 Nov 1994 08:49:37 GMT",
                           "Wednesdays, 06 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Xxx 1994 08:49:37 GMT",
                           "Sun, 0x Nov 1994 08:49:37 GMT",
                           "1994-11-06T08:49:37Z"}) {
    EXPECT_FALSE(parse_retry_after(text, kNow)) << text;
  }
}

}  // namespace
}  // namespace dlr::core::infobip
