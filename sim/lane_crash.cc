// A tracker that dies and comes back: what is durable when, and what is taken back. Only what was not durable is lost,
// so the rest of the lane, and the oracle, see a world in which it never happened.
#include <fmt/format.h>

#include "sim/lane.h"

namespace dlr::sim {

// Whoever hears what is durable.
struct Lane::Listener {
  Sightings& sightings;
  EventLines* lines;

  void on_event(const CampaignEvent& event) {
    if (lines != nullptr) lines->add(event);
    sightings.on_event(event);
  }
  void on_closed(const core::Closed& closed) { sightings.on_closed(closed); }
};

// What had left just before a crash leaves once more: then, and only then, what he has heard already is passed over.
struct Lane::AgainAfterCrash {
  Listener listener;

  void on_event(const CampaignEvent& event) {
    if (!listener.sightings.repeats(event)) listener.on_event(event);
  }
  void on_closed(const core::Closed& closed) {
    if (!listener.sightings.repeats(closed)) listener.on_closed(closed);
  }
};

void Lane::make_tracker() {
  tracker_ = std::make_unique<Tracked>(tracker_settings_, sightings_, defect_, twin_.get(), events_);
  contexts_.clear();
  for (const Frame::Campaign& campaign : world_.frame.campaigns)
    contexts_.push_back(tracker_->intern(campaign.context));
}

// From what was durable.
void Lane::begin_life() {
  make_tracker();
  tracker_->restore(*twin_);
}

void Lane::begin_outages() {
  outages_.clear();
  twin_.reset();
  life_ = 0;
  life_began_ = 0;
  down_ = false;
  sync_at_ = kNever;
  syncs_ = 0;
  durable_ = {};
  dead_counters_ = {};
  entry_owners_.clear();
  unsynced_tries_.clear();
  next_outage_ = 0;
  truth_.downtimes.clear();
  if (world_.outages.empty()) return;
  LaneTime last_sent = 0;
  for (LaneTime& time : times_) {
    for (const Outage& outage : world_.outages) {
      if (time >= outage.crash && time < outage.restart) time = outage.restart;
    }
    last_sent = std::max(last_sent, time);
  }
  const std::uint64_t end = std::uint64_t{last_sent} + static_cast<std::uint64_t>(world_.frame.waiting_period.count());
  for (const Outage& outage : world_.outages) {
    if (outage.crash <= end) outages_.push_back(outage);
  }
  twin_ = std::make_unique<core::StoreTwin>();
}

void Lane::take_turn() {
  if (now_ >= next_minute_ * 60'000) sample_until(now_);
  if (down_) {
    restart();
  } else {
    crash();
  }
}

// What is written now is durable no later than an answer to a callback that comes now.
void Lane::sync_once_answered() {
  if (plants(StoreMistake::says_before_written)) {
    Listener listener{sightings_, events_};
    twin_->say(listener);
  }
  if (sync_at_ != kNever) return;
  // What changes no message counts as well: that a report was late, or of nobody.
  const bool has_heard = truth_.log.size() > durable_.log || truth_.strays.size() > durable_.strays ||
                         truth_.downtimes.size() > durable_.downtimes || !unsynced_tries_.empty();
  if (!has_heard && !twin_->has_unsynced()) return;
  const auto answer = static_cast<std::uint64_t>(world_.scenario.provider.callback.answer.count());
  if (answer == 0) return sync();
  sync_at_ = now_ + answer;
  at(Timer::sync, sync_at_, 0);
}

void Lane::was_handed(const UnsyncedTry& handed) {
  if (twin_ == nullptr) return;
  unsynced_tries_.push_back(handed);
  if (!down_) sync_soon();
}

void Lane::sync() {
  Listener listener{sightings_, events_};
  constexpr std::uint32_t kOneIn = 8;
  if (plants(StoreMistake::acknowledges_unwritten) && ++syncs_ % kOneIn != 0) {
    twin_->say(listener);
  } else {
    twin_->sync(listener);
  }
  sync_at_ = kNever;
  durable_.core = tracker_->counters();
  durable_.log = truth_.log.size();
  durable_.strays = truth_.strays.size();
  durable_.downtimes = truth_.downtimes.size();
  durable_.minutes = in_flight_.size();
  entry_owners_.clear();
  unsynced_tries_.clear();
}

void Lane::crash() {
  const Outage& outage = outages_[next_outage_];
  // What it struck are the messages in flight, whichever lane they are in.
  tracker_->advance_to(instant(now_));
  struck_[outage.fault] += tracker_->in_flight();
  const std::size_t taken_back = truth_.log.size() - durable_.log;
  if (watched_ != kNobody)
    note(watched_, "core",
         fmt::format("the tracker crashes; {} answers and reports were not durable (fault `{}` strikes)", taken_back,
                     world_.scenario.faults[outage.fault].id));
  // Tries that left before they were durable, which is a mistake that can be planted: the provider has heard of them.
  std::vector<std::pair<std::uint32_t, LogEntry>> tries;
  for (std::size_t i = truth_.log.size(); i > durable_.log; --i) {
    const LogEntry& entry = truth_.log[i - 1];
    const std::uint32_t message = entry_owners_[i - 1 - durable_.log];
    truth_.messages[message].last_entry = entry.previous;
    count_words(entry, ~std::uint64_t{0});
    if (entry.kind == LogEntry::Kind::next_try) tries.emplace_back(message, entry);
  }
  truth_.log.resize(durable_.log);
  truth_.strays.resize(durable_.strays);
  truth_.downtimes.resize(durable_.downtimes);
  entry_owners_.clear();
  for (auto one = tries.crbegin(); one != tries.crend(); ++one) {
    LogEntry& entry = log(one->first);
    const std::uint32_t previous = entry.previous;
    entry = one->second;
    entry.previous = previous;
  }

  using reports::Counter;
  for (const UnsyncedTry& one : unsynced_tries_) {
    CallbackTry& handed = truth_.callbacks[one.place];
    const CallbackTry as_it_was = handed;
    handed.read = false;
    if (as_it_was.read) received_[one.at / 60'000] -= as_it_was.reports;
    if (one.before != kNobody) {
      const CallbackTry& before = truth_.callbacks[one.before];
      handed.read_before = before.read || before.read_before;
    }
    if (as_it_was.read && as_it_was.read_before) counters_[Counter::reports_repeated] -= handed.reports;
    if (one.waits_at == kNobody) {
      const bool was_known = as_it_was.read || as_it_was.read_before;
      if (was_known && !handed.read_before) counters_[Counter::reports_lost] += handed.reports;
    } else if (callbacks_.records[one.waits_at].latest == one.place) {
      callbacks_.records[one.waits_at].core_has_read = handed.read_before;
    }
  }
  unsynced_tries_.clear();

  dead_counters_ += durable_.core;
  durable_.core = {};
  twin_->crash();
  if (plants(StoreMistake::loses_key)) ++tracker_settings_.secret;
  // What a sample since the last sync should have seen is a tracker without what was taken back.
  in_flight_.resize(durable_.minutes);
  next_minute_ = durable_.minutes;
  if (now_ >= next_minute_ * 60'000) {
    begin_life();
    sample_until(now_);
    twin_->crash();  // it was never there
  }
  begin_life();
  for (Course& course : courses_) course.wakes_at = 0;
  ++life_;
  life_began_ = outage.restart;
  down_ = true;
  sync_at_ = kNever;
}

void Lane::restart() {
  down_ = false;
  truth_.downtimes.push_back({outages_[next_outage_].crash, now_});
  ++next_outage_;
  if (watched_ != kNobody) note(watched_, "core", "the tracker is back");
  AgainAfterCrash again{{sightings_, events_}};
  plants(StoreMistake::says_anew) ? twin_->repeat(again.listener) : twin_->repeat(again);
  tracker_->resume(instant(now_),
                   [this](const MessageId& id, Instant next) { wake_at(sightings_.place_of(id), next); });
  sync_soon();
}

}  // namespace dlr::sim
