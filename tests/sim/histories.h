// Histories of one message: what can happen to it, in any order, told to the tracker and to the oracle alike.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/status.h"
#include "core/tracker.h"
#include "sim/oracle.h"

namespace dlr::sim::histories {

inline constexpr Instant kStart = instant_from_ms(1'795'800'000'000);
inline constexpr std::uint64_t kPeriod = static_cast<std::uint64_t>(kWaitingPeriod.count());

// Rows of the words that the moves use.
enum Row : std::uint16_t {
  accepted,
  network,
  expired,
  enroute,
  handset,
  not_delivered,
  on_list,
  duplicate_id,
  to_operator,
  by_group_name,  // "delivered", and no id of the group
  of_no_group,    // that anybody knows
  no_row = LogEntry::kNone
};
enum ErrorRow : std::uint16_t { absent_subscriber, of_negative_id, no_error = LogEntry::kNone };

// What the world can do to a message; more than the lifecycle's inputs, since most of those have several causes.
struct Move {
  const char* name;
  LogEntry::Kind kind = LogEntry::Kind::report;
  std::uint16_t http = 0;
  Row status = no_row;
  ErrorRow error = no_error;
  std::uint8_t parts = 0;
  bool of_first_try = false;
  bool malformed = false;
  bool done_at_missing = false;
  bool ends_period = false;
};
using Kind = LogEntry::Kind;

// The first kCommon ones are those that all histories of four are made of.
inline constexpr std::size_t kCommon = 12;
inline constexpr Move kMoves[] = {
    {.name = "taken", .kind = Kind::response, .http = 200, .status = accepted},
    {.name = "rejected (response)", .kind = Kind::response, .http = 200, .status = network},
    {.name = "failed (response)", .kind = Kind::response, .http = 200, .status = expired},
    {.name = "400", .kind = Kind::response, .http = 400},  // refused, or unknown after an ambiguous try
    {.name = "429", .kind = Kind::response, .http = 429},  // a further try, or refused
    {.name = "503", .kind = Kind::response, .http = 503},  // a further try, or unknown
    {.name = "silence", .kind = Kind::timeout},            // the latest try is not answered in time
    {.name = "under way", .status = enroute},
    {.name = "delivered", .status = handset},
    {.name = "rejected", .status = on_list},
    {.name = "failed", .status = not_delivered, .error = absent_subscriber},
    {.name = "period ends", .ends_period = true},

    {.name = "overtaken", .kind = Kind::response, .http = 200, .status = duplicate_id, .of_first_try = true},
    {.name = "102", .kind = Kind::response, .http = 102},  // no last word, so a further try, or unknown
    {.name = "302", .kind = Kind::response, .http = 302},
    {.name = "403", .kind = Kind::response, .http = 403},
    {.name = "404", .kind = Kind::response, .http = 404},
    {.name = "408", .kind = Kind::response, .http = 408},
    {.name = "418", .kind = Kind::response, .http = 418},
    {.name = "504", .kind = Kind::response, .http = 504},
    {.name = "no connection", .kind = Kind::connection_failed},
    {.name = "an answer that nobody can read", .kind = Kind::unreadable, .http = 200},
    {.name = "taken, without a status", .kind = Kind::response, .http = 200},
    {.name = "taken, of three parts", .kind = Kind::response, .http = 202, .status = accepted, .parts = 3},
    {.name = "taken, by a group that nobody knows", .kind = Kind::response, .http = 200, .status = of_no_group},
    {.name = "delivered (response)", .kind = Kind::response, .http = 200, .status = handset},
    {.name = "not delivered (response)", .kind = Kind::response, .http = 200, .status = not_delivered},
    {.name = "id is there (response)", .kind = Kind::response, .http = 200, .status = duplicate_id},
    {.name = "id is there", .status = duplicate_id},
    {.name = "delivered to the operator", .status = to_operator},
    {.name = "delivered, in two parts", .status = handset, .parts = 2},
    {.name = "delivered, nobody knows when", .status = handset, .done_at_missing = true},
    {.name = "delivered, by the group's name", .status = by_group_name},
    {.name = "a group that nobody knows", .status = of_no_group},
    {.name = "expired", .status = expired, .error = absent_subscriber},
    {.name = "a failure whose error has a negative id", .status = not_delivered, .error = of_negative_id},
    {.name = "malformed", .status = handset, .malformed = true},
};
using History = std::vector<std::size_t>;  // places in kMoves

constexpr std::size_t move(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kMoves); ++i) {
    if (kMoves[i].name == name) return i;
  }
  throw "no such move";
}

// What the tracker said, as the oracle would write it.
struct Sink {
  std::vector<ExpectedEvent> events;
  int closed = 0;
  bool unreported = false;
  bool silence_expected = false;

  void on_event(const CampaignEvent& event) {
    const auto since_start = [](Instant at) { return static_cast<LaneTime>((at - kStart).count()); };
    events.push_back({event.status, event.parts, event.status_code, since_start(event.timestamp),
                      since_start(event.received), event.error, event.comment});
  }
  void on_closed(const core::Closed& what) {
    ++closed;
    unreported = what.unreported;
    silence_expected = what.silence_expected;
  }
};

