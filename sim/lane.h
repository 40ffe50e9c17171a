// One lane of a run, from its first send to the end of the last waiting period: own clock, own wheel, own tracker
// partition, own oracle. Everything that comes of it is added to the measurements of the thread that runs it.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/delivery_report.h"
#include "core/store/twin.h"
#include "reports/result.h"
#include "sim/defects/defect.h"
#include "sim/drive/driven_tracker.h"
#include "sim/drive/wire.h"
#include "sim/engine/divisor.h"
#include "sim/engine/random.h"
#include "sim/engine/timer_wheel.h"
#include "sim/faults/absurd_times.h"
#include "sim/faults/callback_down.h"
#include "sim/faults/tracker_crash.h"
#include "sim/faults/unknown_reports.h"
#include "sim/ground_truth.h"
#include "sim/lane_plan.h"
#include "sim/oracle.h"
#include "sim/phase.h"
#include "sim/sightings.h"
#include "sim/trace.h"
#include "sim/world/provider.h"
#include "sim/world/world.h"

namespace dlr::sim {

struct PackedOutcome {
  Reference message = 0;
  std::uint64_t packed = 0;  // reports/message_outcomes.h
};

class Lane {
 public:
  // A lane object is reused for one lane after another, to keep its memory. World and plan must outlive it; `defect`
  // may be null. `on_the_wire`: the world and the core speak in the provider's real bytes.
  Lane(const World& world, const LanePlan& plan, const Defect* defect, bool on_the_wire);

  // From now on the events of a lane are written here. Null: of none.
  void record_events(EventLines* into) { events_ = into; }
  // From now on the outcomes of all messages of a lane are added here. Null: of none.
  void collect_outcomes(std::vector<PackedOutcome>* into) { outcomes_ = into; }

  // Runs lane number `lane` and adds what came of it. With a trace, writes down the life of its message, when it is
  // sent in this lane. False: interrupted; nothing was added.
  bool run(std::uint32_t lane, reports::Measurements& into, const std::atomic<bool>& interrupted,
           Trace* trace = nullptr);

  // What it is doing, for other threads to look at.
  const PhaseMark& phase() const { return phase_; }

  // Of the lane that was run last: the message that got this id, by its index in the scenario. Nothing: none did.
  std::optional<Reference> message_of(const MessageId& id) const;

 private:
  using Tracked = DrivenTracker<Sightings>;

  // What the four low bits of a timer say; the rest is the index of a message or of a record.
  enum class Timer : std::uint32_t {
    taken,
    answer,
    timeout,
    next_try,
    report,
    more_report,
    lone_report,
    callback,
    stray,
    sync
  };

  // The course of a message: what provider and world must remember of it beside ground truth.
  struct Course {
    Journey journey;
    LaneTime done_at = 0;  // of the operator's own report
    bool at_provider = false;
    bool rejection_pushed = false;
    std::uint8_t reported_parts = 0;  // by the operator, instead of the message's own; 0: its own
    LaneTime wakes_at = 0;            // when the tracker is to be asked for the next try
  };

  // An answer under way that is not the usual one, or a deadline.
  struct Answer {
    std::uint32_t message = 0;
    std::uint32_t retry_after = 0;
    std::uint16_t http_status = 200;
    std::uint16_t status = 0;
    std::uint8_t try_number = 1;
    std::uint16_t life = 0;  // of the tracker that made the try
  };

  struct ReportItem {
    std::uint32_t message = 0;  // kNobody: a stray
    LaneTime done_at = 0;
    std::uint16_t status = 0;
    std::uint16_t error = 0;
    std::int16_t zone_minutes = 0;
    bool done_at_missing = false;
    bool done_at_absurd = false;
    bool malformed = false;
    Stray stray;
  };

  // A callback that was refused and waits for its next try.
  struct Callback {
    std::vector<ReportItem> reports;
    std::uint32_t retries = 0;
    std::uint32_t latest = 0;  // its latest try: place in the truth's list of them
    bool core_has_read = false;
  };

