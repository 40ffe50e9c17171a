// The tracker: it knows every message from its submission to the end of its waiting period, hears what the provider
// says, and hands one campaign event per status to its sink. Every call carries the time, which never goes backwards;
// nothing here reads a clock. Each event has its cause in the call that emits it.
//
// For one thread at a time: no call locks anything, so a call that is not const must not overlap with any other to
// the same tracker, and the sink and the log are spoken to on the caller's thread. Whoever has many threads gives each
// a tracker and a partition (TrackerSettings), or puts a lock around one. Trackers share nothing that changes.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/delivery_report.h"
#include "core/foreign_ids.h"
#include "core/lifecycle.h"
#include "core/message_id.h"
#include "core/message_store.h"
#include "core/numbering.h"
#include "core/sender.h"
#include "core/status.h"
#include "core/store/change_log.h"
#include "core/vocabulary/campaign_event.h"

namespace dlr::core {

struct TrackerSettings {
  // 0 to MessageStore::kLongestWait, fixed when the tracker starts. Another one, or tries outside 1 to 255, stop the
  // process with a line on stderr.
  Duration waiting_period = kWaitingPeriod;
  std::uint32_t partition = 0;  // of the ids minted here; 24 bits
  // The key of their tags, and of the hashes of ids made elsewhere. To be kept: after a restart with another one the
  // ids that were minted before are nobody's. 0 is a key that everybody knows.
  std::uint64_t secret = 0;
  SendPolicy send;
  NoReportTable no_report = NoReportTable::built_in();
  LifecycleTable lifecycle = lifecycle_table();
  std::uint64_t max_in_flight = std::numeric_limits<std::uint64_t>::max();
  bool refuse_too_long = true;  // what the provider would refuse for its length is not submitted
  MessageStore::Limits memory;
};

using ContextId = std::uint32_t;

// What it points to is needed during the call only.
struct Submission {
  Reference reference = 0;  // echoed in every event
  // Of a country by country_of() (core/numbering.h), else it is refused. A profile without any number is not submitted
  // at all: of it there is no event.
  PhoneNumber recipient;
  ContextId context = 0;  // from intern() of the same tracker; anything else is undefined
  Channel channel = Channel::sms;
  std::uint8_t parts = 1;  // our own count (core/parts.h); an SMS of more than kPartsLimit is too long
  bool too_long = false;   // is_too_long() of the text (core/parts.h)
  // Made elsewhere, of 1 to kLongestForeignId bytes; the provider must be sent the same. In use within the waiting
  // period of another message, or one that this tracker mints: refused. Empty: an id is minted.
  std::string_view foreign_id;
  const OwnProperties* own = nullptr;  // null: none
};

enum class Refusal : std::uint8_t {
  none,
  in_flight_full,
  remembered_full,
  bad_number,
  bad_id,
  id_in_use,
  text_too_long
};

// The name that a refusal bears as the error of its event.
constexpr std::string_view to_string(Refusal refusal) {
  constexpr std::string_view names[] = {"",
                                        "SEND_IN_FLIGHT_LIMIT",
                                        "SEND_MEMORY_LIMIT",
                                        "SEND_BAD_NUMBER",
                                        "SEND_BAD_ID",
                                        "SEND_ID_IN_USE",
                                        "SEND_TEXT_TOO_LONG"};
  return names[static_cast<int>(refusal)];
}

struct Submitted {
  MessageId message;  // all zero when refused
  Refusal refusal = Refusal::none;
};

// The waiting period of a message ended without a final status.
struct Closed {
  MessageId message;
  Reference reference = 0;
  State state = State::submitted;  // the state it was in: submitted, enqueued or unconfirmed
  bool unreported = false;         // else it ends as `enqueue_failed`, which was said already
  bool silence_expected = false;   // unreported, in a no-report country
};

// It is spoken to during the tracker's calls and must not call back. A tracker whose sink has thrown is to be thrown
// away and restored, as after a crash.
template <class Sink>
concept EventSink = requires(Sink& sink, const CampaignEvent& event, const Closed& closed) {
  sink.on_event(event);
  sink.on_closed(closed);
};

// What was heard, by what it came to.
struct TrackerCounters {
  std::uint64_t responses_taken = 0, responses_rejected = 0, responses_failed = 0, responses_refused = 0,
                responses_unknown = 0, responses_repeated = 0, responses_conflict = 0;
  std::uint64_t reports_received = 0, reports_tracked = 0, reports_under_way = 0, reports_unknown_status = 0,
                reports_duplicate = 0, reports_conflict = 0, reports_late = 0, reports_unknown = 0,
                reports_malformed = 0;
  // How often each input was heard in each state.
  std::array<std::array<std::uint64_t, kInputs>, kStates> heard{};

