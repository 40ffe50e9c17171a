// How the expectations of a run are judged: how many replications there may be, what hangs together in them, and how
// much of the false-alarm budget one look at one expectation has. Part of a result, so that it can be judged again.
#pragma once

#include <cstdint>

namespace dlr::reports {

// How many there are: `max`, or fewer, but at least `min`, once everything is decided.
struct Replications {
  std::uint32_t min = 1;
  std::uint32_t max = 1;  // at least `min`

  // How often it is looked: after `min` and after each further one. Decided beforehand, since the budget is shared out.
  std::uint32_t looks() const { return max - min + 1; }
  friend bool operator==(const Replications&, const Replications&) = default;
};

struct Judging {
  bool shared = false;  // messages share something random: a queue, a limit, a batch that is struck as one
  Replications replications;
  double error = 0;  // 0: chance has no say, what was seen is judged as it is
  friend bool operator==(const Judging&, const Judging&) = default;
};

}  // namespace dlr::reports
