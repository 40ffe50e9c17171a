#include "sim/lane.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "sim/faults/callback_down.h"
#include "sim/world/foreign_id.h"

namespace dlr::sim {
Lane::Lane(const World& world, const LanePlan& plan, const Defect* defect, bool on_the_wire)
    : world_(world),
      lane_plan_(plan),
      defect_(defect),
      start_(world.scenario.start),
      callback_every_(
          std::max<std::uint64_t>(static_cast<std::uint64_t>(world.scenario.provider.callback.every.count()), 1)),
      wire_(on_the_wire ? std::make_unique<Wire>(world.frame.words) : nullptr) {}

bool Lane::run(std::uint32_t lane, reports::Measurements& into, const std::atomic<bool>& interrupted, Trace* trace) {
  trace_ = trace;
  watched_ = kNobody;
  begin(lane);
  if (!play(interrupted)) return false;
  finish();
  judge(into);
  return true;
}

std::string_view Lane::foreign_id(std::uint32_t message) {
  write_foreign_id(id_text_, world_.scenario.tracker.ids, world_.scenario.seed, sightings_.reference(message));
  return id_text_;
}

std::string& Lane::next_batch_id() {
  if (batch_ids_used_ == batch_ids_.size()) batch_ids_.emplace_back();
  return batch_ids_[batch_ids_used_++];
}

std::string_view Lane::foreign_id_in_batch(std::uint32_t message) {
  std::string& text = next_batch_id();
  write_foreign_id(text, world_.scenario.tracker.ids, world_.scenario.seed, sightings_.reference(message));
  return text;
}

std::string_view Lane::foreign_id_in_batch(const Stray& stray) {
  if (stray.id == StrayId::never_sent) return kNeverSent;
  if (stray.id == StrayId::forgotten) {
    return has_foreign_ids() ? foreign_id_in_batch(forgotten_place(stray, truth_)) : std::string_view{};
  }
  if (stray.id < StrayId::other_character || stray.id == StrayId::not_yet_minted) return {};
  std::string& text = next_batch_id();
  const auto how = static_cast<NearMiss>(static_cast<int>(stray.id) - static_cast<int>(StrayId::other_character));
  const Ids& ids = world_.scenario.tracker.ids;
  const std::uint32_t mixed = stray.word * 0x9e37'79b9U >> 8U;  // who and where are not to hang together
  // One message in sixteen or more has an id that begins with a zero.
  constexpr std::uint32_t kMostTries = 64;
  for (std::uint32_t i = 0; i < kMostTries && !truth_.messages.empty(); ++i) {
    const auto place = static_cast<std::uint32_t>((stray.word + std::uint64_t{i}) % truth_.messages.size());
    write_foreign_id(text, ids, world_.scenario.seed, sightings_.reference(place));
    if (make_near_miss(text, ids.form, how, mixed)) return text;
  }
  return kNeverSent;
}

bool Lane::play(const std::atomic<bool>& interrupted) {
  const auto opened = [this](std::uint32_t time, std::span<const engine::Timer> timers) {
    if (time >= next_minute_ * 60'000) sample_until(time);
    now_ = time;
    phase_.set(Phase::provider);
    open(timers);
    phase_.set(Phase::queue);
  };
  // False: interrupted. There may be many more timers than messages.
  auto open_all = [&, times = std::uint32_t{0}](std::uint32_t limit) mutable {
    phase_.set(Phase::queue);
    while (wheel_.open_next(limit, opened)) {
      flush();
      if (++times % 4096 == 0 && interrupted.load(std::memory_order_relaxed)) [[unlikely]] {
        return false;
      }
    }
    return true;
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
    if (const std::uint64_t turn = next_turn(); turn != kNever && (first == nullptr || turn <= due)) [[unlikely]] {
      if (turn > 0 && !open_all(static_cast<std::uint32_t>(turn - 1))) return false;
      now_ = static_cast<LaneTime>(turn);
      take_turn();
      continue;
    }
    if ((first == nullptr || due > 0) && !open_all(limit)) return false;
    if (first == nullptr) return true;
    if (due >= next_minute_ * 60'000) sample_until(due);
    now_ = due;
    phase_.set(Phase::generate);
    send(*first);
    ++first->next;
  }
}

void Lane::finish() {
  if (truth_.messages.empty()) return;
  const std::uint64_t end =
      truth_.messages.back().sent + static_cast<std::uint64_t>(world_.frame.waiting_period.count()) + 1;
  sample_until((end / 60'000 + 1) * 60'000);
  phase_.set(Phase::core);
  tracker_->advance_to(instant(static_cast<LaneTime>(end)));
  if (twin_ != nullptr) sync();
}

// In flight at a minute: after all that happened before it. A tracker that is down has nothing to say, nor does its
// time pass: what is put there nobody judges.
void Lane::sample_until(std::uint64_t time) {
  for (; next_minute_ * 60'000 <= time; ++next_minute_) {
    if (down_) [[unlikely]] {
      in_flight_.push_back(in_flight_.empty() ? 0 : in_flight_.back());
      continue;
    }
    const InPhase in_core(phase_, Phase::core);
    if (next_minute_ > 0) tracker_->advance_to(instant(static_cast<LaneTime>(next_minute_ * 60'000 - 1)));
    in_flight_.push_back(tracker_->in_flight());
  }
}

void Lane::send(Sends& sends) {
  const std::uint32_t traffic = sends.slice.traffic;
  const bool in_order = sends.order.empty();
  const std::uint64_t message =
      in_order ? sends.next_message++ : sends.order[sends.order.size() - (sends.end - sends.next)];
  if (sends.taken == sends.drawn) {
    sends.drawn = in_order ? static_cast<std::uint32_t>(std::min(sends.journeys.size(), sends.end - sends.next)) : 1;
    sends.taken = 0;
    draw_journeys(sends, message, std::span(sends.journeys).first(sends.drawn));
  }
  const auto place = static_cast<std::uint32_t>(truth_.messages.size());
  Course& course = courses_.emplace_back();
  const std::uint64_t recipient = recipient_of(sends, message);
  course.journey = sends.journeys[sends.taken++];
  const Route& route = world_.routes[course.journey.route];
  const Frame::Campaign& campaign = world_.frame.campaigns[traffic];

  MessageTruth& truth = truth_.messages.emplace_back();
  truth.recipient = recipient_number(route, recipient);
  truth.sent = now_;
  truth.traffic = traffic;
  truth.country = route.code;
  truth.parts = course.journey.parts;

  sightings_.submitting(message);
  if (trace_ != nullptr && trace_->message == message) {
    watched_ = place;
    sightings_.watch(trace_, place);
    const Operator& way = world_.scenario.countries[route.country].operators[route.operator_index];
    note(place, "world",
         fmt::format("{} to +{} ({}/{}), parts {}, campaign {}; decided: {}", to_string(campaign.channel),
                     truth.recipient, route.code.text(), way.name, truth.parts, campaign.context.campaign_id,
                     to_string(course.journey.outcome)));
  }
  core::Submission submission;
  submission.reference = message;
  submission.recipient = PhoneNumber{truth.recipient};
  submission.context = contexts_[traffic];
  submission.channel = campaign.channel;
  submission.parts = truth.parts;
  submission.too_long = world_.traffic[traffic].text_is_too_long;
  if (has_foreign_ids()) submission.foreign_id = foreign_id(place);
  submission.own = campaign.own.empty() ? nullptr : &campaign.own;
  phase_.set(Phase::core);
  const core::Submitted submitted = tracker_->submit(submission, instant(now_));
  phase_.set(Phase::provider);
  truth.id = submitted.message;
  truth.submitted = submitted.refusal == core::Refusal::none;
  // No try before the message is durable.
  if (twin_ != nullptr) sync();
  if (!truth.submitted) {
    note(place, "core", fmt::format("refuses the message: {}", core::to_string(submitted.refusal)));
    return;
  }
  sightings_.submitted(place);
  try_to_send(place, 1);
}

// Flat, as it is on every message's way.
[[gnu::flatten]] void Lane::try_to_send(std::uint32_t message, std::uint32_t try_number) {
  const MessageTruth& truth = truth_.messages[message];
  const Journey& journey = courses_[message].journey;
  const Reference index = sightings_.reference(message);
  TryFate fate;
  if (!world_.provider_faults.empty()) {
    if (message == watched_) [[unlikely]] {
      struck_before_ = struck_;
    }
    fate = decide_try(world_, truth.traffic, journey, index, try_number, now_, struck_);
  }
  if (wire_ != nullptr) {
    const InPhase in_codec(phase_, Phase::codec);
    wire_->request(truth.id, has_foreign_ids() ? foreign_id(message) : std::string_view{}, wire_facts(message, 0),
                   instant(now_));
  }
  const std::uint64_t after = answer_time(world_, journey, index, try_number) + fate.slower;
  if (message == watched_) {
    note(message, "core",
         fmt::format("try {}: {}{}", try_number, fate.gets_through ? "gets through" : "does not get through",
                     world_.provider_faults.empty() ? "" : struck_since()));
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
  const Answer answer{message, fate.retry_after, fate.http_status, status, static_cast<std::uint8_t>(try_number),
                      life_};
  if (!in_time) at(Timer::timeout, now_ + timeout + 1, answers_.add(answer));
  if (fate.answered) at(Timer::answer, now_ + after, answers_.add(answer));
}

[[gnu::always_inline]] inline void Lane::hear(const Answer& answer) {
  LogEntry& entry = log(answer.message);
  entry.kind = LogEntry::Kind::response;
  entry.try_number = answer.try_number;
  entry.http_status = answer.http_status;
  entry.retry_after = answer.retry_after;
  core::SendAnswer told;
  told.message = truth_.messages[answer.message].id;
  if (has_foreign_ids()) told.foreign_id = foreign_id(answer.message);
  told.try_number = answer.try_number;
  told.http_status = answer.http_status;
  if (answer.retry_after > 0) told.retry_after = Duration{answer.retry_after};
  if (answer.http_status == 200) {
    entry.status = answer.status;
    told.status = &world_.frame.words.statuses[answer.status];
  }
  count_words(entry, 1);
  if (answer.message == watched_) {
    note(answer.message, "provider",
         fmt::format("answers try {}: HTTP {}{}{}", answer.try_number, answer.http_status,
                     told.status != nullptr ? " " : "", told.status != nullptr ? told.status->name : ""));
  }
  if (wire_ != nullptr) {
    const InPhase in_codec(phase_, Phase::codec);
    told = wire_->answer(told, wire_facts(answer.message, 0), instant(now_));
  }
  phase_.set(Phase::core);
  const std::optional<Instant> next = tracker_->on_send_response(told, instant(now_));
  phase_.set(Phase::provider);
  if (next) wake_at(answer.message, *next);
  sync_soon();
}

void Lane::open(std::span<const engine::Timer> timers) {
  for (const engine::Timer& timer : timers) {
    const std::uint32_t index = timer.payload >> 4U;
    switch (static_cast<Timer>(timer.payload & 0xfU)) {
      // What belongs to a former life of the tracker finds nobody there.
      case Timer::taken:
        if (truth_.messages[index].sent >= life_began_) hear({index, 0, 200, world_.accepted_row, 1, life_});
        break;
      case Timer::answer:
        if (const Answer answer = answers_.take(index); answer.life == life_) hear(answer);
        break;
      case Timer::timeout:
        if (const Answer answer = answers_.take(index); answer.life == life_) miss(answer);
        break;
      case Timer::next_try:
        if (courses_[index].wakes_at == now_) wake(index);
        break;
      case Timer::sync:
        if (sync_at_ == now_) sync();  // others were overtaken by a sync in between
        break;
      case Timer::report: {
        const Course& course = courses_[index];
        ReportItem& item = batch_.reports.emplace_back();
        item.message = index;
        item.done_at = course.done_at;
        item.status = course.journey.status;
        item.error = course.journey.error;
        flush_if_full();
        break;
      }
      case Timer::more_report:
        batch_.reports.push_back(reports_.take(index));
        flush_if_full();
        break;
      case Timer::lone_report: {
        Callback alone;
        alone.reports.push_back(reports_.take(index));
        hand_over(alone);
        break;
      }
      case Timer::stray:
        stray(index);
        break;
      case Timer::callback: {
        Callback callback = callbacks_.take(index);
        hand_over(callback);
        break;
      }
    }
  }
}

void Lane::miss(const Answer& answer) {
  LogEntry& entry = log(answer.message);
  entry.kind = LogEntry::Kind::timeout;
  entry.try_number = answer.try_number;
  note(answer.message, "provider", fmt::format("has not answered try {} in time", answer.try_number));
  const std::optional<Instant> next =
      tracker_->on_send_timeout(truth_.messages[answer.message].id, answer.try_number, instant(now_));
  if (next) wake_at(answer.message, *next);
  sync_soon();
}

void Lane::wake(std::uint32_t message) {
  const std::optional<std::uint32_t> number = tracker_->next_try(truth_.messages[message].id, instant(now_));
  if (!number) return;
  LogEntry& entry = log(message);
  entry.kind = LogEntry::Kind::next_try;
  entry.try_number = static_cast<std::uint8_t>(*number);
  courses_[message].wakes_at = 0;  // a timer of a former life may ring at the same time
  // No try before it is durable that it is made.
  if (twin_ != nullptr && !plants(StoreMistake::tries_before_written)) sync();
  try_to_send(message, *number);
  sync_soon();
}

}  // namespace dlr::sim
