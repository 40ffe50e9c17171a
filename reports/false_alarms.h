// The chance that a whole run goes red although nothing is wrong: one budget, 1 in 100 000 by default, whatever the
// number of scenarios, expectations and looks. So it can be shared out evenly and nothing has to be independent: the
// chance that any of several things happens is at most the sum of their chances (Bonferroni).
//
//   a run       has `total`;
//   a check     has total / checks: every expectation that chance has a say in, of all scenarios and points of a sweep,
//               advisory ones too;
//   a look      has that / looks: whenever the replications so far are judged to see whether more are needed.
//
// 20 checks looked at after 2, 3, ... 10 replications each have 1e-5 / 20 / 9 = 5.6e-8 a look: an interval of 5.4
// standard deviations to either side in place of the 4.4 of a single check looked at once. The same sum bounds the runs
// that go green although something is wrong beyond its limit.
//
// Over messages this holds as it stands, over replications as far as their values are about normal: sums over many
// messages, queues and batches are. A world that is another one in every fifth replication is not, and no interval over
// a few replications could know: of a promised 0.1 % it made 11 % over 10 replications, 0.8 % over 40 (tests/proof).
#pragma once

#include <cstdint>

namespace dlr::reports {

class FalseAlarmBudget {
 public:
  static constexpr double kDefault = 1e-5;

  // `total` is above 0 and below 1.
  constexpr FalseAlarmBudget(double total, std::uint64_t checks)
      : per_check_(checks > 1 ? total / static_cast<double>(checks) : total) {}

  constexpr double per_check() const { return per_check_; }
  constexpr double per_look(std::uint32_t looks) const { return looks > 1 ? per_check_ / looks : per_check_; }

 private:
  double per_check_;
};

}  // namespace dlr::reports
