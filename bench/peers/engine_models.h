// What every engine goes through, written once over a queue:
//
//   insert(uint32_t time_ms, uint32_t payload)   sets a timer; during run(), not before the time of the one that is out
//   run(bool handler(uint32_t time_ms, uint32_t payload))
//                                                hands over timers by their time until there are none, or the handler
//                                                says no: then that timer is put back
//
// `hold` is bench/wheel/hold_model.h, timed over whole milliseconds; `messages` the life of every message.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bench/peers/measured.h"
#include "bench/peers/message_model.h"
#include "bench/wheel/hold_model.h"

namespace dlr::bench {

template <class Queue>
class HoldRun {
 public:
  explicit HoldRun(Queue& queue) : queue_(queue) {}

  Measured run(std::uint32_t pending) {
    const double before = resident_bytes();
    for (std::uint32_t id = 0; id < pending; ++id) queue_.insert(model_.first_time(id), id);
    const std::uint64_t timed = std::max<std::uint64_t>(1'000'000, pending / 2);
    events(std::min<std::uint64_t>(timed / 4, pending));  // untimed, so that all queues are at work
    Measured measured;
    const Stopwatch stopwatch;
    measured.items = events(timed);
    measured.seconds = stopwatch.seconds();
    measured.bytes = resident_bytes() - before;
    measured.digest = digest_;
    measured.counts = {{"events", all_}};
    return measured;
  }

 private:
  std::uint64_t events(std::uint64_t wanted) {
    std::uint64_t done = 0;
    std::uint32_t last = 0;
    queue_.run([&](std::uint32_t now, std::uint32_t id) {
      if (done >= wanted && now != last) return false;
      last = now;
      ++done;
      digest_ += HoldModel::trace(now, id);
      queue_.insert(model_.next_time(id, now), id);
      return true;
    });
    all_ += done;
    return done;
  }

  Queue& queue_;
  HoldModel model_;
  std::uint64_t digest_ = 0, all_ = 0;
};

template <class Queue>
class MessagesRun {
 public:
  explicit MessagesRun(Queue& queue) : queue_(queue) {}

  Measured run(std::uint32_t messages) {
    draws_ = draw_messages(messages);
    states_.assign(messages, 0);
    const double before = resident_bytes();
    Measured measured;
    const Stopwatch stopwatch;
    queue_.insert(0, payload(0, Event::send));
    queue_.run([this](std::uint32_t now, std::uint32_t payload) {
      digest_ += HoldModel::trace(now, payload);
      ran_backwards_ += static_cast<std::uint64_t>(now < now_);
      now_ = now;
      happen(now, payload >> 2U, static_cast<Event>(payload & 3U));
      return true;
    });
    measured.seconds = stopwatch.seconds();
    measured.items = messages;
    measured.bytes = at_height_ - before;
    measured.digest = digest_;
    measured.counts = {{"delivered", ended_[0]},         {"failed", ended_[1]},     {"rejected", ended_[2]},
                       {"refused", ended_[3]},           {"unreported", ended_[4]}, {"enqueued", enqueued_},
                       {"ran_backwards", ran_backwards_}};
    return measured;
  }

 private:
  enum class Event : std::uint32_t { send, answer, report, deadline };
  static constexpr std::uint8_t kOver = 0x80;  // above what will become of it

  static std::uint32_t payload(std::uint32_t message, Event event) {
    return message << 2U | static_cast<std::uint32_t>(event);
  }

  void happen(std::uint32_t now, std::uint32_t message, Event event) {
    std::uint8_t& state = states_[message];
    switch (event) {
      case Event::send: {
        const MessageDraw& draw = draws_[message];
        state = static_cast<std::uint8_t>(draw.fate);
        queue_.insert(now + draw.answer_ms, payload(message, Event::answer));
        if (draw.is_reported()) {
          queue_.insert(now + draw.answer_ms + draw.report_ms, payload(message, Event::report));
        }
        queue_.insert(now + kWaitingMs, payload(message, Event::deadline));
        if (message + 1 < draws_.size()) {
          queue_.insert(now + 1, payload(message + 1, Event::send));
        } else {
          at_height_ = resident_bytes();
        }
        break;
      }
      case Event::answer:
        if (static_cast<Fate>(state) != Fate::refused) {
          ++enqueued_;
          break;
        }
        [[fallthrough]];
      case Event::report:
        ++ended_[state];
        state |= kOver;
        break;
      case Event::deadline:
        if ((state & kOver) == 0) ++ended_[static_cast<std::size_t>(Fate::silent)];
    }
  }

  Queue& queue_;
  std::vector<MessageDraw> draws_;
  std::vector<std::uint8_t> states_;
  std::array<std::uint64_t, kFates> ended_{};
  std::uint64_t enqueued_ = 0, ran_backwards_ = 0, digest_ = 0;
  std::uint32_t now_ = 0;
  double at_height_ = 0;
};

template <class Queue>
Measured run_engine(const Task& task, Queue& queue, std::string version) {
  Measured measured;
  if (task.workload == "hold") {
    measured = HoldRun(queue).run(task.size);
  } else if (task.workload == "messages") {
    measured = MessagesRun(queue).run(task.size);
  } else {
    give_up("an engine runs 'hold' or 'messages', not '" + std::string(task.workload) + "'");
  }
  measured.version = std::move(version);
  return measured;
}

}  // namespace dlr::bench
