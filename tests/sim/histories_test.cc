// All histories of up to four inputs, through tracker and oracle. With the lifecycle as it is they agree on every one;
// with any single cell spoiled they do not.
#include "tests/sim/histories.h"

#include <gtest/gtest.h>

#include <string_view>
#include <tuple>
#include <vector>

namespace dlr::sim::histories {
namespace {

using core::Input;

TEST(Histories, TrackerAndOracleAgreeOnAllOfUpToFourInputs) {
  Histories histories;
  std::uint64_t tried = 0;
  Histories::each(4, kCommon, [&](const History& history) {
    ++tried;
    EXPECT_TRUE(histories.agree(core::lifecycle_table(), history)) << text(history);
    return !testing::Test::HasFailure();
  });
  EXPECT_EQ(tried, 1 + 12 + 144 + 1'728 + 20'736U);
}

TEST(Histories, AndOnAllOfUpToThreeWithTheRareOnes) {
  Histories histories;
  std::uint64_t tried = 0;
  Histories::each(3, std::size(kMoves), [&](const History& history) {
    ++tried;
    EXPECT_TRUE(histories.agree(core::lifecycle_table(), history)) << text(history);
    return !testing::Test::HasFailure();
  });
  EXPECT_EQ(tried, 1 + 37 + 1'369 + 50'653U);
}

// The repeat reached the provider first; the first try, which was thought lost, is told that its id is there. The
// message is at the provider, and the delivery that is reported later is no contradiction.
TEST(Histories, FirstTryThatARepeatHasOvertakenIsNotRejected) {
  Histories histories;
  EXPECT_TRUE(histories.agree(core::lifecycle_table(), history_of({"silence", "overtaken", "taken", "delivered"})));
  EXPECT_EQ(histories.ended, End::delivered);
}

// A 1xx is no last word on a request. Whoever hands one on has neither taken the message nor refused it: it is tried
// again, and may have got through.
TEST(Histories, InterimAnswerNeitherTakesNorRefuses) {
  Histories histories;
  EXPECT_TRUE(histories.agree(core::lifecycle_table(), history_of({"102", "102", "delivered"})));
  EXPECT_EQ(histories.ended, End::delivered);
  ASSERT_EQ(histories.told.size(), 3);
  EXPECT_EQ(histories.told[0].status, CampaignStatus::enqueue_failed);
  EXPECT_EQ(histories.told[0].status_code, 102);
  EXPECT_EQ(histories.told[0].error, "HTTP_ERROR");
}

// No error of the provider has a negative id (docs: 0 is OK, the others are above): as if none had been given.
TEST(Histories, ErrorWithANegativeIdIsNone) {
  Histories histories;
  EXPECT_TRUE(
      histories.agree(core::lifecycle_table(), history_of({"taken", "a failure whose error has a negative id"})));
  ASSERT_EQ(histories.told.size(), 2);
  EXPECT_EQ(histories.told[1].error, "UNDELIVERABLE_NOT_DELIVERED");
  EXPECT_EQ(histories.told[1].comment, core::find_status("UNDELIVERABLE_NOT_DELIVERED")->description);
}

// The report's own, else the answer's, else what was counted before it was sent.
TEST(Histories, PartsAreTheProvidersWhereItSaysThem) {
  Histories histories;
  const auto parts = [&](std::initializer_list<std::string_view> names) {
    EXPECT_TRUE(histories.agree(core::lifecycle_table(), history_of(names)));
    return static_cast<int>(histories.told.back().parts);
  };
  EXPECT_EQ(parts({"taken", "delivered"}), 1);
  EXPECT_EQ(parts({"taken, of three parts", "delivered"}), 3);
  EXPECT_EQ(parts({"taken, of three parts", "delivered, in two parts"}), 2);
  EXPECT_EQ(parts({"taken", "delivered, in two parts"}), 2);
}

// Every way to spoil one cell: another event, an event too many, none at all, another next state, another count.
std::vector<core::Cell> spoilt(const core::Cell& cell, core::State state) {
  std::vector<core::Cell> cells;
  core::Cell changed = cell;
  if (cell.has_event) {
    changed.has_event = false;
    changed.enqueued_first = false;
    cells.push_back(changed);
    changed = cell;
    changed.enqueued_first = !cell.enqueued_first;
    if (cell.event != CampaignStatus::enqueued && cell.event != CampaignStatus::enqueue_failed)
      cells.push_back(changed);
    changed = cell;
    changed.event = cell.event == CampaignStatus::delivered ? CampaignStatus::failed : CampaignStatus::delivered;
    cells.push_back(changed);
  } else if (!core::is_final(state)) {
    changed.has_event = true;
    changed.event = CampaignStatus::delivered;
    cells.push_back(changed);
  }
  changed = cell;
  changed.next = core::is_final(state) || core::is_final(cell.next) ? core::State::enqueued : core::State::failed;
  cells.push_back(changed);
  return cells;
}

class SpoiltCell : public testing::TestWithParam<std::tuple<std::size_t, std::size_t>> {};

TEST_P(SpoiltCell, IsSeenByTheOracle) {
  const auto [state, input] = GetParam();
  const core::Cell& cell = core::lifecycle_table()[state][input];
  Histories histories;
  const bool period_ends = static_cast<Input>(input) == Input::period_ends;
  std::vector<core::Cell> changes = spoilt(cell, static_cast<core::State>(state));
  core::Cell recounted = cell;
  const core::Note otherwise =
      static_cast<Input>(input) > Input::under_way ? core::Note::duplicate : core::Note::repeated;
  recounted.note = cell.note == core::Note::conflict ? otherwise : core::Note::conflict;
  if (period_ends) {
    // What the table says of a period's end is whether the message was reported on; there is no state after it.
    changes.clear();
    recounted.note = cell.note == core::Note::unreported ? core::Note::forgotten : core::Note::unreported;
  }
  if (static_cast<Input>(input) != Input::under_way) changes.push_back(recounted);

  for (const core::Cell& change : changes) {
    core::LifecycleTable table = core::lifecycle_table();
    table[state][input] = change;
    bool seen = false;
    Histories::each(4, kCommon, [&](const History& history) {
      seen = !histories.agree(table, history);
      return !seen;
    });
    EXPECT_TRUE(seen) << core::to_string(static_cast<core::State>(state)) << " hears "
                      << core::to_string(static_cast<Input>(input)) << ", spoilt: event " << change.has_event << " "
                      << to_string(change.event) << " next " << core::to_string(change.next);
  }
}

INSTANTIATE_TEST_SUITE_P(Every, SpoiltCell,
                         testing::Combine(testing::Range<std::size_t>(0, core::kStates),
                                          testing::Range<std::size_t>(0, core::kInputs)));

}  // namespace
}  // namespace dlr::sim::histories