  // Records that timers point to; given back after use.
  template <class Record>
  struct Pool {
    std::vector<Record> records;
    std::vector<std::uint32_t> free;

    std::uint32_t add(Record record) {
      if (free.empty()) {
        records.push_back(std::move(record));
        return static_cast<std::uint32_t>(records.size() - 1);
      }
      const std::uint32_t index = free.back();
      free.pop_back();
      records[index] = std::move(record);
      return index;
    }
    Record take(std::uint32_t index) {
      free.push_back(index);
      return std::move(records[index]);
    }
    void clear() {
      records.clear();
      free.clear();
    }
  };

  struct Sends {
    LaneSlice slice;
    std::size_t next = 0, end = 0;  // in times_
    std::uint64_t next_message = 0;
    // Of a population that an earlier slice leads: its messages' recipients, again and again. None: everybody is new.
    std::uint64_t first_recipient = 0, recipients = 0;
    std::vector<std::uint64_t> order;  // by the recipients' clocks: the messages in order of sending; else empty
    std::array<Journey, engine::BlockBatch::kMessages> journeys;  // of the next messages, drawn together ...
    std::uint32_t taken = 0, drawn = 0;                           // ... and how many of them were sent since
  };

  void begin(std::uint32_t lane);
  void share_recipients(Sends& sends);
  void shift_to_local_time(Sends& sends);
  // The message whose recipient this one shares; itself, if none. The way there is that recipient's.
  std::uint64_t recipient_of(const Sends& sends, std::uint64_t message) const {
    if (sends.recipients == 0) return message;
    return sends.first_recipient +
           (message - world_.traffic[sends.slice.traffic].first_message - sends.slice.first) % sends.recipients;
  }
  // Of messages in a row: at most as many as a BlockBatch has.
  void draw_journeys(const Sends& sends, std::uint64_t first, std::span<Journey> journeys) const;
  bool play(const std::atomic<bool>& interrupted);
  void finish();

  void send(Sends& sends);
  void try_to_send(std::uint32_t message, std::uint32_t try_number);
  void schedule_answer(std::uint32_t message, std::uint32_t try_number, const TryFate& fate, std::uint16_t status,
                       std::uint64_t after);
  // The provider has the message from now on; the answer, if one will be given, comes at `answered`. The status it
  // says.
  std::uint16_t get_through(std::uint32_t message, const TryFate& fate, std::uint64_t answered);
  void push_rejection(std::uint32_t message, std::uint64_t answered);
  std::uint64_t queue_at(const Journey& journey);
  void operator_reports(std::uint32_t message, std::uint64_t handed, std::uint64_t answered);
  // The one report that its course tells of.
  void report_at(std::uint32_t message, std::uint64_t done_at, std::uint64_t ready) {
    courses_[message].done_at = static_cast<LaneTime>(done_at);
    at(Timer::report, tick_at_or_after(ready), message);
  }
  // `first` and what is in more_reports_, after all faults.
  void plan_reports(std::uint32_t message, const PlannedReport& first, std::uint64_t answered, bool by_provider);
  void set_next_stray(std::uint32_t place);
  void stray(std::uint32_t place);

  void open(std::span<const engine::Timer> timers);
  void hear(const Answer& answer);
  void miss(const Answer& answer);
  void wake(std::uint32_t message);
  void flush_if_full() {
    if (batch_.reports.size() >= world_.scenario.provider.callback.batch) flush();
  }
  void flush();
  CallbackFate decide_callback(Callback& callback);
  void refuse_on_the_wire(const Callback& callback);
  WireFacts wire_facts(std::uint32_t message, std::int16_t zone_minutes) const;
  void begin_hand_over();
  DeliveryReport& write_report(const ReportItem& item);
  const AbsurdTime& absurd_time_of(const ReportItem& item) const;
  void hand_over_report(const ReportItem& item);
  void hand_over(Callback& callback);

