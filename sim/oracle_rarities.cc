// What the oracle seldom has to think about: tries beyond the first, a tracker that was down in between, and once per
// lane the callbacks.
#include <algorithm>
#include <cmath>

#include "sim/oracle_story.h"

namespace dlr::sim {

using reports::Counter;

void Oracle::judge_callbacks() {
  const auto add = [this](Counter counter, std::uint64_t n) { counters_[counter] += n; };
  add(Counter::reports_made, truth_.dropped);
  add(Counter::reports_dropped, truth_.dropped);
  for (const StrayReport& stray : truth_.strays) {
    add(Counter::reports_received, 1);
    // An id that the core minted it knows for ever; one from elsewhere only while it is remembered.
    const bool is_late = stray.forgotten && !frame_.foreign_ids;
    add(stray.malformed ? Counter::reports_malformed : is_late ? Counter::reports_late : Counter::reports_unknown, 1);
  }
  for (const CallbackTry& one : truth_.callbacks) {
    const bool ends = one.accepted || one.retries == frame_.callback_retries;
    add(Counter::callbacks_sent, 1);
    add(one.accepted ? Counter::callbacks_accepted : Counter::callbacks_refused, 1);
    if (!one.accepted) add(ends ? Counter::callbacks_given_up : Counter::callbacks_retried, 1);
    if (one.retries == 0) add(Counter::reports_made, one.reports);
    if (one.read && one.read_before) add(Counter::reports_repeated, one.reports);
    if (ends && !one.read && !one.read_before) add(Counter::reports_lost, one.reports);
  }
}

// The end of a period finds nobody while the tracker is down; it comes back to it.
LaneTime Oracle::heeded_at(std::uint64_t end_of_period) const {
  for (const Downtime& downtime : truth_.downtimes) {
    if (downtime.contains(end_of_period)) return downtime.to;
  }
  return static_cast<LaneTime>(end_of_period);
}

// A try that was under way, or had ended without a word, counts as not answered in time. A wait goes on to its end, or
// ends with the downtime that it ended in.
void Oracle::hear_restart(Story& story, LaneTime at) {
  if (!story.sending) return;
  if (story.waiting) {
    story.due_from = std::max<std::uint64_t>(story.due_from, at);
    story.due_to = std::max<std::uint64_t>(story.due_to, at);  // no try is due any more once the period is over
    return;
  }
  if (story.over(frame_, at)) return;
  LogEntry silence;
  silence.kind = LogEntry::Kind::timeout;
  silence.at = at;
  silence.try_number = static_cast<std::uint8_t>(story.tries);
  hear_response(story, silence);
}

void Oracle::check_try(Story& story, const LogEntry& entry) {
  if (!story.sending || !story.waiting || story.over(frame_, entry.at)) {
    expected_.breach = "a try was made that nothing called for";
  } else if (entry.try_number != story.tries + 1 || entry.at < story.due_from || entry.at > story.due_to) {
    expected_.breach = "a try was made at the wrong time, or bears the wrong number";
  } else if (is_bunched(story, entry)) {
    expected_.breach = "repeats are not spread over the time that jitter leaves them";
  }
  story.waiting = false;
  ++story.tries;
  story.try_at = entry.at;
}

// Whether this repeat is one of many that were all made in the same quarter of their time: by chance in one of 1e36
// lanes, as only such waits count that nothing could lengthen, move or end.
bool Oracle::is_bunched(const Story& story, const LogEntry& entry) {
  constexpr std::uint64_t kTellable = 20;  // ms
  constexpr std::uint32_t kMany = 64;
  const std::uint64_t room = story.due_to - story.due_from;
  if (!story.drawn_freely || room < kTellable) return false;
  const double place = static_cast<double>(entry.at - story.due_from) / static_cast<double>(room);
  spread_.earliest = std::min(spread_.earliest, place);
  spread_.latest = std::max(spread_.latest, place);
  return ++spread_.repeats >= kMany && spread_.latest - spread_.earliest < 0.25;
}

void Oracle::expect_retry(Story& story, const LogEntry& entry) {
  // Each wait is `factor` times the one before it: rounded at each step, as a power is not.
  double grown = static_cast<double>(frame_.backoff_first.count());
  for (std::uint32_t tried = 1; tried < story.tries; ++tried) grown *= frame_.backoff_factor;
  const double longest = std::min(grown, static_cast<double>(frame_.backoff_cap.count()));
  const double shortest = longest * (1.0 - frame_.backoff_jitter.ppm / 1e6);
  const std::uint64_t floor = std::max<std::uint64_t>(entry.retry_after, 1);
  // A nanosecond of slack below, for the rounding of what jitter takes away.
  story.due_from = entry.at + std::max(floor, static_cast<std::uint64_t>(std::ceil(shortest - 1e-6)));
  story.due_to = entry.at + std::max(floor, static_cast<std::uint64_t>(std::ceil(longest)));
  story.waiting = true;
  const std::uint64_t period_end = story.truth.sent + static_cast<std::uint64_t>(frame_.waiting_period.count());
  story.drawn_freely = frame_.backoff_jitter.ppm > 0 && !story.ambiguous &&
                       static_cast<double>(floor) <= std::max(shortest, 1.0) && story.due_to <= period_end &&
                       std::none_of(truth_.downtimes.begin(), truth_.downtimes.end(), [&](const Downtime& downtime) {
                         return downtime.to > entry.at && downtime.from <= story.due_to;
                       });
}

}  // namespace dlr::sim
