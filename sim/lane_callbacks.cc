// The callbacks of a lane: what a report says as it is handed over, what faults do to a callback, and what the provider
// does when it is refused.
#include <algorithm>
#include <limits>

#include "sim/faults/callback_down.h"
#include "sim/faults/corrupt_callbacks.h"
#include "sim/lane.h"

namespace dlr::sim {
namespace {

// Random enough, and the same however often the report is handed over.
std::uint32_t word_of(Reference reference) { return static_cast<std::uint32_t>(reference * 0x9e37'79b9U); }

}  // namespace

void Lane::flush() {
  if (batch_.reports.empty()) return;
  hand_over(batch_);
  batch_.reports.clear();
}

CallbackFate Lane::decide_callback(Callback& callback) {
  spoilt_ = Wire::Spoilt::no;
  if (down_) return {false, false, CallbackAnswer::refuse, {}};
  for (const FaultTables& fault : world_.callback_faults) {
    if (!fault.active(now_)) continue;
    if (const auto* down = std::get_if<CallbackDown>(&fault.fault->kind)) {
      ++struck_[fault.index];
      return fate_of(*down);
    }
    if (callback.retries > 0) continue;
    const ReportItem& first = callback.reports.front();
    const std::uint64_t key = first.message == kNobody ? first.stray.word : sightings_.reference(first.message);
    const auto corrupted = strike(std::get<CorruptCallbacks>(fault.fault->kind), fault, world_.scenario.seed, key, now_,
                                  static_cast<std::uint32_t>(callback.reports.size()));
    if (!corrupted) continue;
    ++struck_[fault.index];
    if (corrupted->how == Corruption::truncated) spoilt_ = Wire::Spoilt::truncated;
    if (corrupted->how == Corruption::not_json) spoilt_ = Wire::Spoilt::not_json;
    if (corrupted->how == Corruption::utf8) spoilt_ = Wire::Spoilt::utf8;
    spoilt_word_ = corrupted->word;
    if (corrupted->malformed) callback.reports[*corrupted->malformed].malformed = true;
    return corrupted->fate;
  }
  return {};
}

const AbsurdTime& Lane::absurd_time_of(const ReportItem& item) const {
  return absurd_time(word_of(sightings_.reference(item.message)));
}

MessageId Lane::stray_id(const Stray& stray) const {
  return id_of(stray, lane_, core::TagKey(tracker_settings_.secret), truth_);
}

// One report as the core is given it, written where it is handed over from. Inline, as it is on every message's
// way: this and DrivenTracker::submit as calls of their own took 51 instructions a message.
[[gnu::always_inline]] inline DeliveryReport& Lane::write_report(const ReportItem& item) {
  DeliveryReport& report = handed_over_.emplace_back();
  report.status = &world_.frame.words.statuses[item.status];
  if (item.error != LogEntry::kNone) report.error = &world_.frame.words.errors[item.error];
  if (!item.done_at_missing) report.done_at = instant(item.done_at);
  if (item.done_at_absurd) report.done_at = absurd_time_of(item).read;
  report.malformed = item.malformed;
  if (item.message == kNobody) [[unlikely]] {
    report.message = stray_id(item.stray);
    report.foreign_id = foreign_id_in_batch(item.stray);
  } else {
    const MessageTruth& truth = truth_.messages[item.message];
    const std::uint8_t instead = courses_[item.message].reported_parts;
    report.parts = instead != 0 ? instead : truth.parts;
    report.message = truth.id;
    if (has_foreign_ids()) report.foreign_id = foreign_id_in_batch(item.message);
  }
  if (tracker_->misreads()) [[unlikely]] {
    const Duration age = item.message == kNobody ? Duration{} : Duration(now_ - truth_.messages[item.message].sent);
    origins_.push_back({item.zone_minutes, age});
  }
  if (wire_ != nullptr) {
    WireFacts& facts = wire_facts_.emplace_back(wire_facts(item.message, item.zone_minutes));
    if (item.done_at_absurd) facts.done_at_text = absurd_time_of(item).text;
    facts.word = word_of(facts.reference);
  }
  return report;
}

// The log keeps what the core is given.
void Lane::hand_over_report(const ReportItem& item) {
  const DeliveryReport& report = write_report(item);
  if (item.message == kNobody) [[unlikely]] {
    truth_.strays.push_back({item.stray.id == StrayId::forgotten, item.malformed});
    return;
  }
  LogEntry& entry = log(item.message);
  entry.kind = LogEntry::Kind::report;
  entry.done_at = item.done_at;
  entry.done_at_missing = item.done_at_missing;
  if (item.done_at_absurd && report.done_at) {
    entry.done_at_missing = false;
    entry.done_at = *report.done_at < start_ ? 0 : std::numeric_limits<LaneTime>::max();
  }
  entry.malformed = item.malformed;
  entry.status = item.status;
  entry.error = item.error;
  entry.parts = report.parts;
  count_words(entry, 1);
}

void Lane::begin_hand_over() {
  handed_over_.clear();
  wire_facts_.clear();
  origins_.clear();
  batch_ids_used_ = 0;
}

// The bytes of a callback that is no JSON any more, put before the core's reader, which must refuse them: those of the
// retry to come, but for the damage.
void Lane::refuse_on_the_wire(const Callback& callback) {
  begin_hand_over();
  for (const ReportItem& item : callback.reports) write_report(item);
  wire_->spoil_next(spoilt_, spoilt_word_);
  wire_->reports(handed_over_, wire_facts_);
}

WireFacts Lane::wire_facts(std::uint32_t message, std::int16_t zone_minutes) const {
  WireFacts facts;
  facts.zone_minutes = zone_minutes;
  if (message == kNobody) return facts;
  const MessageTruth& truth = truth_.messages[message];
  const Route& route = world_.routes[courses_[message].journey.route];
  const CampaignContext& campaign = world_.frame.campaigns[truth.traffic].context;
  facts.reference = sightings_.reference(message);
  facts.to = PhoneNumber{truth.recipient};
  facts.sent = instant(truth.sent);
  facts.sender = campaign.sender;
  facts.campaign = campaign.campaign_id;
  facts.mccmnc = world_.scenario.countries[route.country].operators[route.operator_index].mccmnc;
  if (const std::string& text = world_.scenario.traffic[truth.traffic].text; !text.empty()) {
    facts.text = text;
    facts.text_options = world_.scenario.traffic[truth.traffic].text_options;
  }
  facts.channel = world_.frame.campaigns[truth.traffic].channel;
  facts.v2 = facts.channel == Channel::sms && world_.scenario.provider.body_v2.ppm > 0 &&
             engine::strikes(
                 engine::draw_block(world_.scenario.seed, facts.reference, purpose::kOnTheWay)[purpose::older_body],
                 world_.scenario.provider.body_v2);
  return facts;
}

void Lane::hand_over(Callback& callback) {
  using reports::Counter;
  const std::size_t size = callback.reports.size();
  if (callback.retries == 0) counters_[Counter::reports_made] += size;
  ++counters_[Counter::callbacks_sent];
  if (watched_ != kNobody) struck_before_ = struck_;
  CallbackFate fate = decide_callback(callback);
  // A connection breaks with the process that holds it.
  const std::uint64_t crash = down_ ? kNever : next_turn();
  const CallbackSettings& settings = world_.scenario.provider.callback;
  if (fate.accepted &&
      crash <= now_ + static_cast<std::uint64_t>(std::min(settings.answer, settings.timeout).count())) {
    fate.accepted = false;
    fate.broken_after = crash - now_;
  }
  fail_if_too_late(fate, settings);
  UnsyncedTry handed;
  handed.place = static_cast<std::uint32_t>(truth_.callbacks.size());
  handed.at = now_;
  if (callback.retries > 0) handed.before = callback.latest;
  callback.latest = handed.place;
  if (watched_ != kNobody) note_hand_over(callback, fate);
  truth_.callbacks.push_back({static_cast<std::uint32_t>(size), static_cast<std::uint16_t>(callback.retries),
                              callback.core_has_read, fate.core_reads, fate.accepted});
  if (fate.core_reads) {
    if (callback.core_has_read) counters_[Counter::reports_repeated] += size;
    callback.core_has_read = true;
    received_now() += size;
    begin_hand_over();
    for (const ReportItem& item : callback.reports) hand_over_report(item);
    if (wire_ != nullptr) {
      const InPhase in_codec(phase_, Phase::codec);
      wire_->spoil_next(spoilt_, spoilt_word_);
      const std::span<const DeliveryReport> read = wire_->reports(handed_over_, wire_facts_);
      handed_over_.assign(read.begin(), read.end());
    }
    if (watched_ != kNobody) [[unlikely]] {
      hand_over_watched();
    } else {
      const InPhase in_core(phase_, Phase::core);
      tracker_->on_delivery_reports(handed_over_, origins_, instant(now_));
    }
  } else if (wire_ != nullptr && spoilt_ != Wire::Spoilt::no) {
    refuse_on_the_wire(callback);
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
      // What was spoilt was spoilt on its way; the provider sends what it has.
      for (ReportItem& item : again.reports) item.malformed = false;
      handed.waits_at = callbacks_.add(std::move(again));
      at(Timer::callback, next, handed.waits_at);
      callback.core_has_read = false;
      return was_handed(handed);
    }
    ++counters_[Counter::callbacks_given_up];
  }
  if (!callback.core_has_read) counters_[Counter::reports_lost] += size;
  callback.core_has_read = false;
  was_handed(handed);
}

}  // namespace dlr::sim