  // Ids made elsewhere. The one of a batch's report is valid until the next batch.
  bool has_foreign_ids() const { return world_.frame.foreign_ids; }
  std::string_view foreign_id(std::uint32_t message);
  std::string_view foreign_id_in_batch(std::uint32_t message);
  // The foreign id that a stray bears; empty: it bears one that a core has minted.
  std::string_view foreign_id_in_batch(const Stray& stray);
  std::string& next_batch_id();
  MessageId stray_id(const Stray& stray) const;

  // The reader of scenarios sees to it that spans fit the clock of 49 days.
  void at(Timer timer, std::uint64_t time, std::uint32_t index) {
    if (time > std::numeric_limits<std::uint32_t>::max()) [[unlikely]] {
      throw std::overflow_error("something would happen more than 49 days after the start");
    }
    wheel_.insert(static_cast<std::uint32_t>(time), index << 4U | static_cast<std::uint32_t>(timer));
  }
  std::uint64_t tick_at_or_after(std::uint64_t time) const {
    return callback_every_.quotient(time + callback_every_.value() - 1) * callback_every_.value();
  }
  Instant instant(LaneTime time) const { return start_ + Duration{time}; }
  void sample_until(std::uint64_t time);
  std::uint64_t& received_now() {
    const std::size_t minute = now_ / 60'000;
    if (minute >= received_.size()) received_.resize(minute + 1);
    return received_[minute];
  }

  // A tracker that crashes: lane_crash.cc.
  struct Listener;
  struct AgainAfterCrash;
  void make_tracker();
  void begin_life();
  void begin_outages();
  std::uint64_t next_turn() const {  // to crash, or to come back
    if (next_outage_ == outages_.size()) return kNever;
    return down_ ? outages_[next_outage_].restart : outages_[next_outage_].crash;
  }
  void take_turn();
  void crash();
  void restart();
  void sync();
  void sync_soon() {
    if (twin_ != nullptr) [[unlikely]] {
      sync_once_answered();
    }
  }
  void sync_once_answered();
  bool plants(StoreMistake mistake) const { return defect_ != nullptr && defect_->store == mistake; }
  struct UnsyncedTry;
  void was_handed(const UnsyncedTry& handed);
  // Valid until the next.
  LogEntry& log(std::uint32_t message) {
    if (twin_ != nullptr) [[unlikely]] {
      entry_owners_.push_back(message);
    }
    LogEntry& entry = truth_.add(message);
    entry.at = now_;
    return entry;
  }
  void wake_at(std::uint32_t message, Instant next) {
    const auto time = static_cast<std::uint64_t>((next - start_).count());
    courses_[message].wakes_at = static_cast<LaneTime>(time);
    at(Timer::next_try, time, message);
  }

  // What the provider's words in an entry of the log count, when the core is given them and when that is taken back.
  void count_words(const LogEntry& entry, std::uint64_t by) {
    if (entry.malformed) return;
    if (entry.status != LogEntry::kNone) said_.statuses[entry.status] += by;
    if (entry.error != LogEntry::kNone) said_.errors[entry.error] += by;
  }
  void judge(reports::Measurements& into);
  // Those of the counters that are kept by group.
  using GroupTotals = std::array<std::uint64_t, reports::kMessageCounters>;
  void count_message(const Seen& seen, const MessageTruth& truth, reports::GroupMeasurements& group,
                     GroupTotals& totals);
  bool agrees(const Seen& seen, const Expected& expected);

  // What is written down about the watched message: lane_trace.cc.
  void note(std::uint32_t message, const char* who, std::string what) {
    if (message == watched_) trace_->lines.push_back({now_, who, std::move(what)});
  }
  std::string struck_since() const;
  std::string done_at_of(const ReportItem& item) const;
  bool is_watched(const ReportItem& item) const;
  void note_hand_over(const Callback& callback, const CallbackFate& fate);
  void hand_over_watched();
  void explain(const Seen& seen, const Expected& expected);

