// A lane made ready: when its messages are sent, a tracker of its own, and nothing left of the lane before.
#include <limits>
#include <optional>
#include <utility>

#include "sim/lane.h"
#include "sim/world/arrivals.h"

namespace dlr::sim {
namespace {

// A limit for all lanes together, divided: what is left over goes to the first ones.
std::uint64_t share_of_limit(const std::optional<std::uint64_t>& limit, std::uint32_t lane, std::uint32_t lanes) {
  if (!limit) return std::numeric_limits<std::uint64_t>::max();
  return *limit / lanes + (lane < *limit % lanes ? 1 : 0);
}

}  // namespace

void Lane::begin(std::uint32_t lane) {
  siblings_ = plan_.siblings(lane);
  times_.clear();
  sends_.clear();
  for (const LaneSlice& slice : plan_.slices(lane)) {
    const std::size_t next = times_.size();
    append_send_times(world_, slice, times_);
    Sends& sends = sends_.emplace_back();
    sends.slice = slice;
    sends.next = next;
    sends.end = times_.size();
    sends.next_message = world_.traffic[slice.traffic].first_message + slice.first;
  }
  truth_.messages.clear();
  truth_.messages.reserve(times_.size());
  truth_.log.clear();
  truth_.callbacks.clear();
  truth_.max_in_flight = share_of_limit(world_.scenario.tracker.max_in_flight, lane, plan_.lanes());
  plans_.clear();
  plans_.reserve(times_.size());
  wheel_.reset();
  answers_.clear();
  reports_.clear();
  callbacks_.clear();
  batch_.reports.clear();
  sightings_.begin(world_.frame, truth_, times_.size());
  in_flight_.clear();
  next_minute_ = 0;
  now_ = 0;
  counters_ = {};
  struck_.assign(world_.scenario.faults.size(), 0);
  released_.assign(world_.scenario.faults.size(), 0);

  const SendSettings& send = world_.scenario.tracker.send;
  core::TrackerSettings settings;
  settings.waiting_period = world_.scenario.waiting_period;
  settings.partition = lane;
  settings.secret = world_.scenario.seed;
  settings.max_in_flight = truth_.max_in_flight;
  settings.send = {send.timeout,     send.tries,          send.backoff.first,  send.backoff.factor,
                   send.backoff.cap, send.backoff.jitter, world_.scenario.seed};
  if (world_.scenario.tracker.no_report) settings.no_report = core::NoReportTable(*world_.scenario.tracker.no_report);
  drive_ = std::make_unique<Drive>(std::move(settings), sightings_, defect_);
  contexts_.clear();
  for (const Frame::Campaign& campaign : world_.frame.campaigns) contexts_.push_back(drive_->intern(campaign.context));
}

}  // namespace dlr::sim
