// The bodies of Tracker's calls; included by tracker.h alone.
#pragma once

#include <algorithm>

namespace dlr::core {

// Always inline, as is the answer's way in: small structs handed back through memory would be waited for.
template <EventSink Sink>
[[gnu::always_inline]] inline Submitted Tracker<Sink>::submit(const Submission& submission, Instant now) {
  advance_to(now);
  std::uint64_t sequence = 0;
  const Refusal refusal = admit(submission, sequence);
  if (refusal == Refusal::none) return {id_of(sequence), refusal};

  // Without an id: nothing of this name was taken, and another message may bear the foreign one.
  ++counters_.responses_refused;
  CampaignEvent event;
  event.reference = submission.reference;
  event.status = CampaignStatus::enqueue_failed;
  event.channel = submission.channel;
  event.parts = submission.parts;
  event.timestamp = event.received = event.sent = now_;
  event.recipient = submission.recipient;
  event.error = to_string(refusal);
  event.campaign = context(submission.context);
  event.own = submission.own;
  sink_.on_event(event);
  return {MessageId{}, refusal};
}

template <EventSink Sink>
[[gnu::always_inline]] inline std::optional<Instant> Tracker<Sink>::on_send_response(const SendAnswer& answer,
                                                                                     Instant now) {
  advance_to(now);
  return next_try_at(step(find(answer.message, answer.foreign_id), answer.message, &answer, answer.try_number));
}

template <EventSink Sink>
std::optional<Instant> Tracker<Sink>::on_send_timeout(const MessageId& id, std::string_view foreign_id,
                                                      std::uint32_t try_number, Instant now) {
  advance_to(now);
  return next_try_at(step(find(id, foreign_id), id, nullptr, try_number));
}

template <EventSink Sink>
std::optional<std::uint32_t> Tracker<Sink>::next_try(const MessageId& id, std::string_view foreign_id, Instant now) {
  advance_to(now);
  const Found found = find(id, foreign_id);
  if (found.known != Known::held) return std::nullopt;
  MessageStore::Entry& entry = store_.entry(found.sequence);
  if (entry.slot() == MessageStore::kNoSlot) return std::nullopt;
  MessageStore::Open& open = store_.slot(entry.slot());
  SendProgress progress{open.tries, entry.ambiguous(), open.settled, open.tries_over, entry.ended_by_report()};
  const std::optional<std::uint32_t> number = sender_.next_try(progress);
  open.tries = progress.tries;
  open.settled = progress.settled;
  entry.set_repeated(progress.repeated());
  if (number) write_down(found.sequence);
  return number;
}

// One answer, or (answer == nullptr) silence.
template <EventSink Sink>
Instant Tracker<Sink>::step(const Found& found, const MessageId& id, const SendAnswer* answer,
                            std::uint32_t try_number) {
  if (found.known != Known::held) {
    // Of a foreign id that nobody knows (any more) it is an answer to a try of ours all the same.
    const bool ours = found.known == Known::forgotten || (answer != nullptr && !answer->foreign_id.empty());
    if (answer != nullptr && ours) ++counters_.responses_repeated;
    return kNoTry;
  }
  MessageStore::Entry& entry = store_.entry(found.sequence);
  MessageStore::Open closed;
  closed.tries = entry.repeated() ? 2 : 1;
  closed.tries_over = true;
  MessageStore::Open& open = entry.slot() == MessageStore::kNoSlot ? closed : store_.slot(entry.slot());

  SendProgress progress{open.tries, entry.ambiguous(), open.settled, open.tries_over, entry.ended_by_report()};
  const SendStep step = answer != nullptr ? sender_.on_answer(progress, *answer, open.reference)
                                          : sender_.on_timeout(progress, try_number, open.reference);
  open.settled = progress.settled;
  open.tries_over = progress.over;
  entry.set_ambiguous(progress.ambiguous);
  if (step.kind == SendStep::Kind::nothing) return kNoTry;
  if (step.kind == SendStep::Kind::wait) {
    write_down(found.sequence, now_ + step.wait);
    return now_ + step.wait;
  }

  const bool is_response = answer != nullptr && answer->kind == SendAnswer::Kind::response;
  const bool is_success = is_response && answer->http_status / 100 == 2;
  const ProviderStatus* const status = is_success ? answer->status : nullptr;
  if (is_success && answer->parts != 0) open.response_parts = answer->parts;
  // Each put together at one go: written in parts, they would be waited for when they are read as a whole.
  Cause cause{
      .message = id,
      .code = status != nullptr            ? status->id
              : is_response && !is_success ? std::int32_t{answer->http_status}
                                           : CampaignEvent::kNoCode,
      .error = answer == nullptr                                 ? kSendTimeout
               : !is_success                                     ? send_error_name(*answer)
               : status != nullptr && step.input != Input::taken ? status->name
                                                                 : std::string_view(),
      .comment = status != nullptr ? status->description : std::string_view(),
      .parts = 0,
      .timestamp = now_,
      .by_report = false,
      .foreign_id = found.by_foreign_id && answer != nullptr ? answer->foreign_id : std::string_view(),
  };
  hear(found.sequence, step.input, cause);
  return kNoTry;
}

template <EventSink Sink>
void Tracker<Sink>::on_delivery_reports(std::span<const DeliveryReport> reports, Instant received) {
  advance_to(received);
  if (reports.size() == 1) return hear_report(reports[0], find(reports[0].message, reports[0].foreign_id));
  find_all(reports);  // nothing is forgotten meanwhile
  for (std::size_t i = 0; i < reports.size(); ++i) hear_report(reports[i], found_[i]);
}

template <EventSink Sink>
void Tracker<Sink>::hear_report(const DeliveryReport& report, Found found) {
  ++counters_.reports_received;
  if (report.malformed || report.status == nullptr ||
      (report.status->group_id == kAbsent && says_nothing(*report.status)) ||
      report.foreign_id.size() > kLongestForeignId) {
    ++counters_.reports_malformed;
    return;
  }
  if (found.known != Known::held) {
    ++(found.known == Known::never ? counters_.reports_unknown : counters_.reports_late);
    return;
  }
  MessageStore::Entry& entry = store_.entry(found.sequence);
  const ReportMeaning meaning = meaning_in_report(*report.status, entry.repeated());
  counters_.reports_unknown_status += meaning.unknown_status ? 1 : 0;

  const bool has_error = report.error != nullptr && report.error->id > kNoError;  // none has a negative id
  Cause cause{
      .message = report.message,
      .code = has_error ? report.error->id : report.status->id,
      .error = has_error                                  ? report.error->name
               : meaning.input != Input::report_delivered ? report.status->name
                                                          : std::string_view(),
      .comment = has_error ? report.error->description : report.status->description,
      .parts = report.parts,
      .timestamp = report.done_at.value_or(now_),
      .by_report = true,
      .foreign_id = found.by_foreign_id ? report.foreign_id : std::string_view(),
  };

  if (entry.slot() != MessageStore::kNoSlot) {
    MessageStore::Open& open = store_.slot(entry.slot());
    if (!open.tries_over) {
      open.tries_over = true;
      entry.set_ended_by_report(true);
    }
  }
  hear(found.sequence, meaning.input, cause);
}

// Always inline: together with the sink, most of the event need never be laid out in memory.
template <EventSink Sink>
[[gnu::always_inline]] inline void Tracker<Sink>::emit(std::uint64_t sequence, const MessageStore::Open& open,
                                                       CampaignStatus status, const Cause& cause, Instant sent) {
  const CampaignEvent event{
      .message = cause.message,
      .foreign_id = !open.foreign               ? std::string_view()
                    : !cause.foreign_id.empty() ? cause.foreign_id
                                                : foreign_id_of(sequence),
      .reference = open.reference,
      .status = status,
      .channel = open.mms ? Channel::mms : Channel::sms,
      .status_code = cause.code,
      .parts = cause.parts,
      .timestamp = cause.timestamp,
      .received = now_,
      .sent = sent,
      .recipient = open.recipient,
      .error = cause.error,
      .comment = cause.comment,
      .campaign = context(open.context),
      .own = open.has_own ? own_of(sequence) : nullptr,
  };
  sink_.on_event(event);
}

template <EventSink Sink>
[[gnu::always_inline]] inline void Tracker<Sink>::hear(std::uint64_t sequence, Input input, Cause& cause) {
  MessageStore::Entry& entry = store_.entry(sequence);
  const Cell& cell = settings_.lifecycle[static_cast<std::size_t>(entry.state())][static_cast<std::size_t>(input)];
  ++counters_.heard[static_cast<std::size_t>(entry.state())][static_cast<std::size_t>(input)];
  if (cause.by_report) {
    count_report(cell, input);
  } else {
    count_response(cell, input);
  }
  if (cell.has_event) {
    // Only an open message has something to say; a table that makes a final state speak has lost its properties.
    static constexpr MessageStore::Open kLost;
    const MessageStore::Open& open = entry.slot() == MessageStore::kNoSlot ? kLost : store_.slot(entry.slot());
    const Instant sent = now_ - age(entry);
    if (open.foreign || cause.message == MessageId{}) cause.message = id_of(sequence);
    if (cause.parts == 0) cause.parts = open.response_parts != 0 ? open.response_parts : open.parts;
    // doneAt is somebody else's clock: held between submission and receipt.
    cause.timestamp = std::clamp(cause.timestamp, sent, now_);
    const bool implied = cell.enqueued_first || (cause.by_report && cell.event == CampaignStatus::enqueued);
    if (implied) {
      const Cause forwarded{.message = cause.message,
                            .code = CampaignEvent::kNoCode,
                            .error = {},
                            .comment = {},
                            .parts = cause.parts,
                            .timestamp = cause.by_report ? sent : cause.timestamp,
                            .by_report = cause.by_report,
                            .foreign_id = cause.foreign_id};
      emit(sequence, open, CampaignStatus::enqueued, forwarded, sent);
    }
    if (!implied || cell.enqueued_first) emit(sequence, open, cell.event, cause, sent);
  }
  entry.set_state(cell.next);
  if (is_final(cell.next) && entry.slot() != MessageStore::kNoSlot) close(sequence, entry);
  write_down(sequence);
}

template <EventSink Sink>
template <class Wake>
void Tracker<Sink>::resume(Instant now, Wake&& wake) {
  advance_to(now);
  const auto waits = std::exchange(waits_, {});
  auto wait = waits.cbegin();
  for (std::uint64_t sequence = store_.first(); sequence != store_.next(); ++sequence) {
    const std::uint32_t slot = store_.entry(sequence).slot();
    if (slot == MessageStore::kNoSlot || store_.slot(slot).tries_over) continue;
    const MessageId id = id_of(sequence);
    if (store_.slot(slot).settled) {
      while (wait != waits.cend() && wait->first < sequence) ++wait;
      const bool is_known = wait != waits.cend() && wait->first == sequence;
      wake(id, is_known ? std::max(wait->second, now_) : now_);
    } else if (const Instant next = step({Known::held, false, sequence}, id, nullptr, store_.slot(slot).tries);
               next != kNoTry) {
      wake(id, next);
    }
  }
}

template <EventSink Sink>
void Tracker<Sink>::end_periods(Instant now) {
  // Ages are kept modulo 2^31 ms: after a longer silence than that, which may have been a restart, everything is over.
  const bool all_over = now_ != Instant::min() && now - now_ > settings_.waiting_period;
  now_ = std::max(now_, now);
  const std::uint64_t first_before = store_.first();
  while (store_.remembered() > 0) {
    const std::uint64_t sequence = store_.first();
    MessageStore::Entry& entry = store_.entry(sequence);
    const Duration old = age(entry);
    if (!all_over && old <= settings_.waiting_period) {
      next_end_ = now_ - old + settings_.waiting_period + Duration{1};
      break;
    }
    const Cell& cell =
        settings_.lifecycle[static_cast<std::size_t>(entry.state())][static_cast<std::size_t>(Input::period_ends)];
    ++counters_.heard[static_cast<std::size_t>(entry.state())][static_cast<std::size_t>(Input::period_ends)];
    if (cell.note != Note::forgotten) {
      const bool open = entry.slot() != MessageStore::kNoSlot;
      const bool unreported = cell.note == Note::unreported;
      sink_.on_closed({id_of(sequence), open ? store_.slot(entry.slot()).reference : 0, entry.state(), unreported,
                       unreported && entry.silence_expected()});
    }
    if (entry.slot() != MessageStore::kNoSlot) close(sequence, entry);
    forget_first();
  }
  if (store_.remembered() == 0) next_end_ = now_ + settings_.waiting_period + Duration{1};
  if (log_ != nullptr && store_.first() != first_before) log_->on_forgotten(store_.first());
}

}  // namespace dlr::core
