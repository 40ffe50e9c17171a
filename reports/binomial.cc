#include "reports/binomial.h"

#include <boost/math/special_functions/beta.hpp>

namespace dlr::reports::binomial {
namespace {

// `part` successes or more are as likely as a value up to `share` of the beta distribution of this shape.
struct Shape {
  double part, rest;
};
Shape shape(std::uint64_t part, std::uint64_t whole) {
  return {static_cast<double>(part), static_cast<double>(whole - part + 1)};
}

// The first number in [first, end) from which on `holds` is true; `end` when there is none.
template <class Holds>
std::uint64_t first_that(std::uint64_t first, std::uint64_t end, Holds&& holds) {
  while (first < end) {
    const std::uint64_t middle = first + (end - first) / 2;
    if (holds(middle)) {
      end = middle;
    } else {
      first = middle + 1;
    }
  }
  return first;
}

}  // namespace

double at_least(std::uint64_t part, std::uint64_t whole, double share) {
  if (part == 0) return 1;
  if (part > whole || share <= 0) return 0;
  if (share >= 1) return 1;
  const Shape by = shape(part, whole);
  return boost::math::ibeta(by.part, by.rest, share, Policy{});
}

double at_most(std::uint64_t part, std::uint64_t whole, double share) {
  if (part >= whole || share <= 0) return 1;
  if (share >= 1) return 0;
  const Shape by = shape(part + 1, whole);
  return boost::math::ibetac(by.part, by.rest, share, Policy{});
}

double share_with_at_least(std::uint64_t part, std::uint64_t whole, double chance) {
  const Shape by = shape(part, whole);
  return boost::math::ibeta_inv(by.part, by.rest, chance, Policy{});
}

double share_with_at_most(std::uint64_t part, std::uint64_t whole, double chance) {
  const Shape by = shape(part + 1, whole);
  return boost::math::ibetac_inv(by.part, by.rest, chance, Policy{});
}

Bounds bounds(double share, std::uint64_t whole, double error) {
  const auto fewer_are_likely = [&](std::uint64_t part) { return at_most(part, whole, share) > error / 2; };
  const auto more_are_unlikely = [&](std::uint64_t part) { return at_least(part, whole, share) <= error / 2; };
  return {first_that(0, whole + 1, fewer_are_likely), first_that(0, whole + 1, more_are_unlikely)};
}

}  // namespace dlr::reports::binomial
