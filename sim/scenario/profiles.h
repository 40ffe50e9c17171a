// How routes behave (`profiles`) and where they lead (`countries`): outcomes with their shares, delays, statuses and
// errors; countries with their operators.
#pragma once

#include <vector>

#include "sim/scenario/keys.h"

namespace dlr::sim {

struct ProfilesKind {
  using Type = std::vector<Profile>;
  static bool read(Reading& reading, const Node& node, Type& into);
  static Json schema(Definitions& definitions);
};

// {NAME: SHARE, ...} of the core's table of statuses, adding up to the whole.
struct StatusSharesKind {
  using Type = std::vector<StatusShare>;
  static bool read(Reading& reading, const Node& node, Type& into);
  static Json schema(Definitions& definitions);
};

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
