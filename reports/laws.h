// What always adds up, in every lane of every run: sums of counters that must be equal. Checked beside the oracle's own
// figures, so that a counter which only the world can know is held by those it must agree with.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>

#include "reports/counters.h"

namespace dlr::reports {

struct Law {
  std::array<Counter, 2> left;
  std::uint8_t terms_left = 1;
  std::array<Counter, 7> right;
  std::uint8_t terms_right = 1;

  std::uint64_t left_side(const Counters& counters) const {
    std::uint64_t sum = 0;
    for (std::uint8_t i = 0; i < terms_left; ++i) sum += counters[left[i]];
    return sum;
  }
  std::uint64_t right_side(const Counters& counters) const {
    std::uint64_t sum = 0;
    for (std::uint8_t i = 0; i < terms_right; ++i) sum += counters[right[i]];
    return sum;
  }
};

// "callbacks.sent = callbacks.accepted + callbacks.refused"
std::string words_of(const Law& law);

constexpr Law law(std::initializer_list<Counter> left, std::initializer_list<Counter> right) {
  Law made{};
  made.terms_left = made.terms_right = 0;
  for (const Counter counter : left) made.left[made.terms_left++] = counter;
  for (const Counter counter : right) made.right[made.terms_right++] = counter;
  return made;
}

inline constexpr std::array kLaws{
    // Every message has one end.
    law({Counter::messages_submitted},
        {Counter::messages_enqueue_failed, Counter::messages_delivered, Counter::messages_rejected,
         Counter::messages_failed, Counter::messages_unreported}),
    // One event per status; of a message that recovered, `enqueue_failed` was said too.
    law({Counter::events_enqueue_failed}, {Counter::messages_enqueue_failed, Counter::messages_recovered}),
    law({Counter::events_enqueued}, {Counter::messages_enqueued}),
    law({Counter::events_delivered}, {Counter::messages_delivered}),
    law({Counter::events_rejected}, {Counter::messages_rejected}),
    law({Counter::events_failed}, {Counter::messages_failed}),
    // Every report that was read came to one thing.
    law({Counter::reports_received},
        {Counter::reports_tracked, Counter::reports_under_way, Counter::reports_duplicate, Counter::reports_conflict,
         Counter::reports_late, Counter::reports_unknown, Counter::reports_malformed}),
    // Every report that was made went somewhere.
    law({Counter::reports_made, Counter::reports_repeated},
        {Counter::reports_dropped, Counter::reports_lost, Counter::reports_undelivered, Counter::reports_received}),
    law({Counter::callbacks_sent}, {Counter::callbacks_accepted, Counter::callbacks_refused}),
    law({Counter::callbacks_refused}, {Counter::callbacks_retried, Counter::callbacks_given_up}),
};

}  // namespace dlr::reports
