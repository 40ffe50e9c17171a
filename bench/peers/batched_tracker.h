// A tracker on a database, as good engineers build it: a tick is a transaction; the rows that it speaks of are read in
// one go, the lifecycle is run on them here, and what changed is written back in one go. A message that was submitted,
// answered and reported within a tick is written once.
//
//   begin(), commit()
//   load(std::span<const uint64_t> messages, std::vector<Row>& rows)   by number; those it knows, in any order
//   insert(std::span<const Row>)   update(std::span<const Row>)        of an update the state alone has changed
//   remove_ended(uint32_t now, std::vector<Row>& rows)                    deletes what waited for more than four days
#pragma once

#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>
#include <vector>

#include "bench/peers/row.h"

namespace dlr::bench {

template <class Store>
class BatchedTracker {
 public:
  explicit BatchedTracker(Store& store) : store_(store) {}

  void hear(const ReportStream& stream, const Tick& tick, Heard& heard) {
    store_.begin();
    first_ = tick.begin;
    fresh_.clear();
    for (std::uint32_t i = tick.begin; i < tick.end; ++i) fresh_.push_back({i, recipient_of(i), tick.now});
    read(tick);
    for (const std::uint32_t message : tick.answers)
      find(message).answered(stream.fate(message) != Fate::refused, heard);
    for (const std::uint32_t message : tick.reports) find(message).reported(stream.fate(message), heard);
    store_.insert(fresh_);
    changed_.clear();
    for (std::size_t i = 0; i < known_.size(); ++i) {
      if (known_[i].state != states_[i]) changed_.push_back(known_[i]);
    }
    store_.update(changed_);
    store_.commit();
  }

  void end_periods(std::uint32_t now, Heard& heard) {
    ended_.clear();
    store_.begin();
    store_.remove_ended(now, ended_);
    store_.commit();
    for (const Row& row : ended_) row.waited(heard);
  }

  double bytes() { return store_.bytes(); }
  int server() { return store_.server(); }

 private:
  void read(const Tick& tick) {
    wanted_.clear();
    for (const auto& messages : {tick.answers, tick.reports}) {
      std::copy_if(messages.begin(), messages.end(), std::back_inserter(wanted_),
                   [&](std::uint32_t message) { return message < tick.begin; });
    }
    std::sort(wanted_.begin(), wanted_.end());
    wanted_.erase(std::unique(wanted_.begin(), wanted_.end()), wanted_.end());
    known_.clear();
    store_.load(wanted_, known_);
    if (known_.size() != wanted_.size()) give_up("the store has lost messages");
    std::sort(known_.begin(), known_.end(), [](const Row& a, const Row& b) { return a.message < b.message; });
    states_.clear();
    for (const Row& row : known_) states_.push_back(row.state);
  }

  Row& find(std::uint32_t message) {
    if (message >= first_) return fresh_[message - first_];
    return known_[static_cast<std::size_t>(std::lower_bound(wanted_.begin(), wanted_.end(), message) -
                                           wanted_.begin())];
  }

  Store& store_;
  std::uint32_t first_ = 0;
  std::vector<Row> fresh_, known_, changed_, ended_;
  std::vector<RowState> states_;  // of the known ones, as they were read
  std::vector<std::uint64_t> wanted_;
};

// main() of a program whose one contestant is such a tracker; a Store is made of the server's address, and has a
// version.
template <class Store>
int contest_of_store(int argc, char** argv, std::string_view name) {
  return contest(argc, argv, {{name, [](const Task& task) {
                                 const ReportStream stream(task.size);
                                 Store store(task.server);
                                 BatchedTracker tracker(store);
                                 return run_tracker(task, stream, tracker, store.version());
                               }}});
}

}  // namespace dlr::bench
