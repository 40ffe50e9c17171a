// Division by a number that is known beforehand: a multiplication instead of the slowest instruction there is.
#pragma once

#include <cstdint>

namespace dlr::engine {

class Divisor {
 public:
  // `value` is at least 1.
  explicit constexpr Divisor(std::uint64_t value = 1) : value_(value), inverse_(~std::uint64_t{0} / value) {}

  constexpr std::uint64_t value() const { return value_; }
  constexpr std::uint64_t quotient(std::uint64_t n) const {
    const std::uint64_t q = estimate(n);
    return q + (n - q * value_ >= value_ ? 1 : 0);
  }
  constexpr std::uint64_t remainder(std::uint64_t n) const {
    const std::uint64_t rest = n - estimate(n) * value_;
    return rest >= value_ ? rest - value_ : rest;
  }

 private:
  __extension__ using Product = unsigned __int128;

  // n / value, or one less: the inverse is less than 1 too small in 2^64, so n x inverse / 2^64 is less than 1 too
  // small before it is rounded down.
  constexpr std::uint64_t estimate(std::uint64_t n) const {
    return static_cast<std::uint64_t>(Product{n} * inverse_ >> 64U);
  }

  std::uint64_t value_;
  std::uint64_t inverse_;
};

}  // namespace dlr::engine
