// What a lane came to: every message judged by the oracle, everything counted twice and compared, all of it added to
// the measurements.
#include <algorithm>
#include <bit>
#include <utility>

#include "reports/laws.h"
#include "reports/message_outcomes.h"
#include "sim/broken_rule.h"
#include "sim/lane.h"

namespace dlr::sim {
namespace {

using reports::Counter;
using reports::Counters;

// Where the core's own counts go in the list of everything counted.
Counters counters_of(const core::TrackerCounters& core, const Sightings& sightings) {
  Counters counters;
  counters[Counter::events_enqueued] = sightings.events(CampaignStatus::enqueued);
  counters[Counter::events_enqueue_failed] = sightings.events(CampaignStatus::enqueue_failed);
  counters[Counter::events_delivered] = sightings.events(CampaignStatus::delivered);
  counters[Counter::events_rejected] = sightings.events(CampaignStatus::rejected);
  counters[Counter::events_failed] = sightings.events(CampaignStatus::failed);
  counters[Counter::responses_taken] = core.responses_taken;
  counters[Counter::responses_rejected] = core.responses_rejected;
  counters[Counter::responses_failed] = core.responses_failed;
  counters[Counter::responses_refused] = core.responses_refused;
  counters[Counter::responses_unknown] = core.responses_unknown;
  counters[Counter::responses_repeated] = core.responses_repeated;
  counters[Counter::responses_conflict] = core.responses_conflict;
  counters[Counter::reports_received] = core.reports_received;
  counters[Counter::reports_tracked] = core.reports_tracked;
  counters[Counter::reports_under_way] = core.reports_under_way;
  counters[Counter::reports_unknown_status] = core.reports_unknown_status;
  counters[Counter::reports_duplicate] = core.reports_duplicate;
  counters[Counter::reports_conflict] = core.reports_conflict;
  counters[Counter::reports_late] = core.reports_late;
  counters[Counter::reports_unknown] = core.reports_unknown;
  counters[Counter::reports_malformed] = core.reports_malformed;
  return counters;
}

// What the world alone counts; of the rest the oracle has its own figures (sim/oracle.h).
bool is_worlds_own(Counter counter) {
  return counter == Counter::reports_undelivered || counter == Counter::reports_held ||
         counter == Counter::reports_fell_back;
}

// The block of messages whose hashes are being added up; a lane's messages hardly ever leave it.
struct BlockAtHand {
  std::uint64_t index = 0;
  reports::FingerprintBlock sums;

