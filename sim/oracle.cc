#include "sim/oracle.h"

#include <algorithm>

#include "sim/oracle_story.h"

namespace dlr::sim {
namespace {

using reports::Counter;

// Where operators report nothing about SMS (source: the sending platform's list of 34 territories). Written here a
// second time on purpose: a country lost from the core's table must not be lost here too.
constexpr std::string_view kSilent =
    "BD BJ BR BI KH DE GP GU HK ID KW MY MH MR MX NR MP PK PA PG PE WS SB SS LK SD TJ TL TO TV UZ VE VN WF";

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

enum Group { accepted, pending, undeliverable, delivered, expired, rejected, nobody_knows };

// By group id, else by group name, in any case. That the core goes on to a status's own name and id no world asks of
// it.
Group group_of(const ProviderStatus& status) {
  if (status.group_id >= 0 && status.group_id <= 5) return static_cast<Group>(status.group_id);
  static constexpr std::string_view names[] = {"ACCEPTED",  "PENDING", "UNDELIVERABLE",
                                               "DELIVERED", "EXPIRED", "REJECTED"};
  const auto same = [&status](std::string_view name) {
    return std::ranges::equal(name, status.group_name,
                              [](char one, char other) { return one == other || one == other - ('a' - 'A'); });
  };
  return static_cast<Group>(std::find_if(std::begin(names), std::end(names), same) - std::begin(names));
}

enum Outcome { taken, rejected_outcome, failed_outcome, refused, unknown };

// The parts up to which the core has to take a message, as far as its length goes: the provider takes an SMS of up to
// 25 parts and 4000 bytes, an MMS of up to 1600 characters.
std::uint16_t most_parts(const Frame& frame, const Frame::Campaign& campaign) {
  constexpr std::uint16_t kAny = 255;
  if (!frame.refuse_too_long) return kAny;
  if (campaign.channel == Channel::mms) return campaign.text_characters > 1600 ? 0 : kAny;
  return campaign.text_bytes > 4000 ? 0 : 25;
}

// What an HTTP status without a readable body is called.
std::string_view http_name(std::uint16_t status) {
  switch (status) {
    case 400:
      return "BAD_REQUEST";
    case 401:
      return "UNAUTHORIZED";
    case 403:
      return "FORBIDDEN";
    case 404:
      return "NOT_FOUND";
    case 408:
      return "REQUEST_TIMEOUT";
    case 429:
      return "TOO_MANY_REQUESTS";
    case 500:
      return "GENERAL_ERROR";
    case 502:
      return "BAD_GATEWAY";
    case 503:
      return "SERVICE_UNAVAILABLE";
    case 504:
      return "GATEWAY_TIMEOUT";
    default:
      return "HTTP_ERROR";
  }
}

static_assert(static_cast<int>(Counter::events_failed) - static_cast<int>(Counter::events_enqueued) ==
              static_cast<int>(CampaignStatus::failed));

Counter event_counter(CampaignStatus status) {
  return static_cast<Counter>(static_cast<int>(Counter::events_enqueued) + static_cast<int>(status));
}

}  // namespace

Oracle::Oracle(const Frame& frame, const GroundTruth& truth) : frame_(frame), truth_(truth) {
  for (const Frame::Campaign& campaign : frame.campaigns) most_parts_.push_back(most_parts(frame, campaign));
  if (frame.no_report) {
    for (const Country country : *frame.no_report) silent_[country.index()] = true;
  } else {
    for (std::size_t at = 0; at < kSilent.size(); at += 3)
      silent_[Country::from(kSilent.substr(at, 2))->index()] = true;
  }
}

// Flat, as it is on every message's way.
[[gnu::flatten]] const Expected& Oracle::judge(std::uint32_t message) {
  expected_.count = 0;
  expected_.breach = {};
  Story story{.truth = truth_.messages[message]};
  story.try_at = story.truth.sent;
  if (story.truth.parts > most_parts_[story.truth.traffic]) [[unlikely]] {
    refuse(story, "SEND_TEXT_TOO_LONG");
    return expected_;
  }
  if (!has_room(story.truth.sent)) {
    refuse(story, "SEND_IN_FLIGHT_LIMIT");
    return expected_;
  }

  std::size_t to_hear = 0;
  for (std::uint32_t place = story.truth.last_entry; place != 0; place = truth_.log[place - 1].previous) {
    if (to_hear == entries_.size()) [[unlikely]] {
      entries_.resize(to_hear * 2 + 8);
    }
    entries_[to_hear++] = &truth_.log[place - 1];
  }
  auto down = std::upper_bound(truth_.downtimes.begin(), truth_.downtimes.end(), story.truth.sent,
                               [](LaneTime sent, const Downtime& downtime) { return sent < downtime.to; });
  while (to_hear > 0) {
    const LogEntry& entry = *entries_[--to_hear];
    for (; down != truth_.downtimes.end() && down->to <= entry.at; ++down) hear_restart(story, down->to);
    if (story.waiting && story.sending && entry.kind != LogEntry::Kind::next_try && entry.at > story.due_to &&
        !story.over(frame_, static_cast<LaneTime>(story.due_to))) {
      expected_.breach = "a try was due and never made";
    }
    if (entry.kind == LogEntry::Kind::report) {
      hear_report(story, entry);
    } else if (entry.kind == LogEntry::Kind::next_try) {
      check_try(story, entry);
    } else {
      hear_response(story, entry);
    }
  }
  for (; down != truth_.downtimes.end(); ++down) hear_restart(story, down->to);
  finish(story);
  if (truth_.max_in_flight != kNoLimit) {
    // A message is sent before all else of its millisecond, but after the periods that are over by then.
    gone_from_.push(expected_.closed ? expected_.closed_at : std::uint64_t{expected_.closed_at} + 1);
  }
  return expected_;
}

bool Oracle::has_room(LaneTime at) {
  if (truth_.max_in_flight == kNoLimit) return true;
  while (!gone_from_.empty() && gone_from_.top() <= at) gone_from_.pop();
  return gone_from_.size() < truth_.max_in_flight;
}

// The core's own refusal: said at once, and that is all.
void Oracle::refuse(Story& story, std::string_view error) {
  if (story.truth.last_entry != 0) expected_.breach = "a message that had to be refused was sent";
  expected_.events[expected_.count++] = {CampaignStatus::enqueue_failed,
                                         story.truth.parts,
                                         CampaignEvent::kNoCode,
                                         story.truth.sent,
                                         story.truth.sent,
                                         error,
                                         {}};
  expected_.end = End::enqueue_failed;
  expected_.silence_expected = expected_.closed = false;
  expected_.closed_at = story.truth.sent;
  for (const Counter counter : {Counter::messages_submitted, Counter::messages_enqueue_failed,
                                Counter::events_enqueue_failed, Counter::responses_refused}) {
    ++counters_[counter];
  }
}

// An answer to a try, or the word that there was none in time.
void Oracle::hear_response(Story& story, const LogEntry& entry) {
  const bool silence = entry.kind == LogEntry::Kind::timeout;
  if (story.over(frame_, entry.at)) {
    if (!silence) ++counters_[Counter::responses_repeated];
    return;
  }
  const bool readable = entry.kind == LogEntry::Kind::response;
  if (readable && entry.http_status / 100 == 2) {
    Outcome outcome = taken;  // without a status, too
    if (entry.status != LogEntry::kNone) {
      const ProviderStatus& status = frame_.words.statuses[entry.status];
      switch (group_of(status)) {
        case rejected:
          // The provider has a message of this id already: ours, when there was a repeat, which may have come first.
          outcome = status.id == kRejectedDuplicateMessageId && story.tries > 1 ? taken : rejected_outcome;
          break;
        case undeliverable:
        case expired:
          outcome = failed_outcome;
          break;
        default:
          break;
      }
    }
    if (entry.parts != 0) story.response_parts = entry.parts;
    story.sending = false;
    return hear_outcome(story, entry, outcome);
  }
  const bool nothing_got_through =
      entry.kind == LogEntry::Kind::connection_failed || (readable && entry.http_status == 429);
  const bool retried = !readable || entry.http_status < 200 || entry.http_status == 408 || entry.http_status == 429 ||
                       entry.http_status >= 500;
  if (!retried) {
    const bool ends_the_tries = story.sending;
    story.sending = false;
    return hear_outcome(story, entry, ends_the_tries && story.ambiguous ? unknown : refused);
  }
  if (!story.sending) {
    if (silence || story.ended_by_report) return;
    return hear_outcome(story, entry, story.ambiguous || !nothing_got_through ? unknown : refused);
  }
  if (entry.try_number < story.tries || story.waiting) return;
  if (!nothing_got_through) story.ambiguous = true;
  if (story.tries < frame_.send_tries) return expect_retry(story, entry);
  story.sending = false;
  hear_outcome(story, entry, story.ambiguous ? unknown : refused);
}

void Oracle::hear_outcome(Story& story, const LogEntry& entry, int outcome) {
  static constexpr Counter by_outcome[] = {Counter::responses_taken, Counter::responses_rejected,
                                           Counter::responses_failed, Counter::responses_refused,
                                           Counter::responses_unknown};
  const auto count = [this](Counter counter) { ++counters_[counter]; };

  if (story.final_said) {
    const CampaignStatus said = story.final_status;
    const bool agrees = (outcome == taken && said != CampaignStatus::enqueue_failed) ||
                        (outcome == rejected_outcome && said == CampaignStatus::rejected) ||
                        (outcome == failed_outcome && said == CampaignStatus::failed) ||
                        (outcome == refused && said == CampaignStatus::enqueue_failed) || outcome == unknown;
    return count(agrees ? Counter::responses_repeated : Counter::responses_conflict);
  }
  if (story.enqueued && outcome != failed_outcome) {
    return count(outcome == taken || outcome == unknown ? Counter::responses_repeated : Counter::responses_conflict);
  }
  if (story.unconfirmed && (outcome == refused || outcome == unknown)) return count(Counter::responses_repeated);

  count(by_outcome[outcome]);
  switch (outcome) {
    case taken:
      return say(story, CampaignStatus::enqueued, entry, false);
    case rejected_outcome:
      return say(story, CampaignStatus::rejected, entry, false);
    case failed_outcome:
      if (!story.enqueued) say(story, CampaignStatus::enqueued, entry, true);
      return say(story, CampaignStatus::failed, entry, false);
    case unknown:
      story.unconfirmed = story.was_unconfirmed = true;
      break;
    default:
      break;
  }
  say(story, CampaignStatus::enqueue_failed, entry, false);
}

void Oracle::hear_report(Story& story, const LogEntry& entry) {
  const auto count = [this](Counter counter) { ++counters_[counter]; };
  count(Counter::reports_received);
  if (entry.malformed) return count(Counter::reports_malformed);
  if (story.over(frame_, entry.at)) {
    return count(frame_.foreign_ids ? Counter::reports_unknown : Counter::reports_late);
  }
  if (story.sending) {
    story.sending = false;
    story.ended_by_report = true;
  }
  const ProviderStatus& status = frame_.words.statuses[entry.status];
  CampaignStatus said = CampaignStatus::failed;
  switch (group_of(status)) {
    case undeliverable:
    case expired:
      break;
    case delivered:
      said = status.id == kDeliveredToOperator ? CampaignStatus::enqueued : CampaignStatus::delivered;
      break;
    case rejected: {
      const bool has_ours = status.id == kRejectedDuplicateMessageId && story.tries > 1;
      said = has_ours ? CampaignStatus::enqueued : CampaignStatus::rejected;
      break;
    }
    case nobody_knows:
      count(Counter::reports_unknown_status);
      [[fallthrough]];
    default:
      said = CampaignStatus::enqueued;
  }
  if (said == CampaignStatus::enqueued) count(Counter::reports_under_way);
  if (story.final_said) {
    if (said != CampaignStatus::enqueued) {
      count(said == story.final_status ? Counter::reports_duplicate : Counter::reports_conflict);
    }
    return;
  }
  // Whatever it says, it proves that the message was forwarded.
  if (!story.enqueued) say(story, CampaignStatus::enqueued, entry, true);
  if (said == CampaignStatus::enqueued) return;
  count(Counter::reports_tracked);
  say(story, said, entry, false);
}

void Oracle::say(Story& story, CampaignStatus status, const LogEntry& cause, bool implied) {
  if (story.unconfirmed && status != CampaignStatus::enqueue_failed) {
    story.unconfirmed = false;
    ++counters_[Counter::messages_recovered];
  }
  if (status == CampaignStatus::enqueued) story.enqueued = true;
  if (status != CampaignStatus::enqueued && !(status == CampaignStatus::enqueue_failed && story.unconfirmed)) {
    story.final_said = true;
    story.final_status = status;
    expected_.closed_at = cause.at;
  }
  ++counters_[event_counter(status)];

  ExpectedEvent& event = expected_.events[expected_.count++];
  event.status = status;
  event.received = cause.at;
  event.parts = cause.parts != 0 ? cause.parts : story.response_parts != 0 ? story.response_parts : story.truth.parts;
  event.status_code = CampaignEvent::kNoCode;
  event.error = {};
  event.comment = {};
  event.timestamp = cause.at;
  if (cause.kind == LogEntry::Kind::report) {
    // The operator's clock, held between submission and receipt; an implied `enqueued` came about at submission.
    const LaneTime done = cause.done_at_missing ? cause.at : cause.done_at;
    event.timestamp = implied ? story.truth.sent : std::min(std::max(done, story.truth.sent), cause.at);
  }
  if (implied) return;

  if (cause.kind == LogEntry::Kind::report) {
    const ProviderStatus& words = frame_.words.statuses[cause.status];
    const ProviderError* error = cause.error == LogEntry::kNone ? nullptr : &frame_.words.errors[cause.error];
    const bool has_error = error != nullptr && error->id > kNoError;
    event.status_code = has_error ? error->id : words.id;
    event.comment = has_error ? error->description : words.description;
    event.error = has_error ? error->name : status == CampaignStatus::delivered ? std::string_view{} : words.name;
  } else if (cause.kind == LogEntry::Kind::timeout) {
    event.error = "SEND_TIMEOUT";
  } else if (cause.kind == LogEntry::Kind::connection_failed) {
    event.error = "SEND_CONNECTION_FAILED";
  } else if (cause.kind == LogEntry::Kind::unreadable) {
    event.error = "SEND_UNREADABLE_RESPONSE";
  } else if (cause.http_status / 100 == 2) {
    if (cause.status == LogEntry::kNone) return;
    const ProviderStatus& words = frame_.words.statuses[cause.status];
    event.status_code = words.id;
    event.comment = words.description;
    if (status != CampaignStatus::enqueued) event.error = words.name;
  } else {
    event.status_code = cause.http_status;
    event.error = http_name(cause.http_status);
  }
}

void Oracle::finish(Story& story) {
  const std::uint64_t period_end = story.truth.sent + static_cast<std::uint64_t>(frame_.waiting_period.count());
  if (story.waiting && story.sending && story.due_to <= period_end && expected_.breach.empty()) {
    expected_.breach = "a try was due and never made";
  }
  ++counters_[Counter::messages_submitted];
  counters_[Counter::messages_enqueued] += story.enqueued ? 1 : 0;
  counters_[Counter::messages_unconfirmed] += story.was_unconfirmed ? 1 : 0;

  expected_.silence_expected = false;
  expected_.closed = !story.final_said;
  if (story.final_said) {
    static constexpr End ends[] = {End::unreported, End::enqueue_failed, End::delivered, End::rejected, End::failed};
    expected_.end = ends[static_cast<int>(story.final_status)];
  } else {
    // One millisecond after the last at which a report would have counted.
    expected_.closed_at = heeded_at(period_end + 1);
    expected_.end = story.unconfirmed ? End::enqueue_failed : End::unreported;
    const Frame::Campaign& campaign = frame_.campaigns[story.truth.traffic];
    expected_.silence_expected =
        expected_.end == End::unreported && campaign.channel == Channel::sms && silent_[story.truth.country.index()];
  }
  static constexpr Counter ends[] = {Counter::messages_enqueue_failed, Counter::messages_delivered,
                                     Counter::messages_rejected, Counter::messages_failed,
                                     Counter::messages_unreported};
  ++counters_[ends[static_cast<int>(expected_.end)]];
  counters_[Counter::messages_unreported_expected] += expected_.silence_expected ? 1 : 0;
}

}  // namespace dlr::sim