  static constexpr std::uint32_t kNobody = 0xffffffff;
  static constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

  const World& world_;
  const LanePlan& lane_plan_;
  const Defect* defect_;
  const Instant start_;
  PhaseMark phase_;
  const engine::Divisor callback_every_;  // 1: whenever there is something to say

  std::uint32_t lane_ = 0;
  std::vector<LaneTime> times_;
  std::vector<Sends> sends_;
  GroundTruth truth_;
  std::vector<Course> courses_;
  engine::TimerWheel wheel_;
  Pool<Answer> answers_;
  Pool<ReportItem> reports_;
  Pool<Callback> callbacks_;
  Callback batch_;
  std::vector<DeliveryReport> handed_over_;
  Sightings sightings_;
  std::unique_ptr<Tracked> tracker_;
  std::unique_ptr<Wire> wire_;         // null: they speak in structs
  std::vector<WireFacts> wire_facts_;  // of the reports being handed over
  std::vector<ReportOrigin> origins_;  // of them, where a planted mistake asks
  std::vector<core::ContextId> contexts_;
  ReportPlan report_plan_;
  std::vector<PlannedReport> more_reports_;
  std::vector<std::uint64_t> free_from_;  // by queue of a route with a throughput
  std::vector<std::uint64_t> strays_;     // by stray fault: how many came so far
  std::string id_text_;
  std::deque<std::string> batch_ids_;
  std::size_t batch_ids_used_ = 0;
  Wire::Spoilt spoilt_ = Wire::Spoilt::no;  // of the callback being handed over
  std::uint32_t spoilt_word_ = 0;

  reports::TextHasher expected_text_;
  std::vector<GroupTotals> group_totals_;  // of this lane
  reports::HistogramQueue delays_;

  LaneTime now_ = 0;
  std::uint64_t next_minute_ = 0;         // not yet sampled
  std::vector<std::uint64_t> in_flight_;  // by minute, as the tracker says
  std::vector<std::uint64_t> received_;   // reports, by minute
  reports::SituationCounts said_;         // by the provider
  reports::Counters counters_;            // what the world counts
  std::vector<std::uint64_t> struck_;     // by fault
  std::vector<std::uint64_t> released_;   // by fault
  std::vector<PackedOutcome>* outcomes_ = nullptr;
  EventLines* events_ = nullptr;
  Trace* trace_ = nullptr;
  std::uint32_t watched_ = kNobody;
  std::vector<std::uint64_t> struck_before_;  // struck_, before what is to be noted of the watched message

  core::TrackerSettings tracker_settings_;
  std::unique_ptr<core::StoreTwin> twin_;  // null: the tracker never crashes in this lane
  std::vector<Outage> outages_;
  std::size_t next_outage_ = 0;
  bool down_ = false;
  std::uint16_t life_ = 0;          // of the tracker: how often it has crashed
  LaneTime life_began_ = 0;         // and when it came back
  std::uint64_t sync_at_ = kNever;  // what was written since the last sync is durable then at the latest
  std::uint32_t syncs_ = 0;
  // What the tracker knew at the last sync, in terms of the lane.
  struct Durable {
    core::TrackerCounters core;
    std::size_t log = 0, strays = 0, downtimes = 0, minutes = 0;
  };
  Durable durable_;
  core::TrackerCounters dead_counters_;      // of the tracker's former lives
  std::vector<std::uint32_t> entry_owners_;  // of the log's entries since the last sync: their messages
  struct UnsyncedTry {
    std::uint32_t place = 0;           // in the truth's list
    std::uint32_t before = kNobody;    // the try before it
    std::uint32_t waits_at = kNobody;  // in callbacks_, for its next try; nobody: it was the last
    LaneTime at = 0;
  };
  std::vector<UnsyncedTry> unsynced_tries_;  // of callbacks, since
};

}  // namespace dlr::sim
