// A lane made ready: when its messages are sent, a tracker of its own, and nothing left of the lane before.
#include <algorithm>
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

// The first slice of a population in this lane says who its recipients are.
void Lane::share_recipients(Sends& sends) {
  const std::string& population = world_.scenario.traffic[sends.slice.traffic].population;
  if (population.empty()) return;
  for (const Sends& leader : sends_) {
    if (&leader == &sends || world_.scenario.traffic[leader.slice.traffic].population != population) continue;
    sends.first_recipient = world_.traffic[leader.slice.traffic].first_message + leader.slice.first;
    sends.recipients = leader.slice.count;
    return;
  }
}

void Lane::draw_journeys(const Sends& sends, std::uint64_t first, std::span<Journey> journeys) const {
  const std::uint64_t seed = world_.scenario.seed;
  const std::uint32_t traffic = sends.slice.traffic;
  const bool draws_details = world_.traffic[traffic].draws_details;
  std::array<Words4, engine::BlockBatch::kMessages> draws, details;
  const auto draw = [&](std::uint32_t block, std::array<Words4, engine::BlockBatch::kMessages>& into) {
    if (journeys.size() == 1) {
      into[0] = engine::draw_block(seed, first, block);
      return;
    }
    engine::BlockBatch batch;
    batch.draw(seed, first, block);
    for (std::uint32_t i = 0; i < journeys.size(); ++i) into[i] = batch[i];
  };
  draw(purpose::kJourney, draws);
  if (draws_details) draw(purpose::kDetails, details);
  for (std::size_t i = 0; i < journeys.size(); ++i) {
    if (const std::uint64_t recipient = recipient_of(sends, first + i); recipient != first + i) [[unlikely]] {
      draws[i][purpose::route] = engine::draw_block(seed, recipient, purpose::kJourney)[purpose::route];
    }
    choose_way(world_, traffic, draws[i], journeys[i]);
  }
  for (std::size_t i = 0; i < journeys.size(); ++i) {
    draw_details(world_, traffic, first + i, draws[i], details[i], journeys[i]);
  }
}

// Each recipient's sending moves by the offset of the country's clock, so that it comes at the same time of the local
// day.
void Lane::shift_to_local_time(Sends& sends) {
  std::vector<std::pair<LaneTime, std::uint64_t>> shifted;
  shifted.reserve(sends.end - sends.next);
  for (std::size_t i = sends.next; i < sends.end; ++i) {
    const std::uint64_t message = sends.next_message + (i - sends.next);
    Journey journey;
    draw_journeys(sends, message, {&journey, 1});
    const Duration offset = world_.scenario.countries[world_.routes[journey.route].country].utc_offset;
    shifted.emplace_back(static_cast<LaneTime>(static_cast<std::int64_t>(times_[i]) - offset.count()), message);
  }
  std::sort(shifted.begin(), shifted.end());
  for (std::size_t i = 0; i < shifted.size(); ++i) {
    times_[sends.next + i] = shifted[i].first;
    sends.order.push_back(shifted[i].second);
  }
}

void Lane::begin(std::uint32_t lane) {
  phase_.set(Phase::generate);
  lane_ = lane;
  times_.clear();
  sends_.clear();
  for (const LaneSlice& slice : lane_plan_.slices(lane)) {
    const std::size_t next = times_.size();
    append_send_times(world_, slice, times_);
    Sends& sends = sends_.emplace_back();
    sends.slice = slice;
    sends.next = next;
    sends.end = times_.size();
    sends.next_message = world_.traffic[slice.traffic].first_message + slice.first;
    share_recipients(sends);
    if (world_.scenario.traffic[slice.traffic].local_time) shift_to_local_time(sends);
  }
  begin_outages();
  truth_.messages.clear();
  truth_.messages.reserve(times_.size());
  truth_.log.clear();
  truth_.callbacks.clear();
  truth_.strays.clear();
  truth_.dropped = 0;
  truth_.max_in_flight = share_of_limit(world_.scenario.tracker.max_in_flight, lane, lane_plan_.lanes());
  courses_.clear();
  courses_.reserve(times_.size());
  wheel_.reset();
  answers_.clear();
  reports_.clear();
  callbacks_.clear();
  batch_.reports.clear();
  sightings_.begin(world_.scenario, world_.frame, truth_, times_.size(), wire_ == nullptr && twin_ == nullptr, phase_);
  in_flight_.clear();
  received_.clear();
  said_.lifecycle.clear();
  said_.statuses.assign(world_.frame.words.statuses.size(), 0);
  said_.errors.assign(world_.frame.words.errors.size(), 0);
  next_minute_ = 0;
  now_ = 0;
  counters_ = {};
  struck_.assign(world_.scenario.faults.size(), 0);
  released_.assign(world_.scenario.faults.size(), 0);
  free_from_.assign(world_.routes.size(), 0);
  strays_.assign(world_.stray_faults.size(), 0);
  for (std::uint32_t place = 0; place < strays_.size(); ++place) set_next_stray(place);

  const SendSettings& send = world_.scenario.tracker.send;
  core::TrackerSettings& settings = tracker_settings_;
  settings = {};
  settings.waiting_period = world_.scenario.waiting_period;
  settings.partition = lane;
  settings.secret = world_.scenario.seed;
  settings.max_in_flight = truth_.max_in_flight;
  settings.refuse_too_long = world_.frame.refuse_too_long;
  settings.send = {send.timeout,     send.tries,          send.backoff.first,  send.backoff.factor,
                   send.backoff.cap, send.backoff.jitter, world_.scenario.seed};
  if (world_.scenario.tracker.no_report) settings.no_report = core::NoReportTable(*world_.scenario.tracker.no_report);
  make_tracker();
}

}  // namespace dlr::sim
