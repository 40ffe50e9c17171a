// How likely which number of successes is among so many independent tries, and the way back: Boost.Math's incomplete
// beta function. In double throughout, since what lies beyond differs from machine to machine. Nothing here throws.
#pragma once

#include <boost/math/policies/policy.hpp>
#include <cstdint>

namespace dlr::reports::binomial {

namespace policies = boost::math::policies;
using Policy =
    policies::policy<policies::promote_double<false>, policies::domain_error<policies::ignore_error>,
                     policies::pole_error<policies::ignore_error>, policies::overflow_error<policies::ignore_error>,
                     policies::evaluation_error<policies::ignore_error>>;

// The chance of at most, or at least, `part` of `whole`, each with the chance `share`, 0 to 1.
double at_most(std::uint64_t part, std::uint64_t whole, double share);
double at_least(std::uint64_t part, std::uint64_t whole, double share);

// The share under which at most (part < whole), or at least (part > 0), so many of `whole` have the chance `chance`.
double share_with_at_most(std::uint64_t part, std::uint64_t whole, double chance);
double share_with_at_least(std::uint64_t part, std::uint64_t whole, double chance);

// The numbers that are too unlikely to be seen: fewer than `low` of `whole` with a chance of `error` / 2 at most, and
// as unlikely `high` or more. 0 and whole + 1: none are.
struct Bounds {
  std::uint64_t low = 0, high = 0;
  friend bool operator==(const Bounds&, const Bounds&) = default;
};
Bounds bounds(double share, std::uint64_t whole, double error);

}  // namespace dlr::reports::binomial
