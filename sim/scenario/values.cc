#include "sim/scenario/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "reports/direction_mark.h"

namespace dlr::sim {
namespace {

constexpr std::array<Word<bool>, 2> kBooleans{{{"true", true}, {"false", false}}};

bool looks_like_number(std::string_view text) { return parse_decimal(text) || parse_whole(text); }

// "0.5/s" as "30/m": the same rate as a whole number. Empty: it is none of a longer time either.
std::string whole_rate(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return {};
  const std::optional<double> count = parse_decimal(text.substr(0, slash));
  const std::optional<Rate> per = parse_rate(fmt::format("1{}", text.substr(slash)));
  if (!count || *count <= 0 || !per) return {};
  for (const char unit : {'m', 'h', 'd'}) {
    const std::optional<Rate> longer = parse_rate(fmt::format("1/{}", unit));
    const double whole = *count * static_cast<double>(longer->per.count()) / static_cast<double>(per->per.count());
    const double nearest = std::round(whole);
    std::string rate = fmt::format("{:.0f}/{}", nearest, unit);
    if (nearest >= 1 && std::abs(whole - nearest) < 1e-9 * nearest && parse_rate(rate)) return rate;
  }
  return {};
}

// "2.5"
std::string percents(std::uint64_t ppm) {
  std::string text = fmt::format("{}.{:04}", ppm / kPpmPerPercent, ppm % kPpmPerPercent);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

bool DurationKind::read(Reading& reading, const Node& node, Duration& into) {
  if (!reading.wants_text(node, "a duration such as `30s`")) return false;
  if (const auto value = parse_duration(node.text)) {
    into = *value;
    return true;
  }
  if (looks_like_number(node.text)) {
    reading.problem(Code::bare_number, node, fmt::format("`{}` is a bare number, but a duration is needed", node.text),
                    {}, fmt::format("say the unit: `{0}ms`, `{0}s`, `{0}m`, `{0}h`", node.text));
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
                    fmt::format("say per what: `{0}/s`, `{0}/m`, `{0}/h`", node.text));
  } else if (const std::string whole = whole_rate(node.text); !whole.empty()) {
    reading.problem(Code::no_rate, node, fmt::format("`{}` is no rate: it is not a whole number", node.text), {},
                    fmt::format("say it per something longer: `{}`", whole));
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

namespace {

// doneAt of a year that is far off stands for no time (core/infobip/timestamp.h), and a year has four digits.
constexpr Instant kFirstInstant = std::chrono::sys_days{std::chrono::year{2000} / 1 / 1};
constexpr Instant kInstantsEnd = std::chrono::sys_days{std::chrono::year{9000} / 1 / 1};

}  // namespace

bool InstantKind::read(Reading& reading, const Node& node, Instant& into) {
  if (!reading.wants_text(node, "an instant such as `2026-01-01T00:00:00Z`")) return false;
  const auto value = parse_instant(node.text);
  if (!value) {
    reading.problem(Code::no_instant, node, fmt::format("`{}` is no instant", node.text), {},
                    "write date, time and zone: `2026-11-27T17:00:00Z` or `2026-11-27T18:00:00+01:00`");
    return false;
  }
  if (*value < kFirstInstant || *value >= kInstantsEnd) {
    reading.problem(Code::out_of_range, node, fmt::format("`{}` is not in the years 2000 to 8999", node.text), {},
                    "beside them are times that stand for none, or that nobody can write");
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
  if (!value && node.text.starts_with('-') && parse_whole(std::string_view(node.text).substr(1))) {
    reading.problem(Code::out_of_range, node, fmt::format("{} must be at least {}", node.text, least));
    return false;
  }
  if (!value) {
    std::string bare = node.text, split = node.text;
    std::erase(bare, ',');
    std::replace(split.begin(), split.end(), ',', '_');
    const bool has_commas = bare != node.text && parse_whole(bare).has_value();
    reading.problem(Code::no_number, node, fmt::format("`{}` is no whole number", node.text), has_commas ? split : "",
                    has_commas ? fmt::format("numbers have no commas: write `{}` or `{}`", split, bare)
                               : "write `100000` or `100_000`");
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
  const std::uint64_t off_ppm = sum_ppm > kWhole.ppm ? sum_ppm - kWhole.ppm : kWhole.ppm - sum_ppm;
  reading.problem(Code::not_the_whole, node, fmt::format("{} add up to {}%, not 100%", what, percents(sum_ppm)), {},
                  fmt::format("{}% {}", percents(off_ppm), sum_ppm > kWhole.ppm ? "too much" : "are missing"));
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