  TrackerCounters& operator+=(const TrackerCounters& other);
};

// The parts of the tracker that do not depend on its sink.
class TrackerBase {
 public:
  // `log` may be null: nothing is written down. It must outlive the tracker.
  explicit TrackerBase(const TrackerSettings& settings, ChangeLog* log = nullptr);

  // After a crash, before anything but intern(), which must have given the contexts the ids they had: `first` is the
  // sequence of the oldest message remembered, or of the next one to come; then one message after another, in order of
  // their sequences, without a gap: else the process is stopped. Limits are not asked, counters begin at zero.
  void restore_from(std::uint64_t first) { store_.begin_at(first); }
  void restore(const MessageSnapshot& message);

  // Interns what the messages of one campaign action have in common; equal contexts get the same id.
  ContextId intern(const CampaignContext& context);

  std::uint64_t in_flight() const { return store_.open(); }
  std::uint64_t remembered() const { return store_.remembered(); }
  // Bytes held for open messages and for remembered ones, own properties and foreign ids included.
  std::size_t in_flight_bytes() const { return store_.in_flight_bytes() + own_bytes_; }
  std::size_t remembered_bytes() const { return store_.remembered_bytes() + foreign_.bytes(); }
  const TrackerCounters& counters() const { return counters_; }

 protected:
  // Remembers the message and says under which sequence, or refuses it.
  Refusal admit(const Submission& submission, std::uint64_t& sequence);
  void count_report(const Cell& cell, Input input) {
    if (input == Input::under_way) {
      ++counters_.reports_under_way;
    } else if (cell.note == Note::none) {
      ++counters_.reports_tracked;
    } else {
      ++(cell.note == Note::duplicate ? counters_.reports_duplicate : counters_.reports_conflict);
    }
  }
  void count_response(const Cell& cell, Input input) {
    if (cell.note != Note::none) {
      ++(cell.note == Note::repeated ? counters_.responses_repeated : counters_.responses_conflict);
      return;
    }
    switch (input) {
      case Input::taken:
        ++counters_.responses_taken;
        break;
      case Input::rejected_response:
        ++counters_.responses_rejected;
        break;
      case Input::failed_response:
        ++counters_.responses_failed;
        break;
      case Input::refused:
        ++counters_.responses_refused;
        break;
      default:
        ++counters_.responses_unknown;
    }
  }
  void close(std::uint64_t sequence, MessageStore::Entry& entry) {
    if (store_.slot(entry.slot()).has_own) drop_own(sequence);
    store_.close(entry);
  }
  void drop_own(std::uint64_t sequence);
  void forget_first();
  void write_down(std::uint64_t sequence, Instant next_try = Instant::min()) {
    if (log_ != nullptr) [[unlikely]] {
      log_->on_change(snapshot(sequence, next_try));
    }
  }
  MessageSnapshot snapshot(std::uint64_t sequence, Instant next_try);

  enum class Known : std::uint8_t { held, forgotten, never };
  struct Found {
    Known known = Known::never;
    bool by_foreign_id = false;  // the one that was asked for is the message's
    std::uint64_t sequence = 0;
  };
  // Whether it is one that this tracker mints, or will.
  bool is_own(const MessageId& id) const {
    return id.partition() == partition_ && id.tag() == key_.tag(partition_, id.sequence());
  }
  Found find(const MessageId& id) const {
    const std::uint64_t sequence = id.sequence();
    if (sequence >= store_.next() || !is_own(id)) return {};
    return {store_.holds(sequence) ? Known::held : Known::forgotten, false, sequence};
  }
  Found find(const ForeignIds::Search& search) const {
    const std::optional<std::uint64_t> sequence = foreign_.find(search);
    return sequence ? Found{Known::held, true, *sequence} : Found{};
  }
  Found find(const MessageId& id, std::string_view foreign_id) const {
    return or_as_the_other(foreign_id.empty() ? find(id) : find(foreign_.search(foreign_id)), id, foreign_id);
  }
  Found or_as_the_other(const Found& found, const MessageId& id, std::string_view foreign_id) const {
    if (found.known == Known::never) [[unlikely]] {
      return find_as_the_other(id, foreign_id);
    }
    return found;
  }
  // Into found_, and fetched: with millions in flight, their misses of the cache overlap.
  void find_all(std::span<const DeliveryReport> reports);
  // An id made elsewhere may have the form of a minted one, and a minted one may come back in capitals: whoever reads
  // it cannot tell, as the tag can.
  Found find_as_the_other(const MessageId& id, std::string_view foreign_id) const;

  MessageId id_of(std::uint64_t sequence) const { return {partition_, sequence, key_.tag(partition_, sequence)}; }
  std::string_view foreign_id_of(std::uint64_t sequence) const { return foreign_.of(sequence); }
  const OwnProperties* own_of(std::uint64_t sequence) const;

