// What a profile says beyond its outcomes: how delivery comes about (`mechanism`), what the parts of a message add
// (`per_part`), when more handsets are absent (`hours`).
#pragma once

#include <vector>

#include "sim/scenario/keys.h"

namespace dlr::sim {

struct MechanismKind {
  using Type = Mechanism;
  static bool read(Reading& reading, const Node& node, Mechanism& into);
  static Json schema(Definitions& definitions);
};

struct PerPartKind {
  using Type = PerPart;
  static bool read(Reading& reading, const Node& node, PerPart& into);
  static Json schema(Definitions& definitions);
};

// {"22-07": {absent: 10%}, ...}.
struct HoursKind {
  using Type = std::vector<AbsentHours>;
  static bool read(Reading& reading, const Node& node, Type& into);
  static Json schema(Definitions& definitions);
};
std::string format_hours(const AbsentHours& hours);

}  // namespace dlr::sim
