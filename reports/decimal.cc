#include "reports/decimal.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace dlr::reports {
namespace {

constexpr std::array<std::int64_t, 10> kPowers{1,       10,        100,        1'000,       10'000,
                                               100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};

}  // namespace

std::int64_t to_units(double value, unsigned places) {
  constexpr double kMost = 9.2e18;
  const double units = value * static_cast<double>(kPowers[places]);
  if (!(units > -kMost)) return static_cast<std::int64_t>(-kMost);
  if (units >= kMost) return static_cast<std::int64_t>(kMost);
  return std::llround(units);
}

double from_units(std::int64_t units, unsigned places) {
  return static_cast<double>(units) / static_cast<double>(kPowers[places]);
}

std::string fixed_text(double value, unsigned places) {
  const std::int64_t units = to_units(value, places);
  const auto magnitude = static_cast<std::uint64_t>(units < 0 ? -units : units);
  const auto power = static_cast<std::uint64_t>(kPowers[places]);
  const char* sign = units < 0 ? "-" : "";
  if (places == 0) return fmt::format("{}{}", sign, magnitude);
  return fmt::format("{}{}.{:0{}}", sign, magnitude / power, magnitude % power, places);
}

std::string decimal_text(double value, unsigned places) {
  std::string text = fixed_text(value, places);
  if (places == 0) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace dlr::reports
