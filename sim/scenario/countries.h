// Where messages go (`countries`): countries with their operators, and how each of these behaves.
#pragma once

#include <vector>

#include "sim/scenario/keys.h"

namespace dlr::sim {

// Looks profiles up, so it is read after them; and the tracker's list of no-report countries.
struct CountriesKind {
  using Type = std::vector<CountryTraffic>;
  static bool read(Reading& reading, const Node& node, Type& into);
  static Json schema(Definitions& definitions);
};

// A country that exists, by its ISO code; else a problem with the code meant.
struct CountryCodeKind {
  using Type = Country;
  static bool read(Reading& reading, const Node& node, Country& into);
  static Json schema(Definitions& definitions);
};

}  // namespace dlr::sim