  Duration age(const MessageStore::Entry& entry) const {
    return Duration{(static_cast<std::uint64_t>(to_ms(now_)) - entry.sent()) & 0x7fffffffU};
  }

  TrackerSettings settings_;
  std::uint64_t partition_;
  TagKey key_;
  Sender sender_;
  MessageStore store_;
  Instant now_ = Instant::min();
  Instant next_end_ = Instant::min();  // no waiting period ends before
  TrackerCounters counters_;
  ChangeLog* log_;
  std::vector<Found> found_;  // of the reports being heard; its memory stays
  // After a restart, until resume(): when the waits that went on are over, by sequence.
  std::vector<std::pair<std::uint64_t, Instant>> waits_;

 private:
  Refusal make_room(const Submission& submission);
  void keep_own(std::uint64_t sequence, const OwnProperties& own);

  std::vector<std::unique_ptr<const CampaignContext>> contexts_;  // by id; stable addresses
  ForeignIds foreign_;
  std::vector<ForeignIds::Search> searches_;  // of the reports being heard; its memory stays
  std::unordered_map<std::uint64_t, OwnProperties> own_;
  std::size_t own_bytes_ = 0;

 protected:
  const CampaignContext* context(ContextId id) const { return contexts_[id].get(); }
};

template <EventSink Sink>
class Tracker : public TrackerBase {
 public:
  // The sink must outlive the tracker; so must the log, which may be null.
  Tracker(const TrackerSettings& settings, Sink& sink, ChangeLog* log = nullptr)
      : TrackerBase(settings, log), sink_(sink) {}

  // After a restart: nobody knows whether the tries that were under way got through, and what was to wake them is gone.
  // Each counts as not answered in time; a wait goes on to its end. `wake(id, instant)` is called for each message with
  // the instant to ask next_try() at, which is not before `now`.
  template <class Wake>
  void resume(Instant now, Wake&& wake);

  // Remembers the message; the caller makes the first try now. A message that cannot be taken (limits, number, length,
  // id) is refused at once: event `enqueue_failed`, and nothing is remembered. So it is where there is no memory
  // (std::bad_alloc), but without an event; unless it was the log that had none (core/store/change_log.h).
  Submitted submit(const Submission& submission, Instant now);

  // In these, a message whose id was made elsewhere is named by `foreign_id`, and by its minted id as well: by that
  // where `foreign_id` is empty. One that nobody knows (any more) is passed over; an answer for one that is forgotten,
  // or under a foreign id that nobody knows, is counted as repeated.
  //
  // An answer to one try; when it asks for another, the instant to ask next_try() at.
  std::optional<Instant> on_send_response(const SendAnswer& answer, Instant now);
  // No answer to try `try_number` within the policy's timeout: call it one millisecond after that.
  std::optional<Instant> on_send_timeout(const MessageId& id, std::string_view foreign_id, std::uint32_t try_number,
                                         Instant now);
  // The wait is over: the number of the try to make now, if any.
  std::optional<std::uint32_t> next_try(const MessageId& id, std::string_view foreign_id, Instant now);

  // The reports of one callback, in their order.
  void on_delivery_reports(std::span<const DeliveryReport> reports, Instant received);

  // Ends the waiting periods that are over before `now`: a period of 4 d ends after 4 d have passed, not at them.
  void advance_to(Instant now) {
    if (now >= next_end_) {
      end_periods(now);
    } else if (now > now_) {
      now_ = now;
    }
  }

 private:
  void end_periods(Instant now);

  struct Cause {
    MessageId message;  // of whom it speaks; checked
    std::int32_t code = CampaignEvent::kNoCode;
    std::string_view error;
    std::string_view comment;
    std::uint8_t parts = 0;
    Instant timestamp;
    bool by_report = false;
    std::string_view foreign_id = {};  // the message's, where it was found by it
  };

  // When to try again; kNoTry: not at all. One word: an optional would be written in parts and waited for.
  static constexpr Instant kNoTry = Instant::max();
  Instant step(const Found& found, const MessageId& id, const SendAnswer* answer, std::uint32_t try_number);
  static std::optional<Instant> next_try_at(Instant at) {
    if (at == kNoTry) [[likely]] {
      return std::nullopt;
    }
    return at;
  }
  void hear(std::uint64_t sequence, Input input, Cause& cause);
  void hear_report(const DeliveryReport& report, Found found);
  void emit(std::uint64_t sequence, const MessageStore::Open& open, CampaignStatus status, const Cause& cause,
            Instant sent);

  Sink& sink_;
};

}  // namespace dlr::core

#include "core/tracker_impl.h"