  void go_to(std::uint64_t other, reports::Measurements& into) {
    if (other == index) return;
    add_to(into);
    index = other;
  }
  void add_to(reports::Measurements& into) {
    if (index >= into.blocks.size()) return;
    into.blocks[index].outcomes += sums.outcomes;
    into.blocks[index].timeline += sums.timeline;
    sums = {};
  }
};

reports::MessageOutcome outcome_of(const Seen& seen, LaneTime sent, std::uint32_t group) {
  using reports::MessageEnd, reports::MessageOutcome;
  MessageOutcome outcome;
  outcome.group = static_cast<std::uint16_t>(std::min<std::uint32_t>(group, MessageOutcome::kNoGroup));
  outcome.end = MessageEnd::unreported;
  if (seen.unreported || seen.count == 0) return outcome;
  const reports::EventFacts& last = seen.last();
  static constexpr MessageEnd ends[] = {MessageEnd::unreported, MessageEnd::enqueue_failed, MessageEnd::delivered,
                                        MessageEnd::rejected, MessageEnd::failed};
  outcome.end = ends[static_cast<int>(last.status)];
  outcome.delay_ms = last.received - sent;
  if (last.status_code >= 0 && last.status_code < MessageOutcome::kNoCode) {
    outcome.code = static_cast<std::uint16_t>(last.status_code);
  }
  return outcome;
}

}  // namespace

bool Lane::agrees(const Seen& seen, const Expected& expected) {
  if (seen.count != expected.count || seen.wrong_words || seen.wrong_end || seen.closed != expected.closed ||
      seen.unreported != (expected.end == End::unreported) || seen.silence_expected != expected.silence_expected ||
      !expected.breach.empty()) {
    return false;
  }
  for (std::uint32_t i = 0; i < expected.count; ++i) {
    const ExpectedEvent& event = expected.events[i];
    const reports::EventFacts facts{expected_text_(event.error, event.comment),
                                    event.timestamp,
                                    event.received,
                                    event.status_code,
                                    event.status,
                                    event.parts};
    if (!(facts == seen.events[i])) return false;
  }
  return true;
}

void Lane::count_message(const Seen& seen, const MessageTruth& truth, reports::GroupMeasurements& group,
                         GroupTotals& totals) {
  const auto count = [&](Counter counter) { ++totals[static_cast<std::size_t>(counter)]; };
  count(Counter::messages_submitted);
  if (seen.closed && !seen.unreported) count(Counter::messages_unconfirmed);
  if (seen.unreported) {
    count(Counter::messages_unreported);
    if (seen.silence_expected) count(Counter::messages_unreported_expected);
  }
  if (seen.count == 0) return;
  if (seen.said(CampaignStatus::enqueued)) count(Counter::messages_enqueued);
  const reports::EventFacts& last = seen.last();
  if (last.status != CampaignStatus::enqueue_failed && seen.said(CampaignStatus::enqueue_failed)) {
    count(Counter::messages_unconfirmed);
    count(Counter::messages_recovered);
  }
  if (seen.unreported) return;
  switch (last.status) {
    case CampaignStatus::enqueued:
      return;
    case CampaignStatus::enqueue_failed:
      return count(Counter::messages_enqueue_failed);
    case CampaignStatus::rejected:
      delays_.add(group.rejection_delay, last.received - truth.sent);
      return count(Counter::messages_rejected);
    case CampaignStatus::delivered:
      count(Counter::messages_delivered);
      break;
    case CampaignStatus::failed:
      count(Counter::messages_failed);
      break;
  }
  delays_.add(group.delivery_delay, last.timestamp - truth.sent);
  delays_.add(group.report_delay, last.received - truth.sent);
}

void Lane::judge(reports::Measurements& into) {
  if (into.groups.size() < world_.groups) into.groups.resize(world_.groups);
  const std::uint64_t block_size = reports::messages_in_block(world_.scenario.messages());
  const int block_shift = std::countr_zero(block_size);
  if (into.blocks.empty()) into.blocks.resize(reports::blocks_of(world_.scenario.messages()));
  if (into.faults.size() < struck_.size()) into.faults.resize(struck_.size());

  Oracle oracle(world_.frame, truth_);
  group_totals_.assign(world_.groups, GroupTotals{});
  std::vector<std::int32_t> open_changes(in_flight_.size() + 2, 0);
  const auto change_open = [&](LaneTime at, std::int32_t by) {
    const std::size_t minute = at / 60'000 + 1;
    open_changes[std::min(minute, open_changes.size() - 1)] += by;
  };
  BlockAtHand block;
  constexpr std::uint32_t kAhead = 8;  // messages whose records are on their way from memory
  for (std::uint32_t m = 0; m < truth_.messages.size(); ++m) {
    if (m + kAhead < truth_.messages.size()) {
      __builtin_prefetch(&truth_.messages[m + kAhead]);
      sightings_.prefetch(m + kAhead);
      __builtin_prefetch(&courses_[m + kAhead].journey);
      oracle.prefetch(m + kAhead / 2);
    }
    const MessageTruth& truth = truth_.messages[m];
    const Seen& seen = sightings_.seen(m);
    phase_.set(Phase::oracle);
    const Expected& expected = oracle.judge(m);
    change_open(truth.sent, 1);
    change_open(expected.closed_at, -1);
    if (!agrees(seen, expected)) [[unlikely]] {
      into.note_broken(seen.reference, broken_rule(seen, expected));
    }
    if (m == watched_) explain(seen, expected);
    phase_.set(Phase::statistics);
    const std::uint32_t group = courses_[m].journey.group;
    count_message(seen, truth, into.groups[group], group_totals_[group]);

    block.go_to(seen.reference >> block_shift, into);
    std::uint32_t statuses = 0;
    for (std::uint32_t i = 0; i < std::min<std::uint32_t>(seen.count, Expected::kMostEvents); ++i) {
      const reports::Digest digest = reports::digest_of(seen.events[i], seen.reference, i);
      block.sums.timeline.add(digest.low, digest.high);
      statuses = statuses << 4U | (static_cast<std::uint32_t>(seen.events[i].status) + 1);
    }
    const reports::Digest digest = reports::digest_of_outcome(
        seen.reference, std::uint64_t{statuses} << 2U | (seen.closed ? 2U : 0U) | (seen.silence_expected ? 1U : 0U));
    block.sums.outcomes.add(digest.low, digest.high);
    if (outcomes_ != nullptr) outcomes_->push_back({seen.reference, pack(outcome_of(seen, truth.sent, group))});
  }
  delays_.flush();
  block.add_to(into);
  into.invariants_checked += truth_.messages.size();

  core::TrackerCounters heard = dead_counters_;
  heard += tracker_->counters();
  Counters counted = counters_of(heard, sightings_);
  for (std::size_t group = 0; group < group_totals_.size(); ++group) {
    for (std::size_t i = 0; i < reports::kMessageCounters; ++i) {
      into.groups[group].totals[i] += group_totals_[group][i];
      counted.values[i] += group_totals_[group][i];
    }
  }
  counted += counters_;
  oracle.judge_callbacks();
  for (std::size_t i = 0; i < reports::kCounters; ++i) {
    const auto counter = static_cast<Counter>(i);
    if (is_worlds_own(counter)) continue;
    ++into.invariants_checked;
    if (counted[counter] != oracle.counters()[counter])
      into.note_miscounted(counter, counted[counter], oracle.counters()[counter]);
  }
  for (const reports::Law& law : reports::kLaws) {
    ++into.invariants_checked;
    const std::uint64_t left = law.left_side(counted), right = law.right_side(counted);
    if (left != right) into.note_broken_law(reports::words_of(law), left, right);
  }
  // What was forwarded or refused by the provider has an end that somebody told, or none that anybody told.
  ++into.invariants_checked;
  const std::uint64_t known = counted[Counter::messages_enqueued] + counted[Counter::responses_rejected];
  const std::uint64_t ended = counted[Counter::messages_delivered] + counted[Counter::messages_rejected] +
                              counted[Counter::messages_failed] + counted[Counter::messages_unreported] -
                              sightings_.never_heard_of();
  if (known != ended) {
    into.note_broken_law(
        "messages.enqueued + responses.rejected = messages.delivered + messages.rejected + "
        "messages.failed + messages.unreported, but those never heard of",
        known, ended);
  }

  ++into.invariants_checked;
  std::int64_t open = 0;
  const auto was_down = [this](std::uint64_t before) {
    return before > 0 && std::any_of(truth_.downtimes.begin(), truth_.downtimes.end(),
                                     [=](const Downtime& downtime) { return downtime.contains(before - 1); });
  };
  for (std::size_t minute = 0; minute < in_flight_.size(); ++minute) {
    open += open_changes[minute];
    if (static_cast<std::uint64_t>(open) == in_flight_[minute] || was_down(minute * std::uint64_t{60'000})) continue;
    into.note_wrong_in_flight(minute, in_flight_[minute], static_cast<std::uint64_t>(open));
    break;
  }

  into.counters += counted;
  for (std::size_t i = 0; i < struck_.size(); ++i) into.faults[i] += struck_[i];
  for (const auto& row : heard.heard) said_.lifecycle.insert(said_.lifecycle.end(), row.begin(), row.end());
  into.situations += said_;
  if (into.reports_by_minute.size() < received_.size()) into.reports_by_minute.resize(received_.size());
  for (std::size_t i = 0; i < received_.size(); ++i) into.reports_by_minute[i] += received_[i];
  if (into.in_flight_by_minute.size() < in_flight_.size()) into.in_flight_by_minute.resize(in_flight_.size());
  for (std::size_t i = 0; i < in_flight_.size(); ++i) into.in_flight_by_minute[i] += in_flight_[i];
}

}  // namespace dlr::sim
