// The lifecycle's table, cell by cell, in words: what comes out, where it goes, what is
// said beside. A cell that differs from this text is either a mistake or a change of the rules.
#include "core/lifecycle.h"

#include <gtest/gtest.h>

#include <string>

namespace dlr::core {
namespace {

// "enqueued, failed -> failed" or "repeated", "conflict", "-" ...
std::string text(State state, const Cell& cell) {
  std::string said;
  if (cell.has_event) {
    if (cell.enqueued_first) said = "enqueued, ";
    said += to_string(cell.event);
    said += " -> ";
    said += to_string(cell.next);
  } else if (cell.next != state) {
    said = std::string("-> ") + to_string(cell.next);
  }
  switch (cell.note) {
    case Note::none:
      break;
    case Note::repeated:
      said += "repeated";
      break;
    case Note::conflict:
      said += "conflict";
      break;
    case Note::duplicate:
      said += "duplicate";
      break;
    case Note::unreported:
      said += "unreported";
      break;
    case Note::forgotten:
      said += "forgotten";
      break;
  }
  return said.empty() ? "-" : said;
}

struct Row {
  State state;
  const char* cells[kInputs];
};

// taken, rejected, failed (responses), refused, unknown, under way, delivered, rejected, failed (reports), period ends
const Row kRows[] = {
    {State::submitted,
     {"enqueued -> enqueued", "rejected -> rejected", "enqueued, failed -> failed", "enqueue_failed -> enqueue_failed",
      "enqueue_failed -> unconfirmed", "enqueued -> enqueued", "enqueued, delivered -> delivered",
      "enqueued, rejected -> rejected", "enqueued, failed -> failed", "unreported"}},
    {State::enqueued,
     {"repeated", "conflict", "failed -> failed", "conflict", "repeated", "-", "delivered -> delivered",
      "rejected -> rejected", "failed -> failed", "unreported"}},
    {State::unconfirmed,
     {"enqueued -> enqueued", "rejected -> rejected", "enqueued, failed -> failed", "repeated", "repeated",
      "enqueued -> enqueued", "enqueued, delivered -> delivered", "enqueued, rejected -> rejected",
      "enqueued, failed -> failed", "-> enqueue_failed"}},
    {State::enqueue_failed,
     {"conflict", "conflict", "conflict", "repeated", "repeated", "-", "conflict", "conflict", "conflict",
      "forgotten"}},
    {State::delivered,
     {"repeated", "conflict", "conflict", "conflict", "repeated", "-", "duplicate", "conflict", "conflict",
      "forgotten"}},
    {State::rejected,
     {"repeated", "repeated", "conflict", "conflict", "repeated", "-", "conflict", "duplicate", "conflict",
      "forgotten"}},
    {State::failed,
     {"repeated", "conflict", "repeated", "conflict", "repeated", "-", "conflict", "conflict", "duplicate",
      "forgotten"}},
};

class LifecycleCell : public testing::TestWithParam<std::tuple<std::size_t, std::size_t>> {};

TEST_P(LifecycleCell, IsAsTheRulesSay) {
  const auto [state, input] = GetParam();
  ASSERT_EQ(static_cast<std::size_t>(kRows[state].state), state);
  EXPECT_EQ(text(kRows[state].state, lifecycle_table()[state][input]), kRows[state].cells[input])
      << to_string(static_cast<State>(state)) << " hears " << to_string(static_cast<Input>(input));
}

INSTANTIATE_TEST_SUITE_P(Every, LifecycleCell,
                         testing::Combine(testing::Range<std::size_t>(0, kStates),
                                          testing::Range<std::size_t>(0, kInputs)),
                         [](const auto& cell) {
                           std::string name = std::string(to_string(static_cast<State>(std::get<0>(cell.param)))) +
                                              "_" + to_string(static_cast<Input>(std::get<1>(cell.param)));
                           for (char& c : name) {
                             if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
                           }
                           return name;
                         });

TEST(Lifecycle, FinalStatesStandForEver) {
  for (std::size_t state = 0; state < kStates; ++state) {
    if (!is_final(static_cast<State>(state))) continue;
    for (const Cell& cell : lifecycle_table()[state]) {
      EXPECT_EQ(static_cast<std::size_t>(cell.next), state);
      EXPECT_FALSE(cell.has_event);
    }
  }
}

}  // namespace
}  // namespace dlr::core
