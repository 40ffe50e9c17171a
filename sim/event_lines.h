// The campaign events of a run as NDJSON on their way out: lane by lane in the lanes' order, whoever computes which,
// and within a lane as they came. Lines of a lane wait for those of the lanes before it; a lane that has too many to
// hold waits itself, so that memory follows the lanes at work.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "core/event_json.h"

namespace dlr::sim {

// Where lines go; called by one thread at a time.
struct LineSink {
  std::function<void(std::string_view lines)> write;
  // The last ones written: their lane was broken off.
  std::function<void(std::uint64_t bytes)> take_back;
};

// Whose turn it is to write: place 0, then 1, and so on. Each place that was taken must end.
class LaneTurns {
 public:
  void wait_for(std::uint32_t place) {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return turn_ == place; });
  }
  void next() {
    {
      const std::lock_guard lock(mutex_);
      ++turn_;
    }
    moved_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable moved_;
  std::uint32_t turn_ = 0;
};

// The events of one lane. It ends with this object; when it was not complete by then, there are no lines of it.
class EventLines {
 public:
  static constexpr std::size_t kMostHeld = std::size_t{32} << 20U;

  // Sink and turns must outlive it.
  EventLines(const LineSink& sink, LaneTurns& turns, std::uint32_t place, std::size_t most_held = kMostHeld)
      : sink_(sink), turns_(turns), place_(place), most_held_(most_held) {}
  ~EventLines();
  EventLines(const EventLines&) = delete;
  EventLines& operator=(const EventLines&) = delete;

  void add(const CampaignEvent& event) {
    core::append_event_ndjson(held_, event);
    if (held_.size() >= most_held_) write();
  }
  void complete();

 private:
  void write();

  const LineSink& sink_;
  LaneTurns& turns_;
  const std::uint32_t place_;
  const std::size_t most_held_;
  std::string held_;
  std::uint64_t written_ = 0;  // bytes
  bool complete_ = false;
};

}  // namespace dlr::sim
