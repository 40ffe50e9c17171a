// How the messages of each country ended and how long their reports took, the largest countries first.
#pragma once

#include <cstddef>
#include <vector>

#include "reports/render/table.h"
#include "reports/result.h"

namespace dlr::reports {

struct CountryTableOptions {
  std::size_t width = 80;  // columns; until it fits, shares are left out and names are cut
  std::size_t indent = 2, gap = 2;
  bool by_operator = false;  // every country, and its operators below it; else the top ten and the sum of the rest
};

// With a header, and a last row over all where there are several countries. Empty without groups.
std::vector<Row> country_table(const std::vector<Group>& groups, const CountryTableOptions& options);

}  // namespace dlr::reports
