#include "core/infobip/retry_after.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace dlr::core::infobip {
namespace {

constexpr std::uint64_t kLongestSeconds = std::uint64_t{1} << 31;  // as RFC 9111, section 1.2.2, has it for overflow

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// What a pattern found in a date.
struct Found {
  unsigned year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};

// 1 to 12; 0 for what is no month. HTTP's names are as they are written: case counts.
unsigned month_of(std::string_view name) {
  constexpr std::array<std::string_view, 12> kNames{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto at = std::find(kNames.begin(), kNames.end(), name);
  return at == kNames.end() ? 0 : static_cast<unsigned>(at - kNames.begin()) + 1;
}

// Letters of the pattern: Y M D h m s a digit each (D may be a blank), B a letter of the month's name; all else itself.
std::optional<Found> match(std::string_view pattern, std::string_view text) {
  if (text.size() != pattern.size()) return std::nullopt;
  Found found;
  const auto month_at = pattern.find("BBB");
  found.month = month_of(text.substr(month_at, 3));
  if (found.month == 0) return std::nullopt;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = text[i];
    const auto digit = [&](unsigned& into) {
      into = into * 10 + (static_cast<unsigned char>(c) - unsigned{'0'});
      return is_digit(c);
    };
    bool fits = true;
    switch (pattern[i]) {
      case 'Y':
        fits = digit(found.year);
        break;
      case 'D':
        fits = digit(found.day);
        break;
      case 'd':  // the first of two, which asctime leaves blank
        fits = c == ' ' || digit(found.day);
        break;
      case 'h':
        fits = digit(found.hour);
        break;
      case 'm':
        fits = digit(found.minute);
        break;
      case 's':
        fits = digit(found.second);
        break;
      case 'B':
        break;
      default:
        fits = pattern[i] == c;
    }
    if (!fits) return std::nullopt;
  }
  return found;
}

// A day's name says nothing that the date does not say, so any of the right length will do.
std::string_view without_day_name(std::string_view text, std::string_view until) {
  const auto at = text.find(until);
  return at == std::string_view::npos || at < 3 || at > 9 ? std::string_view() : text.substr(at + until.size());
}

int year_of(std::chrono::sys_days day) { return static_cast<int>(std::chrono::year_month_day{day}.year()); }

std::optional<Instant> parse_http_date(std::string_view text, Instant now) {
  std::optional<Found> found = match("DD BBB YYYY hh:mm:ss GMT", without_day_name(text, ", "));
  if (!found) found = match("BBB dD hh:mm:ss YYYY", without_day_name(text, " "));
  if (!found) {
    found = match("DD-BBB-YY hh:mm:ss GMT", without_day_name(text, ", "));
    if (!found) return std::nullopt;
    // Two digits: this century, unless that is more than 50 years ahead.
    const int this_year = year_of(std::chrono::floor<std::chrono::days>(now));
    int year = this_year - this_year % 100 + static_cast<int>(found->year);
    if (year > this_year + 50) year -= 100;
    found->year = static_cast<unsigned>(std::max(year, 0));
  }
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(found->year)},
                                         std::chrono::month{found->month}, std::chrono::day{found->day}};
  // A leap second is allowed here: it is the first of the next minute.
  if (!date.ok() || found->hour > 23 || found->minute > 59 || found->second > 60) return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{found->hour} + std::chrono::minutes{found->minute} +
         std::chrono::seconds{found->second};
}

}  // namespace

std::optional<Duration> parse_retry_after(std::string_view value, Instant now) {
  value = trimmed(value);
  if (value.empty()) return std::nullopt;
  constexpr Duration kLongest = std::chrono::seconds{kLongestSeconds};
  if (std::all_of(value.begin(), value.end(), is_digit)) {
    std::uint64_t seconds = 0;
    for (const char c : value) {
      seconds = std::min(seconds * 10 + (static_cast<unsigned char>(c) - unsigned{'0'}), kLongestSeconds);
    }
    return std::chrono::seconds{seconds};
  }
  const std::optional<Instant> date = parse_http_date(value, now);
  if (!date) return std::nullopt;
  return std::clamp(*date - now, Duration{0}, kLongest);
}

}  // namespace dlr::core::infobip
