#include "sim/scenario/values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>

#include "reports/direction_mark.h"

namespace dlr::sim {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool looks_like_number(std::string_view text) { return parse_decimal(text) || parse_whole(text); }

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

constexpr std::uint64_t kPpmPerPercent = 10'000;

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

bool DurationKind::read(Reading& reading, const Node& node, Duration& into) {
  if (!reading.wants_text(node, "a duration such as `30s`")) return false;
  if (const auto value = parse_duration(node.text)) {
    into = *value;
    return true;
  }
  if (looks_like_number(node.text)) {
    reading.problem(Code::bare_number, node, fmt::format("`{}` is a bare number, but a duration is needed", node.text),
                    {}, fmt::format("say the unit: `{}s`, `{}m`, `{}h`", node.text, node.text, node.text));
  } else {
    reading.problem(Code::no_duration, node, fmt::format("`{}` is no duration", node.text), {},
                    "write `250ms`, `6s`, `30m`, `11h`, `4d` or `1h30m`, whole numbers, up to 10000d");
  }
  return false;
}

bool PositiveDurationKind::read(Reading& reading, const Node& node, Duration& into) {
  if (!DurationKind::read(reading, node, into)) return false;
  if (into > Duration{0}) return true;
  reading.problem(Code::out_of_range, node, "this duration must be above 0ms");
  return false;
}

bool ShareKind::read(Reading& reading, const Node& node, Share& into) {
  if (!reading.wants_text(node, "a share such as `96.5%`")) return false;
  if (const auto value = parse_share(node.text)) {
    into = *value;
    return true;
  }
  if (looks_like_number(node.text)) {
    reading.problem(Code::bare_number, node, fmt::format("`{}` is a bare number, but a share is needed", node.text), {},
                    "write it in per cent: `96.5%`");
  } else {
    reading.problem(Code::no_share, node, fmt::format("`{}` is no share", node.text), {},
                    "write `0%` to `100%`, with at most four decimals: `96.5%`");
  }
  return false;
}

bool RateKind::read(Reading& reading, const Node& node, Rate& into) {
  if (!reading.wants_text(node, "a rate such as `400/s`")) return false;
  if (const auto value = parse_rate(node.text)) {
    into = *value;
    return true;
  }
  if (looks_like_number(node.text)) {
    reading.problem(Code::bare_number, node, fmt::format("`{}` is a bare number, but a rate is needed", node.text), {},
                    fmt::format("say per what: `{}/s`, `{}/m`, `{}/h`", node.text, node.text, node.text));
  } else {
    reading.problem(Code::no_rate, node, fmt::format("`{}` is no rate", node.text), {},
                    "write a whole number per s, m, h or d, up to 1000000000: `400/s`, `30/m`");
  }
  return false;
}

bool PositiveRateKind::read(Reading& reading, const Node& node, Rate& into) {
  if (!RateKind::read(reading, node, into)) return false;
  if (into.count > 0) return true;
  reading.problem(Code::out_of_range, node, "this rate must be above 0");
  return false;
}

bool InstantKind::read(Reading& reading, const Node& node, Instant& into) {
  if (!reading.wants_text(node, "an instant such as `2026-01-01T00:00:00Z`")) return false;
  const auto value = parse_instant(node.text);
  if (!value) {
    reading.problem(Code::no_instant, node, fmt::format("`{}` is no instant", node.text), {},
                    "write date, time and zone: `2026-11-27T17:00:00Z` or `2026-11-27T18:00:00+01:00`");
    return false;
  }
  into = *value;
  return true;
}

bool UtcOffsetKind::read(Reading& reading, const Node& node, Duration& into) {
  if (!reading.wants_text(node, "an offset such as `+01:00`")) return false;
  const auto value = parse_utc_offset(node.text);
  if (!value) {
    reading.problem(Code::no_offset, node, fmt::format("`{}` is no offset from UTC", node.text), {},
                    "write `+01:00` or `-05:30`, up to 14 hours");
    return false;
  }
  into = *value;
  return true;
}

bool ZoneKind::read(Reading& reading, const Node& node, Duration& into) {
  if (!reading.wants_text(node, "a zone such as `+0100`")) return false;
  const auto value = parse_zone(node.text);
  if (!value) {
    reading.problem(Code::no_offset, node, fmt::format("`{}` is no zone", node.text), {},
                    "write `+0100` or `-0530`, a whole number of quarter hours, up to 14 hours");
    return false;
  }
  into = *value;
  return true;
}

bool DecimalKind::read(Reading& reading, const Node& node, double& into) {
  if (!reading.wants_text(node, "a number such as `0.5`")) return false;
  const auto value = parse_decimal(node.text);
  if (!value) {
    reading.problem(Code::no_number, node, fmt::format("`{}` is no number", node.text), {}, "write `2` or `0.5`");
    return false;
  }
  into = *value;
  return true;
}

bool FactorKind::read(Reading& reading, const Node& node, double& into) {
  if (!DecimalKind::read(reading, node, into)) return false;
  if (into >= 1 && into <= 100) return true;
  reading.problem(Code::out_of_range, node, fmt::format("{} is outside 1 to 100", node.text));
  return false;
}

namespace {
constexpr std::array<Word<bool>, 2> kBooleans{{{"true", true}, {"false", false}}};
}  // namespace

bool BooleanKind::read(Reading& reading, const Node& node, bool& into) {
  return WordKind<bool, kBooleans>::read(reading, node, into);
}

bool TextKind::read(Reading& reading, const Node& node, std::string& into) {
  if (!reading.wants_text(node, "a text")) return false;
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  bool turns = false;
  for (std::size_t at = 0; at < node.text.size() && !turns; ++at) {
    turns = reports::direction_mark(std::string_view(node.text).substr(at)) > 0;
  }
  if (node.text.empty() || turns || std::any_of(node.text.begin(), node.text.end(), is_control)) {
    reading.problem(Code::no_text, node,
                    node.text.empty()                           ? "this text is empty"
                    : turns                                     ? "this text holds a mark that turns its direction"
                    : node.text.find('\n') != std::string::npos ? "this text must stand on one line"
                                                                : "this text holds a control character");
    return false;
  }
  into = node.text;
  return true;
}

bool NameKind::read(Reading& reading, const Node& node, std::string& into) {
  if (!reading.wants_text(node, "a name")) return false;
  const bool fits = !node.text.empty() && std::all_of(node.text.begin(), node.text.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';
  });
  if (!fits) {
    reading.problem(Code::no_name, node, fmt::format("`{}` is no name", node.text), {},
                    "letters, digits, `.`, `-` and `_`");
    return false;
  }
  into = node.text;
  return true;
}

