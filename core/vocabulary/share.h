// A share of a whole in parts per million: exact to add up, exact to compare.
#pragma once

#include <compare>
#include <cstdint>

namespace dlr {

struct Share {
  std::uint32_t ppm = 0;

  friend constexpr auto operator<=>(Share, Share) = default;
  constexpr Share& operator+=(Share other) {
    ppm += other.ppm;
    return *this;
  }
};

inline constexpr Share kWhole{1'000'000};

}  // namespace dlr
