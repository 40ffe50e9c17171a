// The provider's side of a lane: what becomes of a message it has, the delivery reports about it, and those of messages
// that nobody sent. What carries them is in lane_callbacks.cc.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "sim/lane.h"
#include "sim/world/operators_word.h"

namespace dlr::sim {
namespace {

LaneTime on_the_clock(std::uint64_t time) {
  return static_cast<LaneTime>(std::min<std::uint64_t>(time, std::numeric_limits<LaneTime>::max()));
}

}  // namespace

std::uint16_t Lane::get_through(std::uint32_t message, const TryFate& fate, std::uint64_t answered) {
  Course& course = courses_[message];
  const Journey& journey = course.journey;
  const bool rejected = journey.outcome == Outcome::rejected;
  if (course.at_provider) {
    // The answer that carried the rejection was not heard: now it comes by callback.
    if (rejected && !course.rejection_pushed) push_rejection(message, answered);
    return world_.duplicate_row;
  }
  course.at_provider = true;
  if (rejected) {
    if (journey.rejected_in_response && fate.answered) return journey.status;
    push_rejection(message, answered);
    return world_.accepted_row;
  }
  const Route& route = world_.routes[journey.route];
  const std::uint64_t handed = route.throughput ? queue_at(journey) : now_;
  const Channel channel = world_.frame.campaigns[truth_.messages[message].traffic].channel;
  if (journey.outcome == Outcome::unreported || !route.reports[static_cast<int>(channel)]) return world_.accepted_row;
  if (world_.by_group[journey.group].is_plain) {
    report_at(message, handed + journey.delay, handed + journey.delay + journey.lag);
  } else {
    operator_reports(message, handed, answered);
  }
  return world_.accepted_row;
}

// First come, first served, at the route's rate, part by part: when the operator has taken the last part of a message
// that is here now.
std::uint64_t Lane::queue_at(const Journey& journey) {
  const Route& route = world_.routes[journey.route];
  const Rate& rate = *route.throughput;
  // In units of 1 / count ms, so that nothing is rounded away.
  std::uint64_t& free_from = free_from_[route.queue];
  const std::uint64_t each = static_cast<std::uint64_t>(rate.per.count()) * world_.routes[route.queue].sharers;
  free_from = std::max(free_from, std::uint64_t{now_} * rate.count) + each * (journey.parts - 1U);
  const std::uint64_t handed = (free_from + rate.count - 1) / rate.count;
  free_from += each;
  return handed;
}

// The operator's own word on a message it was handed, and what the provider says on the way there.
void Lane::operator_reports(std::uint32_t message, std::uint64_t handed, std::uint64_t answered) {
  Course& course = courses_[message];
  const Journey& journey = course.journey;
  const MessageTruth& truth = truth_.messages[message];
  const Reference index = sightings_.reference(message);
  const Traffic& entry = world_.scenario.traffic[truth.traffic];
  const ProfileTables& profile = world_.profiles[world_.routes[journey.route].profile];
  OperatorsWord word = operators_word(world_, journey, index, handed);
  Words4 on_the_way{};
  if (entry.sms_fallback || world_.scenario.provider.intermediate) {
    on_the_way = engine::draw_block(world_.scenario.seed, index, purpose::kOnTheWay);
  }
  if (entry.channel == Channel::mms) {
    if (entry.sms_fallback && engine::strikes(on_the_way[purpose::falls_back], entry.sms_fallback->share)) {
      course.reported_parts = entry.sms_fallback->parts;
      ++counters_[reports::Counter::reports_fell_back];
    } else if (word.error == world_.no_error_row) {
      word.error = LogEntry::kNone;  // as in the provider's own examples of MMS reports
    }
  }

  more_reports_.clear();
  const auto report_of = [&journey](std::uint64_t done_at, std::uint16_t status, std::uint16_t error, bool is_final) {
    PlannedReport report;
    report.done_at = done_at;
    report.ready = done_at + journey.lag;
    report.status = status;
    report.error = error;
    report.is_final = is_final;
    return report;
  };
  if (world_.scenario.provider.intermediate) {
    more_reports_.push_back(report_of(handed, world_.enroute_row, world_.no_error_row, false));
    if (journey.outcome == Outcome::delivered) {
      const std::uint64_t there = (std::uint64_t{on_the_way[purpose::at_operator]} * word.after) >> 32U;
      more_reports_.push_back(report_of(handed + there, world_.at_operator_row, world_.no_error_row, false));
    }
  }
  if (profile.per_part != nullptr && profile.per_part->reports == PartReports::each &&
      journey.outcome == Outcome::delivered) {
    for (std::uint8_t part = 2; part <= journey.parts; ++part) {
      const OperatorsWord on_part = word_on_part(world_, journey, index, part, word);
      more_reports_.push_back(report_of(handed + on_part.after, on_part.status, on_part.error, true));
    }
  }
  course.journey.status = word.status;
  course.journey.error = word.error;
  plan_reports(message, report_of(handed + word.after, word.status, word.error, true), answered, false);
}

// The provider's own word, by callback.
void Lane::push_rejection(std::uint32_t message, std::uint64_t answered) {
  Course& course = courses_[message];
  course.rejection_pushed = true;
  PlannedReport first;
  first.done_at = first.ready = now_ + std::uint64_t{course.journey.delay};
  first.status = course.journey.status;
  first.error = course.journey.error;
  more_reports_.clear();
  plan_reports(message, first, answered, true);
}

void Lane::plan_reports(std::uint32_t message, const PlannedReport& first, std::uint64_t answered, bool by_provider) {
  const GroupTables& group = world_.by_group[courses_[message].journey.group];
  if (more_reports_.empty() && !may_strike(world_, group, sightings_.reference(message), first.ready)) {
    return report_at(message, first.done_at, first.ready);
  }
  report_plan_.submitted = now_;
  report_plan_.answered = answered;
  report_plan_.by_provider = by_provider;
  report_plan_.reports.assign(1, first);
  report_plan_.reports.insert(report_plan_.reports.end(), more_reports_.begin(), more_reports_.end());
  if (message == watched_) struck_before_ = struck_;
  strike_reports(world_, truth_.messages[message].traffic, courses_[message].journey, sightings_.reference(message),
                 released_, struck_, report_plan_);
  if (message == watched_ && struck_ != struck_before_) {
    note(message, "world", fmt::format("its reports will not come as they would have{}", struck_since()));
  }
  for (const PlannedReport& report : report_plan_.reports) {
    if (report.is_dropped()) {
      if (message == watched_) {
        note(message, "operator",
             fmt::format("a report of it gets lost on the way to the provider (fault `{}` strikes)",
                         world_.scenario.faults[report.dropped_by].id));
      }
      ++truth_.dropped;
      ++counters_[reports::Counter::reports_made];
      ++counters_[reports::Counter::reports_dropped];
      continue;
    }
    counters_[reports::Counter::reports_held] += report.held ? 1 : 0;
    ReportItem item;
    item.message = message;
    item.done_at = on_the_clock(report.done_at);
    item.status = report.status;
    item.error = report.error;
    item.zone_minutes = report.zone_minutes;
    item.done_at_missing = report.done_at_missing;
    item.done_at_absurd = report.done_at_absurd;
    if (report.alone) {
      at(Timer::lone_report, report.ready, reports_.add(item));
    } else {
      at(Timer::more_report, tick_at_or_after(report.ready), reports_.add(item));
    }
  }
}

// Lanes take turns, so that together they keep the rate.
void Lane::set_next_stray(std::uint32_t place) {
  const FaultTables& fault = world_.stray_faults[place];
  const std::uint64_t next =
      stray_comes_at(std::get<UnknownReports>(fault.fault->kind), fault, strays_[place] * lane_plan_.lanes() + lane_);
  if (next < fault.to) at(Timer::stray, next, place);
}

// The next stray of a fault comes now.
void Lane::stray(std::uint32_t place) {
  const FaultTables& fault = world_.stray_faults[place];
  const std::uint64_t k = strays_[place]++ * lane_plan_.lanes() + lane_;
  set_next_stray(place);
  ++struck_[fault.index];
  ReportItem item;
  item.message = kNobody;
  item.done_at = now_;
  item.stray = strike(std::get<UnknownReports>(fault.fault->kind), fault, world_.scenario.seed, k,
                      count_forgotten(truth_, world_.frame.waiting_period, now_), has_foreign_ids());
  item.status = item.stray.status;
  item.error = world_.no_error_row;
  at(Timer::more_report, tick_at_or_after(now_), reports_.add(item));
}

}  // namespace dlr::sim
