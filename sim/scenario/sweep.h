// `sweep`: the points at which a scenario is run, each with values of its own for some of the parameters. Every grid
// list is an axis and so is every group of lists that go in step; the points are the product of the axes, the last one
// changing fastest, without those that are excluded. A parameter that is set from outside is swept no longer.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/point.h"
#include "sim/scenario/parameters.h"

namespace dlr::sim {

inline constexpr std::size_t kMostPoints = 1000;

struct SweepPoint {
  reports::Point point;
  std::vector<Parameters::Value> values;  // of what is swept, in the order of the axes
};

// The points, in order; none where everything that is swept was set from outside, or with a problem.
std::vector<SweepPoint> read_sweep(Reading& reading, const Node& sweep, const Parameters& parameters);

// The one that is meant by its number, or by its values in any order: "loss=5%,size=1000". `asked` stands on the
// command line; nothing, and a problem there, when it is none.
std::vector<SweepPoint> choose_point(Reading& reading, const Node& asked, std::vector<SweepPoint> points);

// What may stand at `sweep`, for the schema.
Json sweep_schema(Definitions& definitions);

}  // namespace dlr::sim
