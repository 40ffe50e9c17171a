// How figures of benchmarks moved from one measurement to the next, as a page: a chart and a table for each.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace dlr::reports {

// One measurement of one benchmark: items a second.
struct HistoryPoint {
  std::string when;                      // as the measurement says it
  std::string program;                   // version, commit
  std::string machine;                   // figures of two machines are not compared
  double median = 0, low = 0, high = 0;  // the quartiles of its rounds
};

struct FigureHistory {
  std::string name;
  std::vector<HistoryPoint> points;  // in order of time; at least one
};

// `title` is plain text.
std::string render_history(const std::string& title, std::span<const FigureHistory> all);

}  // namespace dlr::reports
