// How the values of a scenario are written: each is read from a text, nothing where that says none, and written so that
// it reads back to the same value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/scenario/scenario.h"

namespace dlr::sim {

inline constexpr std::uint64_t kPpmPerPercent = 10'000;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "96.5%": at most four decimals, 0 to 100.
std::optional<Share> parse_share(std::string_view text);
std::string format_share(Share share);

// "400/s", "30/m": a whole number per s, m, h or d.
std::optional<Rate> parse_rate(std::string_view text);
std::string format_rate(const Rate& rate);

// "100000", "100_000".
std::optional<std::uint64_t> parse_whole(std::string_view text);

// "0.5", "1.5e3"; not "inf" or "nan". Written in the fewest digits that read back to the same number.
std::optional<double> parse_decimal(std::string_view text);
std::string format_decimal(double value);

// "p99.9" -> 0.999; 0 to 100 only.
std::optional<double> parse_quantile(std::string_view text);
std::string format_quantile(double probability);

// "+05:30".
std::optional<Duration> parse_utc_offset(std::string_view text);
std::string format_utc_offset(Duration offset);

// "+0530", as the provider writes the zone of a doneAt; quarter hours up to 14 hours.
std::optional<Duration> parse_zone(std::string_view text);
std::string format_zone(Duration zone);

}  // namespace dlr::sim
