// A count of each minute over simulated time, as an area, with the faults that lasted below and behind it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reports/render/html/svg.h"
#include "reports/result.h"

namespace dlr::reports {

struct TimeSeries {
  std::string_view title;                     // "Messages in flight"
  std::string_view label;                     // of one value: "in flight"
  const std::vector<std::uint64_t>& samples;  // by minute from the start on
  const Ink& ink;
};

// The first so many minutes of it, in SVG.
std::string time_chart(const Result& result, const TimeSeries& series, double minutes);

// Minutes between two marks of a time axis, or rows of a table, so that there are at most so many.
double time_step(double minutes, double most = 9);
std::string time_label(double minutes);

}  // namespace dlr::reports
