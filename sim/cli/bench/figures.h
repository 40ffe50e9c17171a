// What rounds of benchmarks come to: a figure each, how much it varies, and the smallest change that this machine could
// have shown today; beside another side's, the change, or that it is noise.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/cli/bench/bench_program.h"

namespace dlr::sim::cli {

// A change is told from noise when chance alone brings so great a one in less than one of so many comparisons.
inline constexpr double kLevelOfNoise = 0.01;

// Whether of so many figures on each side any difference at all could be told from noise.
bool can_be_told(std::size_t before, std::size_t now);

struct Change {
  double factor = 1;  // of the new figure to the old one: 1.1 is 10 % more a second
  double p = 1;
  double effect = 0;
  bool can_be_told = true;  // there were rounds enough for some change to be no noise
  bool is_noise() const { return p > kLevelOfNoise; }
};

struct Figure {
  std::string name;
  double per_second = 0;  // items; the median of all rounds
  double spread = 0;      // half the distance of the quartiles, as a part of it
  double smallest = 0;    // the smallest change that would have been told from noise, as a part; infinity: none
  std::map<std::string, double> counters;
  std::optional<double> times_ours;  // ours is so many times as fast as this one, of the same suite and size
  std::optional<Change> change;      // since the other side
};

// `a` and `b` are rounds of one program, measured in turns: what differs between them is noise.
std::vector<Figure> figures_of(const Rounds& a, const Rounds& b);

// Adds how the figures stand to those of another side. Benchmarks that only one side has stay without.
void compare_with(const Rounds& other, const Rounds& a, const Rounds& b, std::vector<Figure>& figures);

}  // namespace dlr::sim::cli
