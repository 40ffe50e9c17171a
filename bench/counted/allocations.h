// How often, and for how many bytes, the program has asked for memory.
#pragma once

#include <cstdint>

namespace dlr::bench {

struct Allocations {
  std::uint64_t count = 0;
  std::uint64_t bytes = 0;
};

Allocations allocations();

}  // namespace dlr::bench
