#include "core/numbering.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dlr::core {
namespace {

// "-": a code without a country; "none": no such calling code.
std::string country_text(std::uint64_t digits) {
  const std::optional<Country> country = country_of(PhoneNumber{digits});
  if (!country) return "none";
  return *country ? country->text() : "-";
}

struct Known {
  std::uint64_t digits;
  std::string_view country;
};

TEST(PhoneNumbers, AreDigitsWithOrWithoutAPlus) {
  EXPECT_EQ(parse_phone_number("491711234567")->digits, 491'711'234'567U);
  EXPECT_EQ(parse_phone_number("+491711234567")->digits, 491'711'234'567U);
  EXPECT_EQ(parse_phone_number("2901234")->digits, 2'901'234U);
  EXPECT_EQ(parse_phone_number("999999999999999")->digits, 999'999'999'999'999U);
}

TEST(PhoneNumbers, AnythingElseIsNoNumber) {
  for (const char* text :
       {"", "+", "123456", "+123456", "1234567890123456", "0049171123456", "+0491711234567", "++491711234567",
        "49 171 1234567", "49-171-1234567", "491711234567 ", "49171123456x", "4917112345\xD9\xA7", "491711234567+"}) {
    EXPECT_FALSE(parse_phone_number(text)) << text;
  }
}

TEST(Numbering, SharedCallingCodesAreTakenApart) {
  const Known known[] = {
      {12015550123, "US"},  {14165550123, "CA"},  {16713001234, "GU"},  {16702345678, "MP"},  {16847331234, "AS"},
      {12423591234, "BS"},  {12462501234, "BB"},  {12642351234, "AI"},  {12684641234, "AG"},  {12843001234, "VG"},
      {13406421234, "VI"},  {13453231234, "KY"},  {14413701234, "BM"},  {14734031234, "GD"},  {16492311234, "TC"},
      {16644923456, "MS"},  {17215205678, "SX"},  {17582845678, "LC"},  {17672251234, "DM"},  {17844301234, "VC"},
      {17872345678, "PR"},  {19392345678, "PR"},  {18092345678, "DO"},  {18292345678, "DO"},  {18492345678, "DO"},
      {18682911234, "TT"},  {18697652917, "KN"},  {18762101234, "JM"},  {16582101234, "JM"},  {18005550123, "US"},
      {79123456789, "RU"},  {77710009998, "KZ"},  {73301234567, "KZ"},  {447400123456, "GB"}, {447781123456, "GG"},
      {447797712345, "JE"}, {447924123456, "GB"}, {447624123456, "IM"}, {61412345678, "AU"},  {61891641234, "CX"},
      {61891621234, "CC"},  {4740612345, "NO"},   {4779123456, "SJ"},   {358412345678, "FI"}, {35818123456, "AX"},
      {393123456789, "IT"}, {390669812345, "VA"}, {212650123456, "MA"}, {212528812345, "EH"}, {59995181234, "CW"},
      {5993181234, "BQ"},   {29051234, "SH"},     {2908999, "TA"},      {262692123456, "RE"}, {262639012345, "YT"},
      {590690001234, "GP"}, {590590271234, "BL"}, {590590871234, "BL"}, {590590291234, "BL"}, {590590001234, "MF"},
      {681821234, "WF"},    {6721234567, "NF"},   {50051234, "FK"},     {24740123, "AC"},     {38343201234, "XK"},
  };
  for (const Known& k : known) EXPECT_EQ(country_text(k.digits), k.country) << k.digits;
}

TEST(Numbering, NeighboursOfShortCodesAreNotMixedUp) {
  EXPECT_EQ(country_text(67077212345), "TL");    // +670
  EXPECT_EQ(country_text(16702345678), "MP");    // +1 670
  EXPECT_EQ(country_text(6857212345), "WS");     // +685
  EXPECT_EQ(country_text(16847331234), "AS");    // +1 684
  EXPECT_EQ(country_text(229011234567), "BJ");   // +229 with today's ten digits
  EXPECT_EQ(country_text(5212221234567), "MX");  // the 1 that mobile numbers bore until 2019
}

TEST(Numbering, SomeCodesBelongToNoCountry) {
  for (const std::uint64_t digits : {80012345678U, 80812345678U, 870301234567U, 881612345678U, 882123456789U,
                                     883510012345U, 888123456789U, 979123456789U}) {
    EXPECT_EQ(country_text(digits), "-") << digits;
  }
}

TEST(Numbering, CodesThatAreNotAssignedAreNothing) {
  for (const std::uint64_t digits :
       {210'123'456'789U, 214'123'456'789U, 259'123'456'789U, 280'123'456'789U, 384'123'456'789U, 422'123'456'789U,
        699'123'456'789U, 804'123'456'789U, 969'123'456'789U, 999'123'456'789U}) {
    EXPECT_EQ(country_text(digits), "none") << digits;
  }
}

TEST(Numbering, SevenToFifteenDigits) {
  EXPECT_EQ(country_text(0), "none");
  EXPECT_EQ(country_text(491'234), "none");
  EXPECT_EQ(country_text(999'999), "none");
  EXPECT_EQ(country_text(1'000'000), "US");
  EXPECT_EQ(country_text(4'912'345), "DE");
  EXPECT_EQ(country_text(491'234'567'890'123), "DE");
  EXPECT_EQ(country_text(4'912'345'678'901'234), "none");
  EXPECT_EQ(country_text(UINT64_MAX), "none");
}

TEST(Numbering, TheCallingCodeCountsWhateverTheLength) {
  // 1 to 999 as first digits, 7 to 15 long: the same answer at every length. +1 and +7 have shorter codes.
  for (std::uint64_t code = 100; code < 1'000; ++code) {
    if (code / 100 == 1 || code / 100 == 7) continue;
    std::uint64_t digits = code * 10'000;
    const std::string expected = country_text(digits);
    for (int length = 8; length <= 15; ++length) {
      digits *= 10;
      EXPECT_EQ(country_text(digits), expected) << digits;
    }
  }
}

TEST(Numbering, OnlyCanadasServiceNumbersHangOnTheLength) {
  EXPECT_EQ(country_text(13'101'234), "CA");
  EXPECT_EQ(country_text(13'100'000), "CA");
  EXPECT_EQ(country_text(13'109'999), "CA");
  EXPECT_EQ(country_text(13'110'000), "US");
  EXPECT_EQ(country_text(13'099'999), "US");
  EXPECT_EQ(country_text(13'102'345'678), "US");
}

TEST(Numbering, NumbersThatAreValidNowhereGoToTheMainCountryOfTheirCode) {
  EXPECT_EQ(country_text(19991234567), "US");
  EXPECT_EQ(country_text(441111111111), "GB");
  EXPECT_EQ(country_text(590123456789), "GP");
  EXPECT_EQ(country_text(5905900), "GP");  // ends before it could be told from MF's
}

TEST(Numbering, PlansStayInTheirCountryThroughAllFreeDigits) {
  ASSERT_EQ(numbering_plans().size(), 245U);
  for (const NumberingPlan& plan : numbering_plans()) {
    std::uint64_t range = 1;
    for (std::uint32_t i = 0; i < plan.free_digits; ++i) range *= 10;
    const std::uint64_t first = plan.mobile_example / range * range;
    EXPECT_GE(range, 1'000U) << plan.country.text();
    for (std::uint64_t i = 0; i < 1'000; ++i) {
      const std::uint64_t digits = first + (range / 1'000) * i + i % (range / 1'000);
      ASSERT_EQ(country_text(digits), plan.country.text()) << digits;
    }
    ASSERT_EQ(country_text(first + range - 1), plan.country.text());
    EXPECT_TRUE(std::to_string(plan.mobile_example).starts_with(std::to_string(plan.calling_code)));
  }
}

TEST(Numbering, EachPlanIsFoundByItsCountry) {
  for (const NumberingPlan& plan : numbering_plans()) EXPECT_EQ(find_numbering_plan(plan.country), &plan);
  EXPECT_EQ(find_numbering_plan(*Country::from("ZZ")), nullptr);
  EXPECT_EQ(find_numbering_plan(*Country::from("AA")), nullptr);
  EXPECT_EQ(find_numbering_plan(Country()), nullptr);
}

TEST(NoReportTable, HoldsTheThirtyFourTerritoriesOfTheList) {
  const NoReportTable& table = NoReportTable::built_in();
  EXPECT_EQ(table.countries().size(), 34U);
  for (const char* name :
       {"BD", "BJ", "BR", "BI", "KH", "DE", "GP", "GU", "HK", "ID", "KW", "MY", "MH", "MR", "MX", "NR", "MP",
        "PK", "PA", "PG", "PE", "WS", "SB", "SS", "LK", "SD", "TJ", "TL", "TO", "TV", "UZ", "VE", "VN", "WF"}) {
    EXPECT_TRUE(table.contains(*Country::from(name))) << name;
  }
  for (const char* name : {"US", "AS", "FR", "MQ", "CA", "AT", "KP", "CZ"})
    EXPECT_FALSE(table.contains(*Country::from(name)));
  EXPECT_FALSE(table.contains(Country()));
}

TEST(NoReportTable, MobileNumbersOfItsTerritoriesAreFoundThere) {
  for (const Country country : NoReportTable::built_in().countries()) {
    const NumberingPlan* plan = find_numbering_plan(country);
    ASSERT_NE(plan, nullptr) << country.text();
    EXPECT_TRUE(NoReportTable::built_in().contains(*country_of(PhoneNumber{plan->mobile_example})));
  }
  // Saint Barthelemy and Saint Martin use the mobile numbers of Guadeloupe.
  EXPECT_TRUE(NoReportTable::built_in().contains(*country_of(PhoneNumber{590690123456})));
}

TEST(NoReportTable, CanBeReplaced) {
  const std::vector<Country> mine{*Country::from("CZ"), *Country::from("SK")};
  const NoReportTable table(mine);
  EXPECT_EQ(table.countries(), mine);
  EXPECT_FALSE(table.contains(*Country::from("DE")));
  EXPECT_TRUE(NoReportTable(std::vector<Country>{}).countries().empty());
}

}  // namespace
}  // namespace dlr::core
