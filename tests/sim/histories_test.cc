// All histories of up to four inputs, through tracker and oracle. With the lifecycle as it is they agree on every one;
// with any single cell spoiled they do not.
#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

#include "core/status.h"
#include "core/tracker.h"
#include "sim/oracle.h"

namespace dlr::sim {
namespace {

using core::Input;

constexpr Instant kStart = instant_from_ms(1'795'800'000'000);
constexpr std::uint64_t kPeriod = static_cast<std::uint64_t>(kWaitingPeriod.count());

// What the world can do to a message; more than the lifecycle's inputs, since most of those have several causes.
enum class Move : std::uint8_t {
  taken,
  rejected_response,
  failed_response,
  bad_request,  // refused, or unknown after an ambiguous try
  busy,         // 429: a further try, or refused
  broken,       // 503: a further try, or unknown
  silence,      // the latest try is not answered in time
  under_way,
  report_delivered,
  report_rejected,
  report_failed,
  period_ends,
  // Not among the moves that all histories are made of:
  overtaken,     // the first try is told that the id is there
  processing,    // 102: no last word, so a further try, or unknown
  absurd_error,  // a failure whose error has a negative id
};
constexpr std::size_t kMoves = 12;

// Rows of the words that the moves use.
enum Row : std::uint16_t { accepted, network, expired, enroute, handset, not_delivered, on_list, duplicate_id };

// What the tracker said, as the oracle would write it.
struct Sink {
  std::vector<ExpectedEvent> events;
  bool closed = false;
  bool unreported = false;

