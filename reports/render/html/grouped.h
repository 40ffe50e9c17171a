// Measured groups brought together under a name: by country, by operator, by campaign. Largest first.
#pragma once

#include <string>
#include <vector>

#include "reports/result.h"

namespace dlr::reports {

struct Grouped {
  std::string country;  // where it is one of a country
  std::string name;     // of the country, the operator, the campaign
  GroupMeasurements measured;

  std::uint64_t total(Counter counter) const { return measured.totals[static_cast<std::size_t>(counter)]; }
  // Silence is expected there, and nothing else came.
  bool silent() const;
};

std::vector<Grouped> by_country(const std::vector<Group>& groups);
std::vector<Grouped> by_operator(const std::vector<Group>& groups);
std::vector<Grouped> by_campaign(const std::vector<Group>& groups);  // and channel

// All of them together.
Grouped all_of(const std::vector<Group>& groups);

}  // namespace dlr::reports
