// What all trackers hear: the message model as ticks of a second each. A tick brings the messages submitted in it
// (their numbers follow each other), then answers, then reports, each by the number of its message; one report in a
// hundred comes twice. A message in a tick is older than what is heard of it, and everything in a tick bears the tick's
// time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bench/peers/message_model.h"

namespace dlr::bench {

struct Tick {
  std::uint32_t now = 0;
  std::uint32_t begin = 0, end = 0;  // submitted
  std::span<const std::uint32_t> answers, reports;

  bool is_empty() const { return begin == end && answers.empty() && reports.empty(); }
};

class ReportStream {
 public:
  explicit ReportStream(std::uint32_t messages);

  std::uint32_t messages() const { return static_cast<std::uint32_t>(draws_.size()); }
  Fate fate(std::uint32_t message) const { return draws_[message].fate; }
  // Up to the last report.
  std::uint32_t ticks() const { return static_cast<std::uint32_t>(answers_.begins.size()) - 1; }
  Tick operator[](std::uint32_t tick) const;
  // The first moment at which the waiting period of what was submitted in a tick is over.
  std::uint32_t end_of_waiting(std::uint32_t tick) const { return (*this)[tick].now + kWaitingMs + 1; }
  std::uint32_t ticks_with_submissions() const { return (messages() + kTickMs - 1) / kTickMs; }

 private:
  static constexpr std::uint32_t kTickMs = 1'000;

  struct Heard {
    std::vector<std::uint32_t> begins, messages;  // where each tick begins, and one more
  };
  // Calls `each(visit)`, which calls visit(time_ms, message).
  template <class Each>
  static Heard by_tick(std::uint32_t ticks, Each&& each);
  static std::span<const std::uint32_t> of(const Heard& heard, std::uint32_t tick) {
    return std::span(heard.messages).subspan(heard.begins[tick], heard.begins[tick + 1] - heard.begins[tick]);
  }

  std::vector<MessageDraw> draws_;
  Heard answers_, reports_;
};

}  // namespace dlr::bench
