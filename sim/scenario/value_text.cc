#include "sim/scenario/value_text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace dlr::sim {
namespace {

// Digits, as far as they go, as a number; nothing when there is none or it does not fit.
std::optional<std::uint64_t> take_digits(std::string_view& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || text.empty() || !is_digit(text.front())) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

struct Per {
  char unit;
  Duration per;
};
constexpr std::array<Per, 4> kPer{{{'s', std::chrono::seconds{1}},
                                   {'m', std::chrono::minutes{1}},
                                   {'h', std::chrono::hours{1}},
                                   {'d', std::chrono::hours{24}}}};
// Keeps the arithmetic of arrivals within 64 bits.
constexpr std::uint64_t kHighestRate = 1'000'000'000;

}  // namespace

std::optional<Share> parse_share(std::string_view text) {
  const auto percent = take_digits(text);
  if (!percent || *percent > 100) return std::nullopt;
  std::uint64_t ppm = *percent * kPpmPerPercent;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    std::uint64_t worth = kPpmPerPercent;
    std::size_t digits = 0;
    for (; digits < text.size() && is_digit(text[digits]); ++digits) {
      const auto digit = static_cast<std::uint64_t>(text[digits] - '0');
      worth /= 10;
      if (worth == 0 && digit != 0) return std::nullopt;
      ppm += digit * worth;
    }
    if (digits == 0) return std::nullopt;
    text.remove_prefix(digits);
  }
  if (text != "%" || ppm > kWhole.ppm) return std::nullopt;
  return Share{static_cast<std::uint32_t>(ppm)};
}

std::string format_share(Share share) {
  std::string out = std::to_string(share.ppm / kPpmPerPercent);
  if (const auto rest = share.ppm % kPpmPerPercent; rest != 0) {
    out += fmt::format(".{:04}", rest);
    while (out.back() == '0') out.pop_back();
  }
  return out + "%";
}

std::optional<Rate> parse_rate(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || text.size() != slash + 2) return std::nullopt;
  const auto count = parse_whole(text.substr(0, slash));
  if (!count || *count > kHighestRate) return std::nullopt;
  for (const Per& per : kPer) {
    if (per.unit == text.back()) return Rate{*count, per.per};
  }
  return std::nullopt;
}

std::string format_rate(const Rate& rate) {
  for (const Per& per : kPer) {
    if (per.per == rate.per) return fmt::format("{}/{}", rate.count, per.unit);
  }
  return fmt::format("{}/{}ms", rate.count, rate.per.count());
}

std::optional<std::uint64_t> parse_whole(std::string_view text) {
  if (text.empty() || !is_digit(text.front()) || text.back() == '_') return std::nullopt;
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '_' && text[i - 1] != '_') continue;
    if (!is_digit(text[i])) return std::nullopt;
    digits += text[i];
  }
  std::string_view rest = digits;
  return take_digits(rest);
}

std::optional<double> parse_decimal(std::string_view text) {
  double value = 0;
  if (text.empty() || !(is_digit(text.front()) || text.front() == '-')) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string format_decimal(double value) { return fmt::format("{}", value); }

std::optional<double> parse_quantile(std::string_view text) {
  if (text.size() < 2 || text.front() != 'p' || text.find_first_not_of("0123456789.", 1) != std::string_view::npos) {
    return std::nullopt;
  }
  const auto percent = parse_decimal(text.substr(1));
  if (!percent || *percent > 100) return std::nullopt;
  return *percent / 100;
}

std::string format_quantile(double probability) {
  std::string text;
  for (int digits = 1; digits <= std::numeric_limits<double>::max_digits10; ++digits) {
    text = fmt::format("p{:.{}g}", probability * 100, digits);
    if (text.find('e') == std::string::npos && parse_quantile(text) == probability) break;
  }
  return text;
}

std::optional<Duration> parse_utc_offset(std::string_view text) {
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  for (const std::size_t i : {1U, 2U, 4U, 5U}) {
    if (!is_digit(text[i])) return std::nullopt;
  }
  const int hours = (text[1] - '0') * 10 + text[2] - '0';
  const int minutes = (text[4] - '0') * 10 + text[5] - '0';
  if (hours > 14 || minutes > 59) return std::nullopt;
  return std::chrono::minutes{(text[0] == '-' ? -1 : 1) * (hours * 60 + minutes)};
}

std::string format_utc_offset(Duration offset) {
  const auto minutes = std::chrono::abs(std::chrono::duration_cast<std::chrono::minutes>(offset)).count();
  return fmt::format("{}{:02}:{:02}", offset < Duration{0} ? '-' : '+', minutes / 60, minutes % 60);
}

std::optional<Duration> parse_zone(std::string_view text) {
  using namespace std::chrono_literals;
  if (text.size() != 5) return std::nullopt;
  const auto offset = parse_utc_offset(std::string(text.substr(0, 3)) + ":" + std::string(text.substr(3)));
  if (!offset || std::chrono::abs(*offset) > 14h || *offset % 15min != 0ms) return std::nullopt;
  return offset;
}

std::string format_zone(Duration zone) {
  const std::string offset = format_utc_offset(zone);
  return offset.substr(0, 3) + offset.substr(4);
}

}  // namespace dlr::sim
