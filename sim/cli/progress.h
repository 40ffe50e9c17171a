// How far a long run is, on one line of stderr, several times a second; nothing for the first second.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace dlr::sim::cli {

class Progress {
 public:
  Progress(bool shown, std::string scenario, std::uint64_t messages);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void update(std::uint64_t done);
  void clear();
  double seconds() const;  // since it was made

 private:
  using Clock = std::chrono::steady_clock;
  bool shown_;
  bool visible_ = false;
  std::string scenario_;
  std::uint64_t messages_;
  Clock::time_point started_ = Clock::now();
  Clock::time_point next_ = started_ + std::chrono::seconds(1);
};

}  // namespace dlr::sim::cli