bool read_whole(Reading& reading, const Node& node, std::uint64_t least, std::uint64_t most, std::uint64_t& into) {
  if (!reading.wants_text(node, "a whole number")) return false;
  const auto value = parse_whole(node.text);
  if (!value) {
    reading.problem(Code::no_number, node, fmt::format("`{}` is no whole number", node.text), {},
                    "write `100000` or `100_000`");
    return false;
  }
  if (*value < least || *value > most) {
    reading.problem(Code::out_of_range, node, fmt::format("{} is outside {} to {}", *value, least, most));
    return false;
  }
  into = *value;
  return true;
}

void refuse_word(Reading& reading, const Node& node, const std::vector<std::string>& words, std::string note) {
  if (!reading.wants_text(node, one_of(words))) return;
  reading.problem(Code::no_such_word, node, fmt::format("`{}` is not {}", node.text, one_of(words)),
                  diagnostics::nearest(node.text, words), std::move(note));
}

bool check_sum(Reading& reading, const Node& node, std::uint64_t sum_ppm, std::string_view what) {
  if (sum_ppm == kWhole.ppm) return true;
  std::string sum = fmt::format("{}.{:04}", sum_ppm / kPpmPerPercent, sum_ppm % kPpmPerPercent);
  while (sum.back() == '0') sum.pop_back();
  if (sum.back() == '.') sum.pop_back();
  reading.problem(Code::not_the_whole, node, fmt::format("{} add up to {}%, not 100%", what, sum));
  return false;
}

Json text_schema(std::string_view pattern, const char* or_type) {
  const std::string or_parameter = fmt::format("^({}|\\$[A-Za-z0-9._-]+)$", pattern);
  Json types = Json::text("string");
  if (or_type != nullptr) types = Json::list({Json::text("string"), Json::text(or_type)});
  return Json::map({{"type", std::move(types)}, {"pattern", Json::text(or_parameter)}});
}

Json words_schema(const std::vector<std::string>& words) {
  Json values = Json::list();
  for (const std::string& word : words) {
    values.add(Json::text(word));
    if (const auto number = parse_whole(word)) values.add(Json::number(static_cast<std::int64_t>(*number)));
  }
  return Json::map(
      {{"anyOf",
        Json::list({Json::map({{"enum", std::move(values)}}),
                    Json::map({{"type", Json::text("string")}, {"pattern", Json::text("^\\$[A-Za-z0-9._-]+$")}})})}});
}

Json DurationKind::schema(Definitions& definitions) {
  return definitions.refer("duration", [](Definitions&) {
    return text_schema("(?=[0-9])([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?");
  });
}
Json ShareKind::schema(Definitions& definitions) {
  return definitions.refer("share", [](Definitions&) { return text_schema("[0-9]+(\\.[0-9]+)?%"); });
}
Json RateKind::schema(Definitions& definitions) {
  return definitions.refer("rate", [](Definitions&) { return text_schema("[0-9_]+/[smhd]"); });
}
Json InstantKind::schema(Definitions& definitions) {
  return definitions.refer("instant", [](Definitions&) {
    return text_schema(
        "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})");
  });
}
Json UtcOffsetKind::schema(Definitions& definitions) {
  return definitions.refer("utc_offset", [](Definitions&) { return text_schema("[+-][0-9]{2}:[0-9]{2}"); });
}
Json ZoneKind::schema(Definitions& definitions) {
  return definitions.refer("zone", [](Definitions&) { return text_schema("[+-][0-9]{4}", "integer"); });
}
Json BooleanKind::schema(Definitions& definitions) {
  return definitions.refer("boolean", [](Definitions&) { return text_schema("true|false", "boolean"); });
}
Json DecimalKind::schema(Definitions& definitions) {
  return definitions.refer(
      "number", [](Definitions&) { return text_schema("-?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]+)?", "number"); });
}
Json whole_schema(Definitions& definitions) {
  return definitions.refer("whole", [](Definitions&) { return text_schema("[0-9][0-9_]*", "integer"); });
}
Json NameKind::schema(Definitions& definitions) {
  return definitions.refer("name", [](Definitions&) { return text_schema("[A-Za-z0-9._-]+", "number"); });
}
Json TextKind::schema(Definitions& definitions) {
  return definitions.refer("text", [](Definitions&) {
    Json types = Json::list({Json::text("string"), Json::text("number"), Json::text("boolean")});
    return Json::map({{"type", std::move(types)}, {"minLength", Json::number(1)}});
  });
}

}  // namespace dlr::sim
