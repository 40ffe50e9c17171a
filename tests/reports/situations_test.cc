#include "reports/situations.h"

#include <gtest/gtest.h>

namespace dlr::reports {
namespace {

TEST(Situations, AddUpByNameWhateverTheirOrder) {
  Situations one;
  one.statuses = {{"PENDING", {{"PENDING_ACCEPTED", 3}, {"PENDING_WAITING_DELIVERY", 0}}},
                  {"DELIVERED", {{"DELIVERED_TO_HANDSET", 5}}}};
  Situations other;
  other.statuses = {{"DELIVERED", {{"DELIVERED_TO_OPERATOR", 1}, {"DELIVERED_TO_HANDSET", 2}}},
                    {"PENDING", {{"PENDING_ACCEPTED", 4}, {"PENDING_WAITING_DELIVERY", 1}}},
                    {"REJECTED", {{"REJECTED_SENDER", 9}}}};
  one += other;
  EXPECT_EQ(one.statuses,
            (std::vector<SituationGroup>{{"PENDING", {{"PENDING_ACCEPTED", 7}, {"PENDING_WAITING_DELIVERY", 1}}},
                                         {"DELIVERED", {{"DELIVERED_TO_HANDSET", 7}, {"DELIVERED_TO_OPERATOR", 1}}},
                                         {"REJECTED", {{"REJECTED_SENDER", 9}}}}));
}

TEST(Situations, WhatNeverHappenedIsNotReached) {
  const Reached reached = reached_of({{"a", {{"x", 0}, {"y", 2}}}, {"b", {{"x", 1}, {"z", 0}, {"w", 0}}}});
  EXPECT_EQ(reached.reached, 2);
  EXPECT_EQ(reached.all, 5);
  EXPECT_EQ(reached_of({}).all, 0);
}

}  // namespace
}  // namespace dlr::reports