  void on_event(const CampaignEvent& event) {
    const auto since_start = [](Instant at) { return static_cast<LaneTime>((at - kStart).count()); };
    events.push_back({event.status, event.parts, event.status_code, since_start(event.timestamp),
                      since_start(event.received), event.error, event.comment});
  }
  void on_closed(const core::Closed& what) {
    closed = true;
    unreported = what.unreported;
  }
};

// One more entry about the one message.
void add(GroundTruth& truth, const LogEntry& entry) {
  LogEntry& added = truth.add(0);
  const std::uint32_t previous = added.previous;
  added = entry;
  added.previous = previous;
}

class Histories {
 public:
  Histories() {
    frame.start = kStart;
    frame.waiting_period = kWaitingPeriod;
    frame.campaigns.emplace_back().context.campaign_id = "history";
    frame.send_timeout = Duration{10'000};
    frame.send_tries = 2;
    frame.backoff_first = Duration{1'000};
    frame.backoff_cap = Duration{30'000};
    for (const char* name :
         {"PENDING_ACCEPTED", "REJECTED_NETWORK", "EXPIRED_EXPIRED", "PENDING_ENROUTE", "DELIVERED_TO_HANDSET",
          "UNDELIVERABLE_NOT_DELIVERED", "REJECTED_DESTINATION_BLOCKLISTED", "REJECTED_DUPLICATE_MESSAGE_ID"}) {
      frame.words.statuses.push_back(*core::find_status(name));
    }
    frame.words.errors.push_back(*core::find_error("EC_ABSENT_SUBSCRIBER"));
    ProviderError& absurd = frame.words.errors.emplace_back(frame.words.errors.front());
    absurd.id = -5;
  }

  // Whether tracker and oracle agree on a history.
  bool agree(const core::LifecycleTable& table, const std::vector<Move>& moves) {
    core::TrackerSettings settings;
    settings.lifecycle = table;
    settings.send = {frame.send_timeout, frame.send_tries, frame.backoff_first, 2.0, frame.backoff_cap, Share{0}, 0};
    settings.no_report = core::NoReportTable(std::span<const Country>());
    Sink sink;
    core::Tracker<Sink> tracker(settings, sink);
    GroundTruth truth;
    MessageTruth& message = truth.messages.emplace_back();
    message.recipient = 33'612'345'678;
    message.country = *Country::from("FR");

    core::Submission submission;
    submission.recipient = PhoneNumber{message.recipient};
    submission.context = tracker.intern(frame.campaigns[0].context);
    message.id = tracker.submit(submission, kStart).message;

    LaneTime now = 0;
    std::uint8_t tries = 1;
    for (const Move move : moves) {
      now += 20'000;  // each try has long been answered, or given up, when the next thing happens
      std::optional<Instant> next;
      LogEntry entry;
      entry.at = now;
      entry.try_number = tries;
      switch (move) {
        case Move::period_ends:
          now = std::max(now, static_cast<LaneTime>(kPeriod + 1));
          tracker.advance_to(kStart + Duration{now});
          continue;
        case Move::silence:
          entry.kind = LogEntry::Kind::timeout;
          add(truth, entry);
          next = tracker.on_send_timeout(message.id, {}, tries, kStart + Duration{now});
          break;
        case Move::under_way:
        case Move::report_delivered:
        case Move::report_rejected:
        case Move::report_failed:
        case Move::absurd_error: {
          constexpr Row rows[] = {enroute, handset, on_list, not_delivered};
          const bool absurd = move == Move::absurd_error;
          entry.kind = LogEntry::Kind::report;
          entry.status = absurd ? not_delivered : rows[static_cast<int>(move) - static_cast<int>(Move::under_way)];
          if (move == Move::report_failed) entry.error = 0;
          if (absurd) entry.error = 1;
          entry.done_at = now - 5'000;
          add(truth, entry);
          DeliveryReport report;
          report.message = message.id;
          report.status = &frame.words.statuses[entry.status];
          if (entry.error != LogEntry::kNone) report.error = &frame.words.errors[entry.error];
          report.done_at = kStart + Duration{entry.done_at};
          tracker.on_delivery_reports({&report, 1}, kStart + Duration{now});
          break;
        }
        default: {
          constexpr std::uint16_t http[] = {200, 200, 200, 400, 429, 503};
          const bool overtaken = move == Move::overtaken;
          entry.kind = LogEntry::Kind::response;
          entry.http_status = overtaken ? 200 : move == Move::processing ? 102 : http[static_cast<int>(move)];
          if (overtaken) entry.try_number = 1;
          core::SendAnswer answer;
          answer.message = message.id;
          answer.try_number = entry.try_number;
          answer.http_status = entry.http_status;
          if (entry.http_status == 200) {
            constexpr Row rows[] = {accepted, network, expired};
            entry.status = overtaken ? duplicate_id : rows[static_cast<int>(move)];
            answer.status = &frame.words.statuses[entry.status];
          }
          add(truth, entry);
          next = tracker.on_send_response(answer, kStart + Duration{now});
        }
      }
      if (next) {
        const std::optional<std::uint32_t> number = tracker.next_try(message.id, {}, *next);
        if (!number) return false;
        LogEntry again;
        again.kind = LogEntry::Kind::next_try;
        again.at = static_cast<LaneTime>((*next - kStart).count());
        again.try_number = tries = static_cast<std::uint8_t>(*number);
        add(truth, again);
        now = again.at;
      }
    }
    tracker.advance_to(kStart + Duration{std::max<std::uint64_t>(now, kPeriod + 1)});

    Oracle oracle(frame, truth);
    const Expected& expected = oracle.judge(0);
    ended = expected.end;
    told = sink.events;
    bool same = expected.count == sink.events.size();
    for (std::uint32_t i = 0; same && i < expected.count; ++i) {
      const ExpectedEvent& due = expected.events[i];
      const ExpectedEvent& came = sink.events[i];
      same = due.status == came.status && due.parts == came.parts && due.status_code == came.status_code &&
             due.timestamp == came.timestamp && due.received == came.received && due.error == came.error &&
             due.comment == came.comment;
    }
    using reports::Counter;
    const core::TrackerCounters& counted = tracker.counters();
    const reports::Counters& due = oracle.counters();
    return same && expected.closed == sink.closed && sink.unreported == (expected.end == End::unreported) &&
           expected.breach.empty() && counted.responses_taken == due[Counter::responses_taken] &&
           counted.responses_rejected == due[Counter::responses_rejected] &&
           counted.responses_failed == due[Counter::responses_failed] &&
           counted.responses_refused == due[Counter::responses_refused] &&
           counted.responses_unknown == due[Counter::responses_unknown] &&
           counted.responses_repeated == due[Counter::responses_repeated] &&
           counted.responses_conflict == due[Counter::responses_conflict] &&
           counted.reports_tracked == due[Counter::reports_tracked] &&
           counted.reports_under_way == due[Counter::reports_under_way] &&
           counted.reports_duplicate == due[Counter::reports_duplicate] &&
           counted.reports_conflict == due[Counter::reports_conflict] &&
           counted.reports_late == due[Counter::reports_late];
  }

  // Calls f(moves) for every history of up to `longest` moves, shortest first, until it returns false.
  template <class F>
  static void each(std::size_t longest, F&& f) {
    for (std::size_t length = 0; length <= longest; ++length) {
      std::vector<std::size_t> digits(length, 0);
      for (bool more = true; more;) {
        std::vector<Move> moves;
        for (const std::size_t digit : digits) moves.push_back(static_cast<Move>(digit));
        if (!f(moves)) return;
        more = false;
        for (std::size_t& digit : digits) {
          if (++digit < kMoves) {
            more = true;
            break;
          }
          digit = 0;
        }
      }
    }
  }

  Frame frame;
  // The last history: by the oracle, and by the tracker.
  End ended = End::unreported;
  std::vector<ExpectedEvent> told;
};

std::string text(const std::vector<Move>& moves) {
  constexpr const char* names[] = {
      "taken",       "rejected (response)", "failed (response)", "400",    "429",         "503",       "silence",
      "under way",   "delivered",           "rejected",          "failed", "period ends", "overtaken", "102",
      "absurd error"};
  std::string said;
  for (const Move move : moves) said += std::string(said.empty() ? "" : ", ") + names[static_cast<int>(move)];
  return said;
}

TEST(Histories, TrackerAndOracleAgreeOnAllOfUpToFourInputs) {
  Histories histories;
  std::uint64_t tried = 0;
  Histories::each(4, [&](const std::vector<Move>& moves) {
    ++tried;
    EXPECT_TRUE(histories.agree(core::lifecycle_table(), moves)) << text(moves);
    return !testing::Test::HasFailure();
  });
  EXPECT_EQ(tried, 1 + 12 + 144 + 1'728 + 20'736U);
}

// The repeat reached the provider first; the first try, which was thought lost, is told that its id is there. The
// message is at the provider, and the delivery that is reported later is no contradiction.
TEST(Histories, FirstTryThatARepeatHasOvertakenIsNotRejected) {
  Histories histories;
  const std::vector<Move> moves{Move::silence, Move::overtaken, Move::taken, Move::report_delivered};
  EXPECT_TRUE(histories.agree(core::lifecycle_table(), moves));
  EXPECT_EQ(histories.ended, End::delivered);
}

// A 1xx is no last word on a request. Whoever hands one on has neither taken the message nor refused it: it is tried
// again, and may have got through.
TEST(Histories, InterimAnswerNeitherTakesNorRefuses) {
  Histories histories;
  for (const std::vector<Move>& moves : std::vector<std::vector<Move>>{{Move::processing},
                                                                       {Move::processing, Move::taken},
                                                                       {Move::processing, Move::bad_request},
                                                                       {Move::busy, Move::processing},
                                                                       {Move::silence, Move::silence, Move::processing},
                                                                       {Move::report_delivered, Move::processing}}) {
    EXPECT_TRUE(histories.agree(core::lifecycle_table(), moves)) << text(moves);
  }
  const std::vector<Move> recovered{Move::processing, Move::processing, Move::report_delivered};
  EXPECT_TRUE(histories.agree(core::lifecycle_table(), recovered));
  EXPECT_EQ(histories.ended, End::delivered);
  ASSERT_EQ(histories.told.size(), 3);
  EXPECT_EQ(histories.told[0].status, CampaignStatus::enqueue_failed);
  EXPECT_EQ(histories.told[0].status_code, 102);
  EXPECT_EQ(histories.told[0].error, "HTTP_ERROR");
}

// No error of the provider has a negative id (docs: 0 is OK, the others are above): as if none had been given.
TEST(Histories, ErrorWithANegativeIdIsNone) {
  Histories histories;
  const std::vector<Move> moves{Move::taken, Move::absurd_error};
  EXPECT_TRUE(histories.agree(core::lifecycle_table(), moves));
  ASSERT_EQ(histories.told.size(), 2);
  EXPECT_EQ(histories.told[1].error, "UNDELIVERABLE_NOT_DELIVERED");
  EXPECT_EQ(histories.told[1].comment, core::find_status("UNDELIVERABLE_NOT_DELIVERED")->description);
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
    Histories::each(4, [&](const std::vector<Move>& moves) {
      seen = !histories.agree(table, moves);
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
}  // namespace dlr::sim
