// One point of a sweep: the scenario with one set of the swept parameters' values.
#pragma once

#include <cstdint>
#include <string>

namespace dlr::reports {

struct Point {
  std::uint32_t number = 0;  // from 1, in the order of the sweep; 0: the scenario has none
  std::string name;          // "loss=5%, size=1000"

  bool is_one() const { return number > 0; }
  friend bool operator==(const Point&, const Point&) = default;
};

// "race", or "race [loss=5%, size=1000]".
inline std::string titled(const std::string& scenario, const Point& point) {
  return point.is_one() ? scenario + " [" + point.name + "]" : scenario;
}

}  // namespace dlr::reports
