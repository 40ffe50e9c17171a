// What the pull calls hand out (GET /sms/3/reports and its kin): every report once, of the last 48 hours, at most so
// many per call. A report is a number that the caller gives a meaning to. Pure: time comes with each call and never
// goes back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "core/vocabulary/time.h"

namespace dlr::sim::mock {

// The documents: "if not set, the latest 50 records", "maximum limit value is 1000", "only for the last 48h".
inline constexpr std::uint32_t kPullLimit = 50;
inline constexpr std::uint32_t kPullLimitMax = 1000;
inline constexpr Duration kPullableFor = std::chrono::hours{48};

// The limit of a call that asked for this many, or for nothing; nothing when it deserves a 400: 0, negative, over 1000.
std::optional<std::uint32_t> pull_limit(std::optional<std::int64_t> asked);

class PullQueue {
 public:
  using Matches = std::function<bool(std::uint64_t report)>;  // bulkId, messageId, entityId ... of a call

  void add(Instant ready, std::uint64_t report);

  // The oldest reports that match and are not too old, at most `limit`; they will not be handed out again. A report
  // that became ready exactly 48 hours ago still is. An empty `matches` takes all.
  std::vector<std::uint64_t> take(Instant now, std::uint32_t limit = kPullLimit, const Matches& matches = {});

  std::size_t size() const { return waiting_.size(); }
  std::uint64_t too_old() const { return too_old_; }  // never asked for in time

 private:
  struct Waiting {
    Instant ready;
    std::uint64_t report;
  };

  std::deque<Waiting> waiting_;  // in order of `ready`
  std::uint64_t too_old_ = 0;
};

}  // namespace dlr::sim::mock
