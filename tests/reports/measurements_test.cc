#include "reports/measurements.h"

#include <gtest/gtest.h>

#include "samples.h"

namespace dlr::reports {
namespace {

using samples::broken_lane;

// What a result would show of it.
std::string shown(Measurements measured) {
  Result result;
  std::vector<GroupName> names;
  for (std::size_t i = 0; i < measured.groups.size(); ++i) names.push_back({"FR", std::to_string(i), "c", "sms"});
  const std::vector<std::string> faults{"a", "b"};
  take_measurements(result, std::move(measured), names, faults);
  return to_json(result);
}

TEST(Measurements, LanesAddUpInAnyOrderAndGrouping) {
  Measurements forth, back, grouped, half;
  for (std::uint32_t lane = 0; lane < 8; ++lane) {
    forth.add(broken_lane(lane));
    back.add(broken_lane(7 - lane));
    (lane % 2 == 0 ? grouped : half).add(broken_lane(lane));
  }
  grouped.add(half);
  EXPECT_EQ(shown(forth), shown(back));
  EXPECT_EQ(shown(forth), shown(grouped));
}

TEST(Measurements, TheLowestBrokenMessageIsKeptWhicheverCameFirst) {
  Measurements one, other;
  one.note_broken(17);
  one.note_broken(12);
  other.note_broken(15);
  other.add(one);
  EXPECT_EQ(other.breaches.first, 12U);
  EXPECT_EQ(other.breaches.messages, 3U);
  EXPECT_EQ(other.breaches.count(), 3U);
}

TEST(Measurements, EachRuleKeepsItsLowestMessageAndHowOftenItWasBroken) {
  Measurements one, other;
  one.note_broken(17, "delivered is missing");
  one.note_broken(12, "failed too much");
  other.note_broken(15, "delivered is missing");
  other.note_broken(30, "delivered is missing");
  other.note_broken(40, "how it was sent");
  other.add(one);
  using Rules = std::vector<std::pair<std::string, BrokenRule>>;
  EXPECT_EQ(other.breaches.first_rules(2), (Rules{{"failed too much", {1, 12}}, {"delivered is missing", {3, 15}}}));
  EXPECT_EQ(other.breaches.first_rules(9).size(), 3U);
}

TEST(Measurements, MiscountsAreSummedUp) {
  Measurements measured;
  measured.note_miscounted(Counter::reports_late, 1, 3);
  measured.note_miscounted(Counter::reports_late, 5, 4);
  EXPECT_EQ(measured.breaches.miscounts[static_cast<std::size_t>(Counter::reports_late)], (Miscount{2, 6, 7}));
  EXPECT_EQ(measured.breaches.count(), 2U);
}

TEST(Measurements, TheEarliestDifferenceInFlightIsKept) {
  Measurements measured;
  measured.note_wrong_in_flight(7, 1, 2);
  measured.note_wrong_in_flight(3, 9, 8);
  measured.note_wrong_in_flight(5, 1, 2);
  EXPECT_EQ(measured.breaches.in_flight, (Breaches::InFlight{3, 9, 8}));
  EXPECT_EQ(measured.breaches.count(), 3U);
}

TEST(Measurements, GroupsOfOneNameBecomeOneAndThoseWithoutMessagesAreLeftOut) {
  Measurements measured;
  measured.groups.resize(3);
  measured.groups[0].totals[0] = 3;
  measured.groups[0].report_delay.add(5);
  measured.groups[2].totals[0] = 4;
  measured.groups[2].report_delay.add(6);
  Result result;
  const GroupName orange{"FR", "Orange", "c", "sms"};
  take_measurements(result, std::move(measured), std::vector<GroupName>{orange, {"FR", "SFR", "c", "sms"}, orange}, {});
  ASSERT_EQ(result.groups.size(), 1U);
  EXPECT_EQ(result.groups[0].name, orange);
  EXPECT_EQ(result.groups[0].measured.totals[0], 7U);
  EXPECT_EQ(result.groups[0].measured.report_delay.count(), 2U);
}

}  // namespace
}  // namespace dlr::reports
