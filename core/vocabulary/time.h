// Time as the house speaks of it: instants and durations of whole milliseconds. Nobody here reads a clock;
// every call that needs the time is given it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dlr {

using Duration = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<Duration>;

// How long a delivery report for a message is waited for; a report received exactly then still counts.
inline constexpr Duration kWaitingPeriod = std::chrono::hours{24 * 4};

constexpr Instant instant_from_ms(std::int64_t ms_since_epoch) { return Instant{Duration{ms_since_epoch}}; }
constexpr std::int64_t to_ms(Instant instant) { return instant.time_since_epoch().count(); }

// "2026-11-27T17:00:00Z", with milliseconds only where there are some: "2026-11-27T17:00:00.250Z";
// outside the years 0000 to 9999 the plain count: "@-99999999999999ms".
std::string format_instant(Instant instant);

// RFC 3339 with a zone ("Z" or "+01:00"); nothing when the text is anything else or no such date exists. Of a fraction
// of a second the first three digits count; 60 is no second.
std::optional<Instant> parse_instant(std::string_view text);

// The largest units that say it exactly: "4d", "1h30m", "250ms", "0ms"; negative values with a leading "-".
std::string format_duration(Duration duration);

// "250ms", "6s", "1h30m", units d h m s ms, each at most once, largest first; nothing for a bare number, a sign, or
// more than 10 000 days.
std::optional<Duration> parse_duration(std::string_view text);

}  // namespace dlr
