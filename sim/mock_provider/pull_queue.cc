#include "sim/mock_provider/pull_queue.h"

#include <algorithm>

namespace dlr::sim::mock {

std::optional<std::uint32_t> pull_limit(std::optional<std::int64_t> asked) {
  if (!asked.has_value()) return kPullLimit;
  if (*asked < 1 || *asked > kPullLimitMax) return std::nullopt;
  return static_cast<std::uint32_t>(*asked);
}

void PullQueue::add(Instant ready, std::uint64_t report) {
  // Reports mostly come in order; one that does not goes behind those that were ready at the same time.
  const auto place = std::upper_bound(waiting_.begin(), waiting_.end(), ready,
                                      [](Instant instant, const Waiting& other) { return instant < other.ready; });
  waiting_.insert(place, {ready, report});
}

std::vector<std::uint64_t> PullQueue::take(Instant now, std::uint32_t limit, const Matches& matches) {
  while (!waiting_.empty() && now - waiting_.front().ready > kPullableFor) {
    waiting_.pop_front();
    ++too_old_;
  }
  std::vector<std::uint64_t> taken;
  const auto handed_out = [&](const Waiting& one) {
    if (taken.size() == limit || one.ready > now || (matches && !matches(one.report))) return false;
    taken.push_back(one.report);
    return true;
  };
  if (!matches) {
    // The usual call, without a walk over all that wait.
    while (!waiting_.empty() && handed_out(waiting_.front())) waiting_.pop_front();
    return taken;
  }
  std::deque<Waiting> left;
  for (const Waiting& one : waiting_) {
    if (!handed_out(one)) left.push_back(one);
  }
  waiting_.swap(left);
  return taken;
}

}  // namespace dlr::sim::mock