// One more entry about the one message.
inline void add(GroundTruth& truth, const LogEntry& entry) {
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
    for (const char* name : {"PENDING_ACCEPTED", "REJECTED_NETWORK", "EXPIRED_EXPIRED", "PENDING_ENROUTE",
                             "DELIVERED_TO_HANDSET", "UNDELIVERABLE_NOT_DELIVERED", "REJECTED_DESTINATION_BLOCKLISTED",
                             "REJECTED_DUPLICATE_MESSAGE_ID", "DELIVERED_TO_OPERATOR"}) {
      frame.words.statuses.push_back(*core::find_status(name));
    }
    frame.words.statuses.push_back({kAbsent, 4711, "delivered", "SOMEHOW", "It got there"});
    frame.words.statuses.push_back({17, 4712, "LOST_IN_SPACE", "LOST_BEYOND_MARS", "Nobody knows"});
    frame.words.errors.push_back(*core::find_error("EC_ABSENT_SUBSCRIBER"));
    ProviderError& absurd = frame.words.errors.emplace_back(frame.words.errors.front());
    absurd.id = -5;
  }

  // Whether tracker and oracle agree on a history.
  bool agree(const core::LifecycleTable& table, const History& history) {
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
    for (const std::size_t place : history) {
      const Move& move = kMoves[place];
      now += 20'000;  // each try has long been answered, or given up, when the next thing happens
      if (move.ends_period) {
        now = std::max(now, static_cast<LaneTime>(kPeriod + 1));
        tracker.advance_to(kStart + Duration{now});
        continue;
      }
      LogEntry entry;
      entry.kind = move.kind;
      entry.at = now;
      entry.try_number = move.of_first_try ? std::uint8_t{1} : tries;
      entry.http_status = move.http;
      entry.status = move.status;
      entry.error = move.error;
      entry.parts = move.parts;
      entry.malformed = move.malformed;
      entry.done_at = now - 5'000;
      entry.done_at_missing = move.done_at_missing;
      add(truth, entry);
      const Instant at = kStart + Duration{now};
      const ProviderStatus* const status = move.status == no_row ? nullptr : &frame.words.statuses[move.status];
      std::optional<Instant> next;
      if (move.kind == Kind::timeout) {
        next = tracker.on_send_timeout(message.id, {}, tries, at);
      } else if (move.kind == Kind::report) {
        DeliveryReport report;
        report.message = message.id;
        report.status = status;
        if (move.error != no_error) report.error = &frame.words.errors[move.error];
        if (!move.done_at_missing) report.done_at = kStart + Duration{entry.done_at};
        report.parts = move.parts;
        report.malformed = move.malformed;
        tracker.on_delivery_reports({&report, 1}, at);
      } else {
        core::SendAnswer answer;
        answer.message = message.id;
        answer.try_number = entry.try_number;
        answer.kind = move.kind == Kind::response            ? core::SendAnswer::Kind::response
                      : move.kind == Kind::connection_failed ? core::SendAnswer::Kind::connection_failed
                                                             : core::SendAnswer::Kind::unreadable;
        answer.http_status = move.http;
        answer.status = status;
        answer.parts = move.parts;
        next = tracker.on_send_response(answer, at);
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
    return same && (expected.closed ? 1 : 0) == sink.closed && sink.unreported == (expected.end == End::unreported) &&
           sink.silence_expected == expected.silence_expected && expected.breach.empty() &&
           counted.responses_taken == due[Counter::responses_taken] &&
           counted.responses_rejected == due[Counter::responses_rejected] &&
           counted.responses_failed == due[Counter::responses_failed] &&
           counted.responses_refused == due[Counter::responses_refused] &&
           counted.responses_unknown == due[Counter::responses_unknown] &&
           counted.responses_repeated == due[Counter::responses_repeated] &&
           counted.responses_conflict == due[Counter::responses_conflict] &&
           counted.reports_received == due[Counter::reports_received] &&
           counted.reports_malformed == due[Counter::reports_malformed] &&
           counted.reports_unknown_status == due[Counter::reports_unknown_status] &&
           counted.reports_tracked == due[Counter::reports_tracked] &&
           counted.reports_under_way == due[Counter::reports_under_way] &&
           counted.reports_duplicate == due[Counter::reports_duplicate] &&
           counted.reports_conflict == due[Counter::reports_conflict] &&
           counted.reports_late == due[Counter::reports_late];
  }

  // Calls f(history) for every one of up to `longest` of the first `moves` moves, shortest first, until it returns
  // false.
  template <class F>
  static void each(std::size_t longest, std::size_t moves, F&& f) {
    for (std::size_t length = 0; length <= longest; ++length) {
      History history(length, 0);
      for (bool more = true; more;) {
        if (!f(history)) return;
        more = false;
        for (std::size_t& place : history) {
          if (++place < moves) {
            more = true;
            break;
          }
          place = 0;
        }
      }
    }
  }

  Frame frame;
  // The last history: by the oracle, and by the tracker.
  End ended = End::unreported;
  std::vector<ExpectedEvent> told;
};

inline std::string text(const History& history) {
  std::string said;
  for (const std::size_t place : history) said += std::string(said.empty() ? "" : ", ") + kMoves[place].name;
  return said;
}

inline History history_of(std::initializer_list<std::string_view> names) {
  History history;
  for (const std::string_view name : names) history.push_back(move(name));
  return history;
}

}  // namespace dlr::sim::histories
