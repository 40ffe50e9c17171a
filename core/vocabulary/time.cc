#include "core/vocabulary/time.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <iterator>

namespace dlr {
namespace {

using std::chrono::days;

// Largest first, as they are written.
struct Unit {
  std::string_view name;
  std::uint64_t ms;
};
constexpr std::array<Unit, 5> kUnits{{{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::uint64_t kLongest = 10'000 * kUnits[0].ms;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads a text from its front; what does not fit leaves `ok` false for good.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  // Exactly `width` digits.
  int number(std::size_t width) {
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      if (rest_.empty() || !is_digit(rest_.front())) {
        ok_ = false;
        return 0;
      }
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }

  void expect(std::string_view any_of) {
    if (!accept(any_of)) ok_ = false;
  }

  // The character that was there, when it is one of these; else 0.
  char accept(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return 0;
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  // The digits of a fraction, at least one; what is finer than a millisecond is cut off.
  int fraction_ms() {
    int value = 0;
    int places = 0;
    for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1), ++places) {
      if (places < 3) value = value * 10 + (rest_.front() - '0');
    }
    if (places == 0) ok_ = false;
    for (; places < 3; ++places) value *= 10;
    return value;
  }

  bool done() const { return ok_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

std::string format_instant(Instant instant) {
  const auto day = std::chrono::floor<days>(instant);
  const std::chrono::year_month_day date{day};
  // RFC 3339 knows four digits for a year; an instant beyond them is no date, only a count.
  if (date.year() < std::chrono::year{0} || date.year() > std::chrono::year{9999} ||
      std::chrono::abs(instant.time_since_epoch()) > days{4'000'000}) {
    return fmt::format("@{}ms", to_ms(instant));
  }
  const std::chrono::hh_mm_ss time{instant - day};
  std::string out = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                time.hours().count(), time.minutes().count(), time.seconds().count());
  if (const auto ms = time.subseconds().count(); ms != 0) fmt::format_to(std::back_inserter(out), ".{:03}", ms);
  out += 'Z';
  return out;
}

std::optional<Instant> parse_instant(std::string_view text) {
  Cursor in(text);
  const std::chrono::year year{in.number(4)};
  in.expect("-");
  const std::chrono::month month{static_cast<unsigned>(in.number(2))};
  in.expect("-");
  const std::chrono::day day{static_cast<unsigned>(in.number(2))};
  in.expect("Tt");
  const int hour = in.number(2);
  in.expect(":");
  const int minute = in.number(2);
  in.expect(":");
  const int second = in.number(2);
  const int ms = in.accept(".") ? in.fraction_ms() : 0;
  int offset_minutes = 0;
  if (!in.accept("Zz")) {
    const char sign = in.accept("+-");
    const int hours = in.number(2);
    in.expect(":");
    const int minutes = in.number(2);
    if (sign == 0 || hours > 23 || minutes > 59) return std::nullopt;
    offset_minutes = (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
  }
  const std::chrono::year_month_day date{year, month, day};
  // A leap second has no place of its own on this clock, so 60 is no second.
  if (!in.done() || !date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute - offset_minutes} +
         std::chrono::seconds{second} + Duration{ms};
}

std::string format_duration(Duration duration) {
  const std::int64_t count = duration.count();
  if (count == 0) return "0ms";
  std::string out;
  if (count < 0) out += '-';
  // Unsigned, because the least number of all has no positive twin.
  std::uint64_t rest = count < 0 ? 0 - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
  for (const Unit& unit : kUnits) {
    if (rest >= unit.ms) fmt::format_to(std::back_inserter(out), "{}{}", rest / unit.ms, unit.name);
    rest %= unit.ms;
  }
  return out;
}

std::optional<Duration> parse_duration(std::string_view text) {
  std::uint64_t total = 0;
  std::size_t next_unit = 0;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    std::uint64_t value = 0;
    std::size_t digits = 0;
    for (; digits < text.size() && is_digit(text[digits]); ++digits) {
      value = value * 10 + static_cast<std::uint64_t>(text[digits] - '0');
      if (value > kLongest) return std::nullopt;
    }
    if (digits == 0) return std::nullopt;
    text.remove_prefix(digits);
    std::size_t letters = 0;
    while (letters < text.size() && !is_digit(text[letters])) ++letters;
    const std::string_view name = text.substr(0, letters);
    while (next_unit < kUnits.size() && kUnits[next_unit].name != name) ++next_unit;
    if (next_unit == kUnits.size() || value > kLongest / kUnits[next_unit].ms) return std::nullopt;
    total += value * kUnits[next_unit].ms;
    if (total > kLongest) return std::nullopt;
    text.remove_prefix(letters);
    ++next_unit;
  }
  return Duration{static_cast<std::int64_t>(total)};
}

}  // namespace dlr
