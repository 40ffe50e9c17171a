// What one contestant came to in one run, and how it is told: as a line of JSON. Contestants of one workload and size
// must agree in digest and counts, which `run` looks at before it says how fast they were.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace dlr::bench {

struct Measured {
  std::string version;  // of the peer
  std::uint64_t items = 0;
  double seconds = 0;
  double bytes = 0;  // what was held at the height of the run; 0: not known
  std::uint64_t digest = 0;
  std::map<std::string, std::uint64_t> counts;
};

// What was worked since it was made: processor time of this process and of a server's that works for it, so that others
// on the machine hardly show; the wall's time where that is less, because both worked at once.
class Stopwatch {
 public:
  explicit Stopwatch(int server = 0) : server_(server), work_(work_seconds()) {}
  double seconds() const {
    const double wall = std::chrono::duration<double>(Clock::now() - wall_).count();
    return std::min(wall, work_seconds() - work_);
  }

 private:
  using Clock = std::chrono::steady_clock;
  double work_seconds() const;

  int server_;  // its process; 0: none
  double work_;
  Clock::time_point wall_ = Clock::now();
};

// Of this process, now.
double resident_bytes();

struct Task {
  std::string_view contestant, workload;
  std::uint32_t size = 0;
  std::string server;  // the socket of a server that takes part, or its folder
};

// main() of a program of contestants: PROGRAM CONTESTANT WORKLOAD SIZE [SERVER].
int contest(int argc, char** argv, const std::map<std::string_view, std::function<Measured(const Task&)>>& contestants);

// Something that must not be, at the peer's or here: says it and ends with 1.
[[noreturn]] void give_up(const std::string& why);

}  // namespace dlr::bench
