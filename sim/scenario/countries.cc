#include "sim/scenario/countries.h"

#include <algorithm>

#include "core/numbering.h"
#include "sim/scenario/profiles.h"
#include "sim/scenario/values.h"

namespace dlr::sim {
namespace {

// The only way to a country whose operators the scenario does not tell apart.
constexpr const char* kAnyOperator = "any";

struct MccMncKind {
  using Type = std::string;
  static bool read(Reading& reading, const Node& node, std::string& into) {
    if (!reading.wants_text(node, "a network code such as `\"20801\"`")) return false;
    const bool fits = (node.text.size() == 5 || node.text.size() == 6) &&
                      node.text.find_first_not_of("0123456789") == std::string::npos;
    if (!fits) {
      reading.problem(Code::no_network_code, node, fmt::format("`{}` is no network code", node.text), {},
                      "write MCC and MNC, five or six digits: `\"20801\"`");
      return false;
    }
    into = node.text;
    return true;
  }
  static Json schema(Definitions& definitions) {
    return definitions.refer("mccmnc", [](Definitions&) { return text_schema("[0-9]{5,6}", "integer"); });
  }
};

// Something of each channel: said once for both, or as a map by channel. `Kind` says how one is read, and
// what map and keys are called.
template <class Kind>
struct ByChannel {
  std::optional<typename Kind::Type> of[2];
};
template <class Kind, std::size_t channel>
constexpr Key<ByChannel<Kind>> channel_key(const char* name) {
  return {name, Need::optional,
          [](Reading& reading, const Node& node, ByChannel<Kind>& into) {
            typename Kind::Type one{};
            if (Kind::read(reading, node, one)) into.of[channel] = one;
          },
          &Kind::schema, Kind::kMeaning};
}
template <class Kind>
constexpr Key<ByChannel<Kind>> kChannelKeys[] = {channel_key<Kind, 0>("sms"), channel_key<Kind, 1>("mms")};
template <class Kind>
constexpr auto kByChannel = map_format(Kind::kName, Kind::kTitle, kChannelKeys<Kind>);

template <class Kind>
struct ByChannelKind {
  using Type = ByChannel<Kind>;
  static bool read(Reading& reading, const Node& node, Type& into) {
    if (node.kind == Node::Kind::map) return read_map(reading, node, kByChannel<Kind>, into);
    typename Kind::Type both{};
    if (!Kind::read(reading, node, both)) return false;
    into.of[0] = into.of[1] = both;
    return true;
  }
  static Json schema(Definitions& definitions) {
    return Json::map(
        {{"anyOf", Json::list({Kind::schema(definitions), Map<Type, kByChannel<Kind>>::schema(definitions)})}});
  }
};

struct ProfileNameKind {
  using Type = std::size_t;
  static constexpr const char* kName = "profile_by_channel";
  static constexpr const char* kTitle = "`profile` by channel";
  static constexpr const char* kMeaning = "how messages of this channel fare there";
  static bool read(Reading& reading, const Node& node, std::size_t& into) {
    const auto found = reading.find_profile(node);
    if (found) into = *found;
    return found.has_value();
  }
  static Json schema(Definitions& definitions) { return NameKind::schema(definitions); }
};
using Ways = ByChannel<ProfileNameKind>;
using WaysKind = ByChannelKind<ProfileNameKind>;

struct WrittenOperator {
  std::string mccmnc;
  Share share;
  Ways profile;
  std::optional<Rate> throughput;
};
constexpr Key<WrittenOperator> kOperatorKeys[] = {
    key<MccMncKind, &WrittenOperator::mccmnc>("mccmnc", "the network's MCC and MNC"),
    key<ShareKind, &WrittenOperator::share>("share", "of the country's messages", Need::required),
    key<WaysKind, &WrittenOperator::profile>(
        "profile", "how this route behaves, or `{sms: NAME, mms: NAME}`; the country's by default"),
    key<PositiveRateKind, &WrittenOperator::throughput>(
        "throughput",
        "how many parts of messages it takes at most, as they are submitted to it and billed; no limit by default"),
};
constexpr auto kOperator = map_format("operator", "an operator", kOperatorKeys);

struct OperatorsKind {
  using Type = std::vector<std::pair<const Node*, WrittenOperator>>;
  static bool read(Reading& reading, const Node& node, Type& into) {
    const std::size_t before = reading.count();
    if (!reading.wants_map(node, "a map of operators by name")) return false;
    std::uint64_t sum = 0;
    for (const Member& member : node.members) {
      std::string name;
      TextKind::read(reading, member.key, name);
      into.emplace_back(&member.key, WrittenOperator{});
      read_map(reading, member.value, kOperator, into.back().second);
      sum += into.back().second.share.ppm;
    }
    return reading.fine_since(before) && check_sum(reading, node, sum, "the shares of the operators");
  }
  static Json schema(Definitions& definitions) {
    return Json::map({{"type", Json::text("object")},
                      {"additionalProperties", Map<WrittenOperator, kOperator>::schema(definitions)}});
  }
};

constexpr std::array<Word<bool>, 2> kReportWords{{{"full", true}, {"none", false}}};
using ReportWordKind = WordKind<bool, kReportWords>;

struct ReportsOnChannelKind : ReportWordKind {
  static constexpr const char* kName = "reports";
  static constexpr const char* kTitle = "`reports` by channel";
  static constexpr const char* kMeaning = "whether operators report on this channel";
};
using Reports = ByChannel<ReportsOnChannelKind>;
using ReportsKind = ByChannelKind<ReportsOnChannelKind>;

struct WrittenCountry {
  Reports reports;
  Duration utc_offset{};
  Ways profile;
  OperatorsKind::Type operators;
};
constexpr Key<WrittenCountry> kCountryKeys[] = {
    key<ReportsKind, &WrittenCountry::reports>(
        "reports", "whether operators report; as the list of no-report countries says by default"),
    key<UtcOffsetKind, &WrittenCountry::utc_offset>("utc_offset", "the clock there; +00:00 by default"),
    key<WaysKind, &WrittenCountry::profile>(
        "profile", "of all its operators, or of those without one; or `{sms: NAME, mms: NAME}`"),
    // Also one that could not be read has a name that others may use.
    {"operators", Need::optional,
     [](Reading& reading, const Node& node, WrittenCountry& into) {
       OperatorsKind::read(reading, node, into.operators);
     },
     &OperatorsKind::schema, "by name; none: one, called `any`"},
};
constexpr auto kCountry = map_format("country", "a country", kCountryKeys);

// By default the core's table decides, which is about SMS.
void decide_reports(const Scenario& scenario, const Reports& written, CountryTraffic& country) {
  const auto& own_list = scenario.tracker.no_report;
  const bool no_report = own_list ? std::find(own_list->begin(), own_list->end(), country.country) != own_list->end()
                                  : core::NoReportTable::built_in().contains(country.country);
  country.reports[0] = written.of[0].value_or(!no_report);
  country.reports[1] = written.of[1].value_or(true);
}

void read_country(Reading& reading, const Member& member, CountryTraffic& country) {
  const std::size_t before = reading.count();
  WrittenCountry written;
  read_map(reading, member.value, kCountry, written);
  country.utc_offset = written.utc_offset;
  decide_reports(reading.scenario, written.reports, country);
  const bool is_fine = reading.fine_since(before) && !reading.scenario.profiles.empty();
  // Of both channels: what of it is sent is known further down only.
  constexpr Channel kChannels[] = {Channel::sms, Channel::mms};
  const auto take = [&](const Node& name, const std::string& what, const Ways& own, Operator& entry) {
    for (const Channel channel : kChannels) {
      const auto i = static_cast<std::size_t>(channel);
      const auto chosen = own.of[i] ? own.of[i] : written.profile.of[i];
      entry.profile[i] = chosen.value_or(0);
      if (chosen || !is_fine) continue;
      const bool has_other = own.of[1 - i] || written.profile.of[1 - i];
      reading.problem(Code::no_profile, name,
                      fmt::format("{} has no profile{}", what,
                                  has_other ? fmt::format(" for {}", to_string(channel)) : std::string()),
                      {},
                      has_other ? "name one for each channel, `{sms: ..., mms: ...}`, or one for both"
                                : "give it one, or the country, for all its operators");
      return;
    }
  };
  for (const auto& [name, operators_own] : written.operators) {
    Operator entry{name->text, operators_own.mccmnc, operators_own.share, {}, operators_own.throughput};
    take(*name, fmt::format("the operator `{}`", name->text), operators_own.profile, entry);
    country.operators.push_back(std::move(entry));
  }
  if (!country.operators.empty()) return;
  Operator any{kAnyOperator, "", kWhole, {}, std::nullopt};
  if (!written.profile.of[0] && !written.profile.of[1] && is_fine) {
    reading.problem(Code::no_profile, member.key, "a country needs `operators` or `profile`", {},
                    "`profile`, when its operators are not to be told apart");
  } else {
    take(member.key, fmt::format("the country `{}`", member.key.text), {}, any);
  }
  country.operators.push_back(std::move(any));
}

// Codes that people take for those of a country.
struct WrongCode {
  const char* written;
  const char* meant;
};
constexpr WrongCode kWrongCodes[] = {{"UK", "GB"}, {"EL", "GR"}, {"EN", "GB"},
                                     {"SP", "ES"}, {"JA", "JP"}, {"KO", "KR"}};

}  // namespace

bool CountryCodeKind::read(Reading& reading, const Node& node, Country& into) {
  if (!reading.wants_text(node, "a country such as `FR`")) return false;
  const auto country = Country::from(node.text);
  if (country && core::find_numbering_plan(*country) != nullptr) {
    into = *country;
    return true;
  }
  std::string upper = node.text;
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  for (const WrongCode& wrong : kWrongCodes) upper = upper == wrong.written ? wrong.meant : upper;
  const auto meant = Country::from(upper);
  const bool has_hint = meant && core::find_numbering_plan(*meant) != nullptr;
  reading.problem(Code::no_such_country, node, fmt::format("there is no country `{}`", node.text),
                  has_hint ? upper : "", "write its ISO 3166-1 code, two capital letters");
  return false;
}

Json CountryCodeKind::schema(Definitions& definitions) {
  return definitions.refer("country_code", [](Definitions&) {
    Json codes = Json::list();
    for (const core::NumberingPlan& plan : core::numbering_plans()) codes.add(Json::text(plan.country.text()));
    return Json::map({{"enum", std::move(codes)}});
  });
}

bool CountriesKind::read(Reading& reading, const Node& node, Type& into) {
  const std::size_t before = reading.count();
  if (!reading.wants_map(node, "a map of countries by their codes")) return false;
  if (node.members.empty())
    reading.problem(Code::nothing_there, node, "a scenario needs at least one country", {},
                    "for example `FR: {profile: NAME}`");
  for (const Member& member : node.members) {
    CountryTraffic country;
    country.country = Country::from(member.key.text).value_or(Country{});
    CountryCodeKind::read(reading, member.key, country.country);
    read_country(reading, member, country);
    // What is no code at all nobody can refer to.
    if (country.country) into.push_back(std::move(country));
  }
  reading.scenario.countries = into;
  return reading.fine_since(before);
}

Json CountriesKind::schema(Definitions& definitions) {
  return Json::map({{"type", Json::text("object")},
                    {"propertyNames", CountryCodeKind::schema(definitions)},
                    {"additionalProperties", Map<WrittenCountry, kCountry>::schema(definitions)}});
}

}  // namespace dlr::sim
