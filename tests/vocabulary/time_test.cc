#include "core/vocabulary/time.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace dlr {
namespace {

constexpr std::int64_t kDay = 86'400'000;
// 2026-11-27T17:00:00Z, computed by `date -u -d ... +%s`.
constexpr std::int64_t kBlackFriday = 1'795'798'800'000;

TEST(Instants, AreWrittenAsRfc3339WithMillisecondsOnlyWhereThereAreSome) {
  EXPECT_EQ(format_instant(instant_from_ms(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_instant(instant_from_ms(kBlackFriday)), "2026-11-27T17:00:00Z");
  EXPECT_EQ(format_instant(instant_from_ms(kBlackFriday + 250)), "2026-11-27T17:00:00.250Z");
  EXPECT_EQ(format_instant(instant_from_ms(kBlackFriday + 7)), "2026-11-27T17:00:00.007Z");
  EXPECT_EQ(format_instant(instant_from_ms(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(Instants, AreReadInEveryZone) {
  EXPECT_EQ(parse_instant("2026-11-27T17:00:00Z"), instant_from_ms(kBlackFriday));
  EXPECT_EQ(parse_instant("2026-11-27t17:00:00z"), instant_from_ms(kBlackFriday));
  EXPECT_EQ(parse_instant("2026-11-27T18:00:00+01:00"), instant_from_ms(kBlackFriday));
  EXPECT_EQ(parse_instant("2026-11-27T22:45:00.25+05:45"), instant_from_ms(kBlackFriday + 250));
  EXPECT_EQ(parse_instant("2026-11-26T23:30:00-17:30"), instant_from_ms(kBlackFriday));
  EXPECT_EQ(parse_instant("2026-11-27T17:00:00-00:00"), instant_from_ms(kBlackFriday));
}

TEST(Instants, FinerFractionsAreCutOffAlsoBeforeTheEpoch) {
  EXPECT_EQ(parse_instant("2026-11-27T17:00:00.2509999Z"), instant_from_ms(kBlackFriday + 250));
  EXPECT_EQ(parse_instant("2026-11-27T17:00:00.5Z"), instant_from_ms(kBlackFriday + 500));
  EXPECT_EQ(parse_instant("1969-12-31T23:59:59.9999Z"), instant_from_ms(-1));
}

TEST(Instants, LeapDaysExistWhereTheCalendarHasThem) {
  EXPECT_TRUE(parse_instant("2024-02-29T00:00:00Z"));
  EXPECT_TRUE(parse_instant("2000-02-29T00:00:00Z"));
  EXPECT_FALSE(parse_instant("2026-02-29T00:00:00Z"));
  EXPECT_FALSE(parse_instant("1900-02-29T00:00:00Z"));
}

TEST(Instants, AnythingElseIsNoInstant) {
  const char* const texts[] = {"",
                               "2026-11-27",
                               "2026-11-27T17:00:00",
                               "2026-11-27T17:00Z",
                               "2026-11-27 17:00:00Z",
                               "2026-11-27T17:00:00 Z",
                               "2026-11-27T17:00:00Z ",
                               " 2026-11-27T17:00:00Z",
                               "2026-11-27T17:00:00.Z",
                               "2026-11-27T17:00:00,5Z",
                               "2026-11-27T17:00:00+0100",
                               "2026-11-27T17:00:00+24:00",
                               "2026-11-27T17:00:00+01:60",
                               "2026-11-27T17:00:00+01",
                               "2026-11-27T17:00:00*01:00",
                               "2026-11-27T24:00:00Z",
                               "2026-11-27T17:60:00Z",
                               "2026-11-27T23:59:60Z",
                               "2026-13-01T00:00:00Z",
                               "2026-00-01T00:00:00Z",
                               "2026-04-31T00:00:00Z",
                               "2026-04-00T00:00:00Z",
                               "26-11-27T17:00:00Z",
                               "+2026-11-27T17:00:00Z",
                               "-026-11-27T17:00:00Z",
                               "2026-1-27T17:00:00Z",
                               "1795798800"};
  for (const char* text : texts) EXPECT_FALSE(parse_instant(text)) << text;
}

TEST(Instants, WhatIsWrittenIsReadBack) {
  // 97 003 is prime to all that repeats in a calendar: every month, weekday and leap year comes up.
  const Instant first = *parse_instant("0000-01-01T00:00:00Z");
  const Instant last = *parse_instant("9999-12-31T23:59:59.999Z");
  std::vector<Instant> instants{first, last, instant_from_ms(0)};
  for (Instant at = first; at < last; at += Duration{97'003LL * 1'000'003}) instants.push_back(at);
  EXPECT_GT(instants.size(), 3'000U);
  for (const Instant instant : instants) EXPECT_EQ(parse_instant(format_instant(instant)), instant);
}

TEST(Instants, BeyondFourDigitYearsOnlyTheCountIsWritten) {
  const Instant last = *parse_instant("9999-12-31T23:59:59.999Z");
  EXPECT_EQ(format_instant(last + Duration{1}), "@253402300800000ms");
  const Instant first = *parse_instant("0000-01-01T00:00:00Z");
  EXPECT_EQ(format_instant(first - Duration{1}), "@-62167219200001ms");
  EXPECT_EQ(format_instant(Instant::max()), "@9223372036854775807ms");
  EXPECT_EQ(format_instant(Instant::min()), "@-9223372036854775808ms");
}

TEST(Durations, AreWrittenInTheLargestUnitsThatSayThemExactly) {
  const std::vector<std::pair<std::int64_t, std::string>> cases{{0, "0ms"},
                                                                {250, "250ms"},
                                                                {6'000, "6s"},
                                                                {6'001, "6s1ms"},
                                                                {90 * 60'000, "1h30m"},
                                                                {4 * kDay, "4d"},
                                                                {4 * kDay + 1, "4d1ms"},
                                                                {kDay - 1, "23h59m59s999ms"},
                                                                {-90'000, "-1m30s"},
                                                                {-4 * kDay, "-4d"}};
  for (const auto& [ms, text] : cases) EXPECT_EQ(format_duration(Duration{ms}), text);
  EXPECT_EQ(format_duration(kWaitingPeriod), "4d");
}

TEST(Durations, AreReadInUnitsLargestFirst) {
  EXPECT_EQ(parse_duration("250ms"), Duration{250});
  EXPECT_EQ(parse_duration("6s"), Duration{6'000});
  EXPECT_EQ(parse_duration("1h30m"), Duration{5'400'000});
  EXPECT_EQ(parse_duration("90m"), Duration{5'400'000});
  EXPECT_EQ(parse_duration("1d2h3m4s5ms"), Duration{kDay + 7'200'000 + 180'000 + 4'005});
  EXPECT_EQ(parse_duration("1m5ms"), Duration{60'005});
  EXPECT_EQ(parse_duration("0s"), Duration{0});
  EXPECT_EQ(parse_duration("007s"), Duration{7'000});
  EXPECT_EQ(parse_duration("10000d"), Duration{10'000 * kDay});
}

TEST(Durations, AnythingElseIsNoDuration) {
  const char* const texts[] = {"",
                               "5",
                               "s",
                               "5 s",
                               " 5s",
                               "5s ",
                               "-5s",
                               "+5s",
                               "1.5h",
                               "5S",
                               "5min",
                               "5sec",
                               "1w",
                               "5s5s",
                               "1m1h",
                               "5ms5s",
                               "1h30",
                               "1h 30m",
                               "5\xC2\xB5s",
                               "10001d",
                               "10000d1ms",
                               "864000001s",
                               "18446744073709551616ms"};
  for (const char* text : texts) EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(Durations, WhatIsWrittenIsReadBack) {
  for (std::int64_t ms = 0; ms < 10'000 * kDay; ms = ms * 3 / 2 + 7) {
    EXPECT_EQ(parse_duration(format_duration(Duration{ms})), Duration{ms});
  }
}

TEST(Durations, TheLeastOfAllIsWrittenToo) {
  EXPECT_EQ(format_duration(Duration::min()), "-106751991167d7h12m55s808ms");
}

}  // namespace
}  // namespace dlr
