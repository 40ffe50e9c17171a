// Decimal fractions of a fixed number of places: what results say in place of bare doubles. A double that was rounded
// to places, written and read back is the same double, whichever library did the reading.
#pragma once

#include <cstdint>
#include <string>

namespace dlr::reports {

inline constexpr unsigned kRatioPlaces = 9;       // of a ratio, 0 to 1
inline constexpr unsigned kPlaces = 3;            // of milliseconds and counts
inline constexpr unsigned kPercentilePlaces = 4;  // of the 99.9 in p99.9

// The value in units of its last place, nearest, half away from zero; held within what fits. `places` is at most 9.
std::int64_t to_units(double value, unsigned places);

// The double next to that many units.
double from_units(std::int64_t units, unsigned places);

inline double rounded(double value, unsigned places) { return from_units(to_units(value, places), places); }

// "96.5", "-0.25", "3": without zeros at the end; or with exactly `places` decimals.
std::string decimal_text(double value, unsigned places);
std::string fixed_text(double value, unsigned places);

}  // namespace dlr::reports
