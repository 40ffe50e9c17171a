// How the messages of each country ended and how long their reports took, the largest countries first.
#pragma once

#include <cstddef>
#include <vector>

#include "reports/render/table.h"
#include "reports/result.h"

namespace dlr::reports {

struct CountryTableOptions {
  std::size_t width = 80;  // columns; until it fits, columns are left out and names are cut
  std::size_t indent = 2, gap = 2;
  bool by_operator = false;  // every country, and its operators below it; else the largest and the sum of the rest
  std::size_t largest = 10;  // so many; of one more all
};

// With a header, and a last row over all where there are several countries. Empty without groups.
std::vector<Row> country_table(const std::vector<Group>& groups, const CountryTableOptions& options);

// The titles of the columns that a table has no room for; empty: none.
std::vector<std::string> columns_left_out(const std::vector<Row>& table);

}  // namespace dlr::reports
