// Workloads that are counted instead of timed: instructions (from outside, by Valgrind), allocations and the bytes
// asked for. Counts do not depend on what else the machine does, so a budget on them can be kept in CI.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace dlr::bench {

struct Counted {
  std::string_view name;
  // Run for so many items and for so many: the difference is what the items cost, without what a start costs.
  std::uint64_t few = 0, many = 0;
  // False: the answer was wrong, and what was counted means nothing.
  bool (*run)(std::uint64_t items) = nullptr;
};

// All there are, in order of registration.
std::vector<Counted>& counted();

// At namespace level: const bool registered = count_too({...});
bool count_too(const Counted& workload);

}  // namespace dlr::bench
