#include "reports/human.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "reports/decimal.h"
#include "reports/direction_mark.h"
#include "reports/wide.h"

namespace dlr::reports {
namespace {

// A percentage of so many decimals; `units` of the last one, and whether that is exactly none or all.
std::string percent(std::uint64_t units, std::uint64_t whole, unsigned decimals, bool none, bool all) {
  if (none) return "0 %";
  if (all) return "100 %";
  const double last = from_units(1, decimals);
  if (units == 0) return fmt::format("<{} %", fixed_text(last, decimals));
  if (units >= whole) return fmt::format(">{} %", fixed_text(100 - last, decimals));
  return fmt::format("{} %", fixed_text(from_units(static_cast<std::int64_t>(units), decimals), decimals));
}

}  // namespace

std::string human_count(std::uint64_t count) {
  std::string text = std::to_string(count);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, 1, ' ');
  return text;
}

std::string human_duration(double ms) {
  const auto in = [ms](double unit) { return static_cast<std::uint64_t>(std::llround(std::fmax(ms, 0) / unit)); };
  if (in(1) < 1'000) return in(1) < 10 ? decimal_text(std::fmax(ms, 0), 1) + "ms" : fmt::format("{}ms", in(1));
  if (in(10) < 1'000) return fmt::format("{}.{:02}s", in(10) / 100, in(10) % 100);
  if (in(100) < 600) return fmt::format("{}.{}s", in(100) / 10, in(100) % 10);
  constexpr double kMinute = 60'000, kHour = 60 * kMinute;
  if (in(1'000) < 3'600) return fmt::format("{}m {:02}s", in(1'000) / 60, in(1'000) % 60);
  if (in(kMinute) < 24 * 60) return fmt::format("{}h {:02}m", in(kMinute) / 60, in(kMinute) % 60);
  return fmt::format("{}d {:02}h", in(kHour) / 24, in(kHour) % 24);
}

std::string human_share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  const auto units = static_cast<std::uint64_t>((Wide{part} * 20'000 + whole) / (Wide{whole} * 2));
  return percent(units, 10'000, 2, part == 0, part == whole);
}

std::string human_ratio(double ratio, unsigned decimals) {
  const auto units = static_cast<std::uint64_t>(to_units(std::fmax(ratio, 0) * 100, decimals));
  return percent(units, static_cast<std::uint64_t>(to_units(100, decimals)), decimals, ratio <= 0, ratio >= 1);
}

std::string human_bytes(std::uint64_t bytes) {
  if (bytes < 1'000) return fmt::format("{} B", bytes);
  constexpr std::array<const char*, 6> names{"kB", "MB", "GB", "TB", "PB", "EB"};
  // In tenths of the unit, and up the ladder only when they are rounded: 999 950 B are 1.0 MB.
  std::uint64_t tenth = 100;
  const auto tenths_of = [bytes](std::uint64_t part) { return bytes / part + (bytes % part >= part / 2 ? 1 : 0); };
  std::size_t unit = 0;
  for (; tenths_of(tenth) >= 10'000 && unit + 1 < names.size(); ++unit) tenth *= 1'000;
  const std::uint64_t tenths = tenths_of(tenth);
  return fmt::format("{}.{} {}", tenths / 10, tenths % 10, names[unit]);
}

std::string human_number_of(std::uint64_t count, std::string_view noun, std::string_view plural) {
  if (count != 1 && !plural.empty()) return fmt::format("{} {}", human_count(count), plural);
  return fmt::format("{} {}{}", human_count(count), noun, count == 1 ? "" : "s");
}

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  for (const char byte : text) count += (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U ? 1 : 0;
  return count;
}

namespace {}  // namespace

std::string printable(std::string_view text) {
  std::string clean;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // In UTF-8 the controls beyond ASCII are C2 80 to C2 9F.
    if (const std::size_t mark = direction_mark(text.substr(i)); mark > 0) {
      clean += '?';
      i += mark - 1;
      continue;
    }
    const bool is_c1 = byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (is_c1) ++i;
    if (is_c1 || (byte < 0x20 && byte != '\n') || byte == 0x7f) {
      clean += '?';
    } else {
      clean += text[i];
    }
  }
  return clean;
}

std::string human_short(double number) {
  const char* const unit = number >= 999.5e6 ? " G" : number >= 999.5e3 ? " M" : number >= 999.5 ? " k" : "";
  const double scaled = number >= 999.5e6   ? number / 1e9
                        : number >= 999.5e3 ? number / 1e6
                        : number >= 999.5   ? number / 1e3
                                            : number;
  const int decimals = scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2;
  return fmt::format("{:.{}f}{}", scaled, decimals, unit);
}

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Where a line may be broken first: not between the thousands of a number, nor before its `%`.
std::size_t end_of_word(std::string_view text) {
  const auto goes_on = [text](std::size_t blank) {
    const std::string_view rest = text.substr(blank + 1);
    if (blank == 0 || !is_digit(text[blank - 1])) return false;
    return rest.starts_with('%') || (rest.size() >= 3 && std::ranges::all_of(rest.substr(0, 3), is_digit) &&
                                     (rest.size() == 3 || !is_digit(rest[3])));
  };
  std::size_t end = text.find(' ');
  while (end != std::string_view::npos && goes_on(end)) end = text.find(' ', end + 1);
  return std::min(end, text.size());
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, end_of_word(text));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (column > indent) {
      if (column + 1 + columns(word) > width) {
        out += '\n' + std::string(indent, ' ');
        column = indent;
      } else {
        out += ' ';
        ++column;
      }
    }
    out += word;
    column += columns(word);
  }
  return out;
}

}  // namespace dlr::reports
