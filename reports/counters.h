// The one list of everything counted: name, meaning. Results, expectations, the schema and the documents use these
// names; sim/ counts by them. All counts are of messages, events, answers, reports or callbacks; none has another unit.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dlr::reports {

enum class Counter : std::uint8_t {
  messages_submitted,
  messages_enqueued,
  messages_unconfirmed,
  messages_recovered,
  messages_enqueue_failed,
  messages_delivered,
  messages_rejected,
  messages_failed,
  messages_unreported,
  messages_unreported_expected,
  events_enqueued,
  events_enqueue_failed,
  events_delivered,
  events_rejected,
  events_failed,
  responses_taken,
  responses_rejected,
  responses_failed,
  responses_refused,
  responses_unknown,
  responses_repeated,
  responses_conflict,
  reports_made,
  reports_repeated,
  reports_dropped,
  reports_lost,
  reports_undelivered,
  reports_received,
  reports_tracked,
  reports_under_way,
  reports_unknown_status,
  reports_duplicate,
  reports_conflict,
  reports_late,
  reports_unknown,
  reports_malformed,
  reports_held,
  reports_fell_back,
  callbacks_sent,
  callbacks_accepted,
  callbacks_refused,
  callbacks_retried,
  callbacks_given_up,
};
inline constexpr std::size_t kCounters = 43;

// The first ten are counted per group too (country, operator, campaign, channel).
inline constexpr std::size_t kMessageCounters = 10;

struct CounterInfo {
  std::string_view family;  // "messages": the member of a result that holds it ("messages" are its `totals`)
  std::string_view name;    // "submitted"
  std::string_view meaning;

  // "messages.submitted": as expectations ask for it, and find_counter() finds it.
  std::string full_name() const { return std::string(family) + '.' + std::string(name); }
};

inline constexpr std::array<CounterInfo, kCounters> kCounterInfo{{
    {"messages", "submitted", "messages handed to the core, its own refusals included"},
    {"messages", "enqueued", "messages of which the event `enqueued` was said"},
    {"messages", "unconfirmed",
     "messages that were ever unconfirmed: `enqueue_failed` said, but the provider may have it"},
    {"messages", "recovered", "messages that left unconfirmed before their waiting period ended"},
    {"messages", "enqueue_failed", "messages that ended as never handed over"},
    {"messages", "delivered", "messages that ended as delivered"},
    {"messages", "rejected", "messages that ended as rejected by the provider"},
    {"messages", "failed", "messages that ended as failed after they were forwarded"},
    {"messages", "unreported", "messages whose waiting period ended without a final status"},
    {"messages", "unreported_expected", "those of them in a no-report country"},
    {"events", "enqueued", "events `enqueued`"},
    {"events", "enqueue_failed", "events `enqueue_failed`"},
    {"events", "delivered", "events `delivered`"},
    {"events", "rejected", "events `rejected`"},
    {"events", "failed", "events `failed`"},
    {"responses", "taken", "submissions that the provider took"},
    {"responses", "rejected", "submissions rejected in the send response"},
    {"responses", "failed", "submissions failed in the send response"},
    {"responses", "refused", "submissions that certainly did not get through, the core's own refusals included"},
    {"responses", "unknown", "submissions of which nobody knows whether they got through"},
    {"responses", "repeated", "outcomes that said nothing new"},
    {"responses", "conflict", "outcomes that contradict what was already known"},
    {"reports", "made", "delivery reports that came to exist, copies and strays included"},
    {"reports", "repeated", "reports handed over again although the core had read them"},
    {"reports", "dropped", "reports that a fault made away with"},
    {"reports", "lost", "reports whose last try did not reach the core"},
    {"reports", "undelivered", "reports that were never tried"},
    {"reports", "received", "reports that the core read"},
    {"reports", "tracked", "reports that set a final status"},
    {"reports", "under_way", "reports that say the message is under way"},
    {"reports", "unknown_status", "those of them with a group that nobody knows"},
    {"reports", "duplicate", "reports that repeat the final status"},
    {"reports", "conflict", "reports of another final status than the one that stands"},
    {"reports", "late", "reports received after the waiting period"},
    {"reports", "unknown", "reports for an id that the core never minted"},
    {"reports", "malformed", "reports that are wrong inside well-formed JSON"},
    {"reports", "held", "reports that a fault held back for a time"},
    {"reports", "fell_back", "MMS of which the operator says that they arrived as SMS"},
    {"callbacks", "sent", "tries to hand a callback over"},
    {"callbacks", "accepted", "tries that the provider takes as accepted"},
    {"callbacks", "refused", "tries that the provider takes as refused"},
    {"callbacks", "retried", "refused tries that are tried again"},
    {"callbacks", "given_up", "refused tries after which the provider gives up"},
}};

constexpr const CounterInfo& info(Counter counter) { return kCounterInfo[static_cast<std::size_t>(counter)]; }

// Whether each message counts once in it or not at all: such a count is a sum over messages, and as many at most.
constexpr bool is_once_a_message(Counter counter) {
  if (static_cast<std::size_t>(counter) < kMessageCounters) return true;
  switch (counter) {
    case Counter::events_enqueued:
    case Counter::events_enqueue_failed:
    case Counter::events_delivered:
    case Counter::events_rejected:
    case Counter::events_failed:
    case Counter::responses_taken:
    case Counter::responses_rejected:
    case Counter::responses_failed:
    case Counter::responses_refused:
    case Counter::responses_unknown:
    case Counter::reports_tracked:
    case Counter::reports_fell_back:
      return true;
    default:
      return false;
  }
}

// "reports.duplicate" -> its counter; nothing for any other text.
constexpr std::optional<Counter> find_counter(std::string_view full_name) {
  for (std::size_t i = 0; i < kCounters; ++i) {
    const auto& [family, name, meaning] = kCounterInfo[i];
    if (full_name.size() == family.size() + 1 + name.size() && full_name.substr(0, family.size()) == family &&
        full_name[family.size()] == '.' && full_name.substr(family.size() + 1) == name) {
      return static_cast<Counter>(i);
    }
  }
  return std::nullopt;
}

// One value per counter; adds up over lanes, threads and shards.
struct Counters {
  std::array<std::uint64_t, kCounters> values{};

  constexpr std::uint64_t& operator[](Counter counter) { return values[static_cast<std::size_t>(counter)]; }
  constexpr std::uint64_t operator[](Counter counter) const { return values[static_cast<std::size_t>(counter)]; }
  constexpr Counters& operator+=(const Counters& other) {
    for (std::size_t i = 0; i < kCounters; ++i) values[i] += other.values[i];
    return *this;
  }
  friend constexpr bool operator==(const Counters&, const Counters&) = default;
};

}  // namespace dlr::reports
