// What a lane writes down about the one message that is watched: which faults strike it, what the core takes its
// reports for, and the oracle's word in the end.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>

#include "core/message_id.h"
#include "sim/lane.h"
#include "sim/lane_plan.h"
#include "sim/trace.h"
#include "sim/world/world.h"

namespace dlr::sim {
namespace {

// What the core took a report for, by the counter that moved.
const char* taken_as(const core::TrackerCounters& before, const core::TrackerCounters& after) {
  if (after.reports_malformed != before.reports_malformed) return "malformed";
  if (after.reports_unknown != before.reports_unknown) return "unknown: it knows no message of this id";
  if (after.reports_late != before.reports_late) return "late: the waiting period is over";
  if (after.reports_duplicate != before.reports_duplicate) return "duplicate";
  if (after.reports_conflict != before.reports_conflict) return "conflict: what it heard first stands";
  return after.reports_under_way != before.reports_under_way ? "under way" : "new";
}

}  // namespace

// The faults that have struck since struck_before_ was taken.
std::string Lane::struck_since() const {
  std::string ids;
  std::size_t faults = 0;
  for (std::size_t i = 0; i < struck_.size(); ++i) {
    if (struck_[i] == struck_before_[i]) continue;
    ids += fmt::format("{}`{}`", faults++ == 0 ? "" : ", ", world_.scenario.faults[i].id);
  }
  if (faults == 0) return {};
  return fmt::format(" ({} {} {})", faults == 1 ? "fault" : "faults", ids, faults == 1 ? "strikes" : "strike");
}

std::optional<Reference> Lane::message_of(const MessageId& id) const {
  for (std::uint32_t i = 0; i < truth_.messages.size(); ++i) {
    if (truth_.messages[i].submitted && truth_.messages[i].id == id) return sightings_.reference(i);
  }
  return std::nullopt;
}

// The time in a report as the core gets to see it.
std::string Lane::done_at_of(const ReportItem& item) const {
  if (item.done_at_absurd) return fmt::format("doneAt {}", absurd_time_of(item).text);
  if (item.done_at_missing) return "no doneAt";
  const std::string time = fmt::format("doneAt {}", format_instant(instant(item.done_at)));
  if (item.zone_minutes == 0) return time;
  const int minutes = std::abs(item.zone_minutes);
  return fmt::format("{}, written in {}{:02}{:02}", time, item.zone_minutes < 0 ? '-' : '+', minutes / 60,
                     minutes % 60);
}

bool Lane::is_watched(const ReportItem& item) const {
  if (item.message != kNobody) return item.message == watched_;
  return item.stray.id == StrayId::forgotten && watched_ == forgotten_place(item.stray, truth_);
}

void Lane::note_hand_over(const Callback& callback, const CallbackFate& fate) {
  const char* const end = fate.core_reads ? (fate.accepted ? "accepted" : "read, but not answered in time")
                                          : (fate.accepted ? "answered 200 and lost" : "refused");
  for (const ReportItem& item : callback.reports) {
    if (!is_watched(item)) continue;
    note(watched_, "provider",
         fmt::format("hands over {} ({}){}, try {} of a callback of {}: {}{}",
                     world_.frame.words.statuses[item.status].name, done_at_of(item),
                     item.malformed ? ", spoilt beyond reading" : "", callback.retries + 1, callback.reports.size(),
                     end, struck_since()));
  }
}

void Lane::hand_over_watched() {
  const MessageId id = truth_.messages[watched_].id;
  std::size_t place = trace_->lines.size();
  tracker_->on_delivery_reports_singly(
      handed_over_, origins_, instant(now_), [&](const DeliveryReport& report, const core::TrackerCounters& before) {
        if (report.message == id) {
          // Before the events that came of it.
          const std::string what =
              fmt::format("takes {} as {}", report.status->name, taken_as(before, tracker_->counters()));
          trace_->lines.insert(trace_->lines.begin() + static_cast<std::ptrdiff_t>(place), {now_, "core", what});
        }
        place = trace_->lines.size();
      });
}

// The oracle's half of a trace.
void Lane::explain(const Seen& seen, const Expected& expected) {
  const MessageTruth& truth = truth_.messages[watched_];
  if (truth.submitted) trace_->id = has_foreign_ids() ? std::string(foreign_id(watched_)) : core::to_text(truth.id);
  for (std::uint32_t i = 0; i < expected.count; ++i) {
    trace_->expected.push_back(trace_event(expected.events[i], start_));
  }
  const bool ends_unreported = expected.end == End::unreported;
  if (expected.closed) {
    trace_->lines.push_back({expected.closed_at, "core",
                             ends_unreported
                                 ? fmt::format("the waiting period is over: unreported{}",
                                               expected.silence_expected ? ", as expected of this country" : "")
                                 : "the waiting period is over: it ends as enqueue_failed"});
  }
  if (agrees(seen, expected)) return;
  std::string& verdict = trace_->verdict;
  if (!expected.breach.empty()) {
    verdict = expected.breach;
  } else if (std::string other = difference(trace_->expected, trace_->came); !other.empty()) {
    verdict = std::move(other);
  } else if (seen.wrong_words) {
    if (verdict.empty()) {  // else the sightings have said what it is
      verdict =
          "an event does not repeat what was submitted: id, reference, recipient, campaign, time or own properties";
    }
  } else if (seen.closed != expected.closed) {
    verdict = expected.closed ? "the tracker never closed it at the end of its waiting period"
                              : "the tracker closed it at the end of its waiting period although it has a final status";
  } else if (seen.wrong_end) {
    if (verdict.empty()) verdict = "what is said of the end of its waiting period contradicts what was said before";
  } else if (seen.unreported != ends_unreported) {
    verdict = ends_unreported ? "it is unreported, and the tracker closed it as `enqueue_failed`"
                              : "it ends as `enqueue_failed`, and the tracker closed it as unreported";
  } else if (seen.silence_expected != expected.silence_expected) {
    verdict = expected.silence_expected ? "silence is expected of this country, and the tracker did not say so"
                                        : "the tracker takes silence as expected where it is not";
  } else {
    verdict = "an event differs in a property not shown here";
  }
}

Trace trace_message(const Scenario& scenario, std::uint64_t message, const Defect* defect) {
  const World world(scenario);
  const LanePlan plan(scenario);
  const std::atomic<bool> never{false};
  Trace trace;
  trace.message = message;
  reports::Measurements ignored;
  Lane(world, plan, defect, false).run(plan.lane_of(message), ignored, never, &trace);
  std::stable_sort(trace.lines.begin(), trace.lines.end(),
                   [](const TraceLine& a, const TraceLine& b) { return a.at < b.at; });
  return trace;
}

}  // namespace dlr::sim
