// The words in which somebody says which messages they look for.
#include "sim/message_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dlr::sim {
namespace {

using testing::HasSubstr;

std::string why_not(std::string_view text) {
  std::string why;
  return read_filter(text, why) ? "it is one" : why;
}

TEST(MessageFilter, ReadsAllItsWords) {
  std::string why;
  const auto filter = read_filter(" outcome!=failed  operator=US/Verizon campaign=sale channel=mms delay>2m", why);
  ASSERT_TRUE(filter) << why;
  EXPECT_EQ(filter->where, (reports::Where{"US", "Verizon", "sale", "mms"}));
  EXPECT_EQ(filter->ends, std::vector{reports::MessageEnd::failed});
  EXPECT_TRUE(filter->any_other_end);
  EXPECT_EQ(filter->slower_than, Duration{120'000});
}

TEST(MessageFilter, TakesNamesWithBlanksInQuotes) {
  std::string why;
  const auto filter = read_filter(R"(campaign="spring \"sale\"" operator='US/T Mobile')", why);
  ASSERT_TRUE(filter) << why;
  EXPECT_EQ(filter->where, (reports::Where{"US", "T Mobile", "spring \"sale\"", ""}));
}

TEST(MessageFilter, SaysWhatIsNone) {
  EXPECT_THAT(why_not(" "), HasSubstr("nothing to look for"));
  EXPECT_THAT(why_not("cuntry=US"), HasSubstr("did you mean 'country'?"));
  EXPECT_THAT(why_not("country>US"), HasSubstr("nothing to look for: write"));
  EXPECT_THAT(why_not("country="), HasSubstr("nothing to look for"));
  EXPECT_THAT(why_not("outcome=lost"), HasSubstr("'lost' is no outcome"));
  EXPECT_THAT(why_not("delay>5"), HasSubstr("'5' is no duration"));
  EXPECT_THAT(why_not("operator=Orange"), HasSubstr("names no country"));
  EXPECT_THAT(why_not("operator=FR/"), HasSubstr("names no country and operator"));
  EXPECT_THAT(why_not(R"(campaign=a\b)"), HasSubstr("backslash"));
}

TEST(MessageFilter, DoesNotLetTheLastOfTwoWin) {
  EXPECT_THAT(why_not("country=US country=FR"), HasSubstr("country is named twice"));
  EXPECT_THAT(why_not("country=US operator=FR/Orange"), HasSubstr("country is named twice"));
  EXPECT_THAT(why_not("outcome=failed outcome!=failed"), HasSubstr("outcome is named twice"));
  EXPECT_THAT(why_not("delay>1m delay>2m"), HasSubstr("delay is named twice"));
}

TEST(MessageFilter, NamesWhatNoMessageHas) {
  const std::vector<reports::GroupName> groups{{"FR", "Orange", "sale", "sms"}, {"US", "Verizon", "sale", "sms"}};
  EXPECT_EQ(what_is_missing({}, groups), "");
  EXPECT_EQ(what_is_missing({"FR", "Orange", "sale", "sms"}, groups), "");
  EXPECT_THAT(what_is_missing({"UZ", "", "", ""}, groups),
              HasSubstr("no message has the country 'UZ'; did you mean 'US'?"));
  EXPECT_THAT(what_is_missing({"FR", "Verizon", "", ""}, groups),
              HasSubstr("the operator 'Verizon' (there is Orange)"));
  EXPECT_THAT(what_is_missing({"", "", "slae", ""}, groups), HasSubstr("the campaign 'slae'; did you mean 'sale'?"));
  EXPECT_THAT(what_is_missing({"", "", "", "mms"}, groups), HasSubstr("the channel 'mms'"));
}

}  // namespace
}  // namespace dlr::sim
