// Coverage of situations: everything that can happen to a message, by name, and how often it did in a run; what never
// did stands there with 0. Counts add up over shards.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dlr::reports {

struct Situation {
  std::string name;
  std::uint64_t count = 0;
  friend bool operator==(const Situation&, const Situation&) = default;
};

// Names are unique within a group, groups within their list.
struct SituationGroup {
  std::string name;
  std::vector<Situation> situations;
  friend bool operator==(const SituationGroup&, const SituationGroup&) = default;
};

struct Situations {
  std::vector<SituationGroup> lifecycle;  // by state: what was heard in it
  std::vector<SituationGroup> statuses;   // by the provider's group: what the core was given, in answers and reports
  std::vector<SituationGroup> errors;     // likewise, in reports

  // By name; what only the other one knows comes last.
  Situations& operator+=(const Situations& other);
  friend bool operator==(const Situations&, const Situations&) = default;
};

// Of one list: how many there are, and how many of them happened.
struct Reached {
  std::uint64_t reached = 0;
  std::uint64_t all = 0;
};
Reached reached_of(const std::vector<SituationGroup>& groups);

}  // namespace dlr::reports
