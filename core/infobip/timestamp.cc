#include "core/infobip/timestamp.h"

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace dlr::core::infobip {
namespace {

constexpr Instant kClockAtZero{std::chrono::hours{24}};

// Reads digits at known places; one that is none is remembered, so that the way has no branches.
class Digits {
 public:
  explicit Digits(const char* text) : text_(text) {}

  unsigned at(std::size_t place) {
    const unsigned digit = static_cast<unsigned char>(text_[place]) - unsigned{'0'};
    strange_ = strange_ || digit > 9;
    return digit;
  }
  unsigned two(std::size_t place) { return at(place) * 10 + at(place + 1); }
  bool strange() const { return strange_; }

 private:
  const char* text_;
  bool strange_ = false;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "Z", "+0100", "+01:00": minutes east of Greenwich.
std::optional<int> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  const bool colon = text.size() == 6 && text[3] == ':';
  if ((text.size() != 5 && !colon) || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  Digits digits(text.data());
  const unsigned hours = digits.two(1);
  const unsigned minutes = digits.two(colon ? 4 : 3);
  if (digits.strange() || hours > 23 || minutes > 59) return std::nullopt;
  const int east = static_cast<int>(hours * 60 + minutes);
  return text[0] == '-' ? -east : east;
}

}  // namespace

std::optional<Instant> parse_timestamp(std::string_view text) {
  constexpr std::size_t kToSeconds = std::string_view("2019-11-09T16:00:00").size();
  if (text.size() <= kToSeconds) return std::nullopt;
  if (text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  Digits digits(text.data());
  const unsigned year = digits.two(0) * 100 + digits.two(2);
  const unsigned month = digits.two(5);
  const unsigned day = digits.two(8);
  const unsigned hour = digits.two(11);
  const unsigned minute = digits.two(14);
  const unsigned second = digits.two(17);
  if (digits.strange() || hour > 23 || minute > 59 || second > 59) return std::nullopt;

  std::size_t at = kToSeconds;
  unsigned ms = 0;
  if (text[at] == '.') {
    unsigned weight = 100;
    for (++at; at < text.size() && is_digit(text[at]); ++at, weight /= 10) {
      ms += weight * (static_cast<unsigned char>(text[at]) - unsigned{'0'});
    }
    if (!is_digit(text[at - 1])) return std::nullopt;
  }
  const std::optional<int> east = parse_offset(text.substr(at));
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(year)}, std::chrono::month{month},
                                         std::chrono::day{day}};
  if (!east || !date.ok()) return std::nullopt;
  const std::int64_t of_day_ms = (std::int64_t{hour} * 60 + minute - *east) * 60'000 + second * 1'000 + ms;
  const Instant instant = std::chrono::sys_days{date} + Duration{of_day_ms};
  if (instant < kClockAtZero) return std::nullopt;
  return instant;
}

}  // namespace dlr::core::infobip
