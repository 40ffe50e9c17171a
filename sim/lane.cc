#include "sim/lane.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "sim/faults/callback_down.h"

namespace dlr::sim {
Lane::Lane(const World& world, const LanePlan& plan, const Defect* defect)
    : world_(world),
      plan_(plan),
      defect_(defect),
      start_(world.scenario.start),
      callback_every_(static_cast<std::uint64_t>(world.scenario.provider.callback.every.count())) {}

bool Lane::run(std::uint32_t lane, reports::Measurements& into, const std::atomic<bool>& interrupted, Trace* trace) {
  trace_ = trace;
  watched_ = kNobody;
  begin(lane);
  if (!play(interrupted)) return false;
  finish();
  judge(into);
  return true;
}

bool Lane::play(const std::atomic<bool>& interrupted) {
  const auto opened = [this](std::uint32_t time, std::span<const engine::Timer> timers) {
    if (time >= next_minute_ * 60'000) sample_until(time);
    now_ = time;
    open(timers);
  };
  for (std::uint32_t steps = 0;; ++steps) {
    if (steps % 1024 == 0 && interrupted.load(std::memory_order_relaxed)) return false;
    // The earliest send of all slices; of several at once the first slice's.
    Sends* first = nullptr;
    for (Sends& sends : sends_) {
      if (sends.next < sends.end && (first == nullptr || times_[sends.next] < times_[first->next])) first = &sends;
    }
    // Sends come before everything else of their millisecond.
    const LaneTime due = first != nullptr ? times_[first->next] : 0;
    const std::uint32_t limit = first != nullptr ? due - 1 : std::numeric_limits<std::uint32_t>::max();
    if (first == nullptr || due > 0) {
      while (wheel_.open_next(limit, opened)) flush();
    }
    if (first == nullptr) return true;
    if (due >= next_minute_ * 60'000) sample_until(due);
    now_ = due;
    send(*first);
    ++first->next;
  }
}

void Lane::finish() {
  if (truth_.messages.empty()) return;
  const std::uint64_t end =
      truth_.messages.back().sent + static_cast<std::uint64_t>(world_.frame.waiting_period.count()) + 1;
  sample_until((end / 60'000 + 1) * 60'000);
  drive_->advance_to(instant(static_cast<LaneTime>(end)));
}

// In flight at a minute: after all that happened before it.
void Lane::sample_until(std::uint64_t time) {
  for (; next_minute_ * 60'000 <= time; ++next_minute_) {
    if (next_minute_ > 0) drive_->advance_to(instant(static_cast<LaneTime>(next_minute_ * 60'000 - 1)));
    in_flight_.push_back(drive_->in_flight());
  }
}

void Lane::send(Sends& sends) {
  const std::uint32_t traffic = sends.slice.traffic;
  const std::uint64_t message = sends.next_message++;
  if (sends.drawn == engine::BlockBatch::kMessages) {
    sends.journeys.draw(world_.scenario.seed, message, purpose::kJourney);
    sends.drawn = 0;
  }
  const auto place = static_cast<std::uint32_t>(truth_.messages.size());
  Plan& plan = plans_.emplace_back();
  plan.journey = draw_journey(world_, traffic, message, sends.journeys[sends.drawn++]);
  const Route& route = world_.routes[plan.journey.route];
  const Frame::Campaign& campaign = world_.frame.campaigns[traffic];

  MessageTruth& truth = truth_.messages.emplace_back();
  truth.recipient = recipient_number(route, message);
  truth.sent = now_;
  truth.traffic = traffic;
  truth.country = route.code;
  truth.parts = plan.journey.parts;

  sightings_.submitting(message);
  if (trace_ != nullptr && trace_->message == message) {
    watched_ = place;
    sightings_.watch(trace_, place);
    const Operator& way = world_.scenario.countries[route.country].operators[route.operator_index];
    note(place, "world",
         fmt::format("{} to +{} ({}/{}), parts {}, campaign {}; decided: {}", to_string(campaign.channel),
                     truth.recipient, route.code.text(), way.name, truth.parts, campaign.context.campaign_id,
                     to_string(plan.journey.outcome)));
  }
  core::Submission submission;
  submission.reference = message;
  submission.recipient = PhoneNumber{truth.recipient};
  submission.context = contexts_[traffic];
  submission.channel = campaign.channel;
  submission.parts = truth.parts;
  submission.own = campaign.own.empty() ? nullptr : &campaign.own;
  const core::Submitted submitted = drive_->submit(submission, instant(now_));
  if (submitted.refusal != core::Refusal::none) {
    note(place, "core", fmt::format("refuses the message: {}", core::to_string(submitted.refusal)));
    return;
  }
  truth.id = submitted.message;
  truth.submitted = true;
  sightings_.submitted(place);
  try_to_send(place, 1);
}

// Flat, as it is on every message's way.
[[gnu::flatten]] void Lane::try_to_send(std::uint32_t message, std::uint32_t try_number) {
  const MessageTruth& truth = truth_.messages[message];
  const Journey& journey = plans_[message].journey;
  const Reference index = sightings_.reference(message);
  TryFate fate;
  if (!world_.provider_faults.empty()) {
    fate = decide_try(world_, truth.traffic, journey, index, try_number, now_, struck_);
  }
  const std::uint64_t after = answer_time(world_, journey, index, try_number) + fate.slower;
  if (message == watched_) {
    note(message, "core",
         fmt::format("try {}: {}{}", try_number, fate.gets_through ? "gets through" : "does not get through",
                     fate.struck || fate.slower > 0 ? " (a fault strikes)" : ""));
  }
  const std::uint16_t status = fate.gets_through ? get_through(message, fate, now_ + after) : std::uint16_t{0};
  schedule_answer(message, try_number, fate, status, after);
}

void Lane::schedule_answer(std::uint32_t message, std::uint32_t try_number, const TryFate& fate, std::uint16_t status,
                           std::uint64_t after) {
  const auto timeout = static_cast<std::uint64_t>(world_.frame.send_timeout.count());
  const bool in_time = fate.answered && after <= timeout;
  if (in_time && try_number == 1 && fate.http_status == 200 && status == world_.accepted_row) {
    return at(Timer::taken, now_ + after, message);
  }
  const Answer answer{message, fate.retry_after, fate.http_status, status, static_cast<std::uint8_t>(try_number)};
  if (!in_time) at(Timer::timeout, now_ + timeout + 1, answers_.add(answer));
  if (fate.answered) at(Timer::answer, now_ + after, answers_.add(answer));
}

std::uint16_t Lane::get_through(std::uint32_t message, const TryFate& fate, std::uint64_t answered) {
  Plan& plan = plans_[message];
  const Journey& journey = plan.journey;
  const bool rejected = journey.outcome == Outcome::rejected;
  if (plan.at_provider) {
    // The answer that carried the rejection was not heard: now it comes by callback.
    if (rejected && !plan.rejection_pushed) push_rejection(message, answered);
    return world_.duplicate_row;
  }
  plan.at_provider = true;
  if (rejected) {
    if (journey.rejected_in_response && fate.answered) return journey.status;
    push_rejection(message, answered);
    return world_.accepted_row;
  }
  const MessageTruth& truth = truth_.messages[message];
  const bool reports =
      world_.routes[journey.route].reports[static_cast<int>(world_.frame.campaigns[truth.traffic].channel)];
  if (journey.outcome != Outcome::unreported && reports) {
    PlannedReport first;
    first.done_at = now_ + std::uint64_t{journey.delay};
    first.ready = first.done_at + journey.lag;
    first.status = journey.status;
    first.error = journey.error;
    plan_reports(message, first, answered);
  }
  return world_.accepted_row;
}

// The provider's own word, by callback.
void Lane::push_rejection(std::uint32_t message, std::uint64_t answered) {
  Plan& plan = plans_[message];
  plan.rejection_pushed = true;
  PlannedReport first;
  first.done_at = first.ready = now_ + std::uint64_t{plan.journey.delay};
  first.status = plan.journey.status;
  first.error = plan.journey.error;
  plan_reports(message, first, answered);
}

void Lane::plan_reports(std::uint32_t message, PlannedReport first, std::uint64_t answered) {
  if (world_.report_faults.empty()) {
    plans_[message].done_at = static_cast<LaneTime>(first.done_at);
    return at(Timer::report, tick_at_or_after(first.ready), message);
  }
  report_plan_.submitted = now_;
  report_plan_.answered = answered;
  report_plan_.reports.assign(1, first);
  strike_reports(world_, truth_.messages[message].traffic, plans_[message].journey, sightings_.reference(message),
                 siblings_, released_, struck_, report_plan_);
  for (const PlannedReport& report : report_plan_.reports) {
    counters_[reports::Counter::reports_held] += report.held ? 1 : 0;
    const ReportItem item{message, static_cast<LaneTime>(report.done_at), report.status, report.error};
    if (report.alone) {
      at(Timer::lone_report, report.ready, reports_.add(item));
    } else {
      at(Timer::more_report, tick_at_or_after(report.ready), reports_.add(item));
    }
  }
}

[[gnu::always_inline]] inline void Lane::hear(const Answer& answer) {
  LogEntry entry;
  entry.kind = LogEntry::Kind::response;
  entry.at = now_;
  entry.try_number = answer.try_number;
  entry.http_status = answer.http_status;
  entry.retry_after = answer.retry_after;
  core::SendAnswer told;
  told.message = truth_.messages[answer.message].id;
  told.try_number = answer.try_number;
  told.http_status = answer.http_status;
  if (answer.retry_after > 0) told.retry_after = Duration{answer.retry_after};
  if (answer.http_status == 200) {
    entry.status = answer.status;
    told.status = &world_.frame.words.statuses[answer.status];
  }
  truth_.add(answer.message, entry);
  if (answer.message == watched_) {
    note(answer.message, "provider",
         fmt::format("answers try {}: HTTP {} {}", answer.try_number, answer.http_status,
                     told.status != nullptr ? told.status->name : ""));
  }
  const std::optional<Instant> next = drive_->on_send_response(told, instant(now_));
  if (next) at(Timer::next_try, static_cast<std::uint64_t>((*next - start_).count()), answer.message);
}

void Lane::open(std::span<const engine::Timer> timers) {
  for (const engine::Timer& timer : timers) {
    const std::uint32_t index = timer.payload >> 4U;
    switch (static_cast<Timer>(timer.payload & 0xfU)) {
      case Timer::taken:
        hear({index, 0, 200, world_.accepted_row, 1});
        break;
      case Timer::answer:
        hear(answers_.take(index));
        break;
      case Timer::timeout:
        miss(answers_.take(index));
        break;
      case Timer::next_try:
        wake(index);
        break;
      case Timer::report: {
        const Plan& plan = plans_[index];
        collect({index, plan.done_at, plan.journey.status, plan.journey.error});
        break;
      }
      case Timer::more_report:
        collect(reports_.take(index));
        break;
      case Timer::lone_report: {
        Callback alone;
        alone.reports.push_back(reports_.take(index));
        hand_over(alone);
        break;
      }
      case Timer::callback: {
        Callback callback = callbacks_.take(index);
        hand_over(callback);
        break;
      }
    }
  }
}

void Lane::miss(const Answer& answer) {
  LogEntry entry;
  entry.kind = LogEntry::Kind::timeout;
  entry.at = now_;
  entry.try_number = answer.try_number;
  truth_.add(answer.message, entry);
  note(answer.message, "provider", fmt::format("has not answered try {} in time", answer.try_number));
  const std::optional<Instant> next =
      drive_->on_send_timeout(truth_.messages[answer.message].id, answer.try_number, instant(now_));
  if (next) at(Timer::next_try, static_cast<std::uint64_t>((*next - start_).count()), answer.message);
}

void Lane::wake(std::uint32_t message) {
  const std::optional<std::uint32_t> number = drive_->next_try(truth_.messages[message].id, instant(now_));
  if (!number) return;
  LogEntry entry;
  entry.kind = LogEntry::Kind::next_try;
  entry.at = now_;
  entry.try_number = static_cast<std::uint8_t>(*number);
  truth_.add(message, entry);
  try_to_send(message, *number);
}

void Lane::collect(const ReportItem& item) {
  batch_.reports.push_back(item);
  if (batch_.reports.size() >= world_.scenario.provider.callback.batch) flush();
}

void Lane::flush() {
  if (batch_.reports.empty()) return;
  hand_over(batch_);
  batch_.reports.clear();
}

void Lane::hand_over(Callback& callback) {
  using reports::Counter;
  const std::size_t size = callback.reports.size();
  const bool first_try = callback.retries == 0;
  if (first_try) counters_[Counter::reports_made] += size;
  ++counters_[Counter::callbacks_sent];

  CallbackFate fate;
  for (const FaultTables& fault : world_.callback_faults) {
    if (!fault.active(now_)) continue;
    fate = fate_of(std::get<CallbackDown>(fault.fault->kind));
    ++struck_[fault.index];
    break;
  }
  if (watched_ != kNobody) {
    for (const ReportItem& item : callback.reports) {
      if (item.message != watched_) continue;
      note(watched_, "provider",
           fmt::format("hands over {} (doneAt {}), try {} of a callback of {}: {}",
                       world_.frame.words.statuses[item.status].name, format_instant(instant(item.done_at)),
                       callback.retries + 1, size,
                       fate.core_reads ? (fate.accepted ? "accepted" : "read, but not answered in time")
                                       : (fate.accepted ? "answered 200 and lost" : "refused")));
    }
  }
  truth_.callbacks.push_back({static_cast<std::uint32_t>(size), static_cast<std::uint8_t>(callback.retries),
                              callback.core_has_read, fate.core_reads, fate.accepted});
  if (fate.core_reads) {
    if (callback.core_has_read) counters_[Counter::reports_repeated] += size;
    callback.core_has_read = true;
    handed_over_.clear();
    for (const ReportItem& item : callback.reports) {
      LogEntry entry;
      entry.kind = LogEntry::Kind::report;
      entry.at = now_;
      entry.done_at = item.done_at;
      entry.status = item.status;
      entry.error = item.error;
      entry.parts = truth_.messages[item.message].parts;
      truth_.add(item.message, entry);
      handed_over_.push_back({.message = truth_.messages[item.message].id,
                              .foreign_id = {},
                              .status = &world_.frame.words.statuses[item.status],
                              .error = &world_.frame.words.errors[item.error],
                              .done_at = instant(item.done_at),
                              .parts = entry.parts,
                              .malformed = false});
    }
    drive_->on_delivery_reports(handed_over_, instant(now_));
  }
  if (fate.accepted) {
    ++counters_[Counter::callbacks_accepted];
  } else {
    ++counters_[Counter::callbacks_refused];
    const std::vector<Duration>& waits = world_.scenario.provider.callback.retry;
    if (callback.retries < waits.size()) {
      ++counters_[Counter::callbacks_retried];
      // The wait begins when the provider knows that the try has failed.
      const std::uint64_t next = now_ + failed_after(fate, world_.scenario.provider.callback) +
                                 static_cast<std::uint64_t>(waits[callback.retries].count());
      Callback again = std::move(callback);
      ++again.retries;
      at(Timer::callback, next, callbacks_.add(std::move(again)));
      callback.core_has_read = false;
      return;
    }
    ++counters_[Counter::callbacks_given_up];
  }
  if (!callback.core_has_read) counters_[Counter::reports_lost] += size;
  callback.core_has_read = false;
}

}  // namespace dlr::sim
