#include "sim/scenario/traffic.h"

#include <algorithm>
#include <limits>

#include "core/event_json.h"
#include "core/parts.h"
#include "sim/scenario/values.h"

namespace dlr::sim {
namespace {

constexpr std::uint64_t kMostMessages = 1'000'000'000'000'000;
// What an event can count. More than the provider takes: what it refuses is a matter of the run.
constexpr std::uint64_t kMostParts = 255;
__extension__ using Product = unsigned __int128;

constexpr Key<ConstantArrivals> kConstantKeys[] = {
    key<PositiveRateKind, &ConstantArrivals::rate>("rate", "so many per span of time", Need::required)};
constexpr auto kConstant = map_format("constant_arrivals", "constant arrivals", kConstantKeys);

constexpr Key<PoissonArrivals> kPoissonKeys[] = {
    key<PositiveRateKind, &PoissonArrivals::rate>("rate", "so many per span of time, on average", Need::required)};
constexpr auto kPoisson = map_format("poisson_arrivals", "Poisson arrivals", kPoissonKeys);

constexpr Key<BurstArrivals> kBurstKeys[] = {
    key<DurationKind, &BurstArrivals::over>("over", "all messages evenly over this time", Need::required)};
constexpr auto kBurst = map_format("burst_arrivals", "a burst", kBurstKeys);

constexpr Key<CurvePiece> kPieceKeys[] = {
    key<PositiveDurationKind, &CurvePiece::lasting>("for", "how long this piece lasts", Need::required),
    key<RateKind, &CurvePiece::rate>("rate", "the rate during this piece, in proportion to the others", Need::required),
};
constexpr auto kPiece = map_format("curve_piece", "a piece of a curve", kPieceKeys);

struct CurveKind {
  using Type = CurveArrivals;
  static bool read(Reading& reading, const Node& node, CurveArrivals& into) {
    if (!ListOf<Map<CurvePiece, kPiece>>::read(reading, node, into.pieces)) return false;
    Product expected = 0;  // messages, in thousandths
    bool fits = true;      // into the 64 bits that arrivals are computed with
    for (const CurvePiece& piece : into.pieces) {
      const Product product = Product{static_cast<std::uint64_t>(piece.lasting.count())} * piece.rate.count * 1000;
      fits = fits && product <= std::numeric_limits<std::uint64_t>::max();
      expected += product / static_cast<std::uint64_t>(piece.rate.per.count());
    }
    if (expected > std::numeric_limits<std::uint64_t>::max()) fits = false;
    if (fits && expected > 0) return true;
    reading.problem(Code::impossible_curve, node,
                    fits ? "this curve sends nothing" : "a piece of this curve is too long for so high a rate", {},
                    fits ? "give one of its pieces a rate above 0"
                         : "make it shorter, or its rate lower; `messages` says how many are sent");
    return false;
  }
  static Json schema(Definitions& definitions) { return ListOf<Map<CurvePiece, kPiece>>::schema(definitions); }
};

struct WrittenArrivals {
  Arrivals arrivals;
};
constexpr Key<WrittenArrivals> kArrivalsKeys[] = {
    key<Map<ConstantArrivals, kConstant>, &WrittenArrivals::arrivals>("constant", "at even distances", Need::choice),
    key<Map<PoissonArrivals, kPoisson>, &WrittenArrivals::arrivals>("poisson", "at random", Need::choice),
    key<Map<BurstArrivals, kBurst>, &WrittenArrivals::arrivals>("burst", "all within a given time", Need::choice),
    key<CurveKind, &WrittenArrivals::arrivals>("curve", "at random, the rate given piece by piece", Need::choice),
};
constexpr auto kArrivals = map_format("arrivals", "arrivals", kArrivalsKeys);

struct ArrivalsKind {
  using Type = Arrivals;
  static bool read(Reading& reading, const Node& node, Arrivals& into) {
    WrittenArrivals written;
    if (!read_map(reading, node, kArrivals, written)) return false;
    into = std::move(written.arrivals);
    return true;
  }
  static Json schema(Definitions& definitions) { return Map<WrittenArrivals, kArrivals>::schema(definitions); }
};

// {FR: 70%, DE: 30%}, or [FR, DE] evenly: what is left over by the division goes to the first ones.
struct CountrySharesKind {
  using Type = std::vector<CountryShare>;
  static bool read(Reading& reading, const Node& node, Type& into) {
    const std::size_t before = reading.count();
    if (node.kind == Node::Kind::list) {
      read_list(reading, node, into);
    } else if (reading.wants_map(node, "a list of countries, or a map with their shares")) {
      std::uint64_t sum = 0;
      for (const Member& member : node.members) {
        Share share;
        if (ShareKind::read(reading, member.value, share)) sum += share.ppm;
        if (const auto found = reading.find_country(member.key, member.key.text)) into.push_back({*found, share});
      }
      if (reading.fine_since(before)) check_sum(reading, node, sum, "the shares of the countries");
    }
    return reading.fine_since(before);
  }

  static Json schema(Definitions& definitions) {
    Json codes = Json::map({{"type", Json::text("string")}, {"minLength", Json::number(2)}});
    return Json::map({{"anyOf", Json::list({Json::map({{"type", Json::text("array")},
                                                       {"items", std::move(codes)},
                                                       {"minItems", Json::number(1)},
                                                       {"uniqueItems", Json::boolean(true)}}),
                                            Json::map({{"type", Json::text("object")},
                                                       {"additionalProperties", ShareKind::schema(definitions)}})})}});
  }

 private:
  static void read_list(Reading& reading, const Node& node, Type& into) {
    const auto count = static_cast<std::uint32_t>(node.items.size());
    if (count == 0)
      reading.problem(Code::nothing_there, node, "this list of countries is empty", {}, "name one at least: `[FR]`");
    for (const Node& item : node.items) {
      if (!reading.wants_text(item, "a country such as `FR`")) continue;
      const auto found = reading.find_country(item, item.text);
      if (!found) continue;
      const auto same = [found](const CountryShare& other) { return other.country == *found; };
      if (std::any_of(into.begin(), into.end(), same)) {
        reading.problem(Code::name_twice, item, fmt::format("the country `{}` is listed twice", item.text), {},
                        "to send more there, give shares: `{FR: 70%, DE: 30%}`");
        continue;
      }
      const auto place = static_cast<std::uint32_t>(into.size());
      into.push_back({*found, Share{kWhole.ppm / count + (place < kWhole.ppm % count ? 1U : 0U)}});
    }
  }
};

struct PartsKind {
  using Type = std::vector<PartsShare>;
  static bool read(Reading& reading, const Node& node, Type& into) {
    const std::size_t before = reading.count();
    if (!reading.wants_map(node, "a map of part counts and their shares such as `{1: 80%, 2: 20%}`")) return false;
    std::uint64_t sum = 0;
    for (const Member& member : node.members) {
      std::uint64_t parts = 0;
      Share share;
      read_whole(reading, member.key, 1, kMostParts, parts);
      if (ShareKind::read(reading, member.value, share)) sum += share.ppm;
      into.push_back({static_cast<std::uint8_t>(parts), share});
    }
    return reading.fine_since(before) && check_sum(reading, node, sum, "the shares of the parts");
  }
  static Json schema(Definitions& definitions) {
    Json patterns = Json::map({{"^[0-9]+$", ShareKind::schema(definitions)}});
    return Json::map({{"type", Json::text("object")},
                      {"patternProperties", std::move(patterns)},
                      {"additionalProperties", Json::boolean(false)}});
  }
};

struct PropertiesKind {
  using Type = std::vector<std::pair<std::string, std::string>>;
  static bool read(Reading& reading, const Node& node, Type& into) {
    const std::size_t before = reading.count();
    if (!reading.wants_map(node, "a map of properties")) return false;
    for (const Member& member : node.members) {
      std::string name, value;
      TextKind::read(reading, member.key, name);
      if (core::is_taken_property(name)) {
        reading.problem(Code::name_is_taken, member.key, fmt::format("events have a property `{}` of their own", name),
                        {}, "this one would be left away: give it another name");
      }
      if (TextKind::read(reading, member.value, value)) into.emplace_back(name, value);
    }
    return reading.fine_since(before);
  }
  static Json schema(Definitions& definitions) {
    return Json::map({{"type", Json::text("object")}, {"additionalProperties", TextKind::schema(definitions)}});
  }
};

// What the recipient reads; unlike other texts of a scenario it may have several lines.
struct MessageTextKind {
  using Type = std::string;
  static bool read(Reading& reading, const Node& node, std::string& into) {
    if (!reading.wants_text(node, "the text of the message")) return false;
    const auto is_control = [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F; };
    if (node.text.empty() || std::any_of(node.text.begin(), node.text.end(), is_control)) {
      reading.problem(Code::no_text, node,
                      node.text.empty() ? "this text is empty" : "this text holds a control character");
      return false;
    }
    into = node.text;
    return true;
  }
  static Json schema(Definitions& definitions) { return TextKind::schema(definitions); }
};

constexpr std::array<Word<core::NationalLanguage>, 4> kLanguageWords{
    {{"TR", core::NationalLanguage::turkish},
     {"ES", core::NationalLanguage::spanish},
     {"PT", core::NationalLanguage::portuguese},
     {"AUTODETECT", core::NationalLanguage::autodetect}}};
using LanguageWordKind = WordKind<core::NationalLanguage, kLanguageWords>;

constexpr Key<core::PartsOptions> kLanguageKeys[] = {
    key<LanguageWordKind, &core::PartsOptions::language>("code", "TR, ES, PT or AUTODETECT", Need::required),
    key<BooleanKind, &core::PartsOptions::single_shift>(
        "single_shift", "letters of the language beside the usual ones, for two places each; false by default"),
    key<BooleanKind, &core::PartsOptions::locking_shift>(
        "locking_shift", "the language's alphabet in place of the usual one; false by default"),
};
constexpr auto kLanguage = map_format("text_language", "`language`", kLanguageKeys);

// TR: the provider chooses among the language's tables; or a map that says which.
struct LanguageKind {
  using Type = core::PartsOptions;
  static bool read(Reading& reading, const Node& node, Type& into) {
    if (node.kind != Node::Kind::map) {
      return LanguageWordKind::read(reading, node, into.language,
                                    "also allowed: its tables, `{code: TR, locking_shift: true}`");
    }
    if (!read_map(reading, node, kLanguage, into)) return false;
    if (into.language != core::NationalLanguage::spanish || !into.locking_shift) return true;
    reading.problem(Code::keys_together, *node.find("locking_shift"), "Spanish has no alphabet for `locking_shift`", {},
                    "it has a table for `single_shift` alone");
    return false;
  }
  static Json schema(Definitions& definitions) {
    return Json::map({{"anyOf", Json::list({LanguageWordKind::schema(definitions),
                                            Map<core::PartsOptions, kLanguage>::schema(definitions)})}});
  }
};

constexpr Key<SmsFallback> kFallbackKeys[] = {
    key<ShareKind, &SmsFallback::share>("share", "of the MMS: the handset cannot take them", Need::required),
    key<WholeKind<std::uint8_t, 1, 255>, &SmsFallback::parts>("parts", "of the SMS in its place; one by default"),
};
constexpr auto kFallback = map_format("sms_fallback", "`sms_fallback`", kFallbackKeys);

constexpr Key<Traffic> kTrafficKeys[] = {
    key<TextKind, &Traffic::campaign>("campaign", "the campaign's id", Need::required),
    key<TextKind, &Traffic::name>("name", "of the campaign, for people; its id by default"),
    key<TextKind, &Traffic::population>("population", "entries of one population share their recipients and lanes"),
    key<ChannelKind, &Traffic::channel>("channel", "sms by default"),
    key<WholeKind<std::uint64_t, 1, kMostMessages>, &Traffic::messages>("messages", "how many", Need::required),
    key<DurationKind, &Traffic::starts>("starts", "from the scenario's start; 0ms by default"),
    key<ArrivalsKind, &Traffic::arrivals>("arrivals", "when they are sent", Need::required),
    key<CountrySharesKind, &Traffic::countries>("countries", "where they go, by share or evenly", Need::required),
    key<PartsKind, &Traffic::parts>("parts", "how many parts a message has; one by default"),
    key<TextKind, &Traffic::sender>("sender", "from whom they are"),
    key<PropertiesKind, &Traffic::properties>("properties", "the sender's own, of every message"),
    key<MessageTextKind, &Traffic::text>("text", "of the messages, in place of parts: the core counts them"),
    key<LanguageKind, &Traffic::text_options>("language", "of an SMS text: sent and counted with its national tables"),
    key<BooleanKind, &Traffic::local_time>("local_time",
                                           "sent when the recipient's clock says so, not UTC; false by default"),
    key<Map<SmsFallback, kFallback>, &Traffic::sms_fallback>("sms_fallback",
                                                             "MMS that arrive as SMS, on the channel mms only"),
};
constexpr auto kTraffic = map_format("traffic", "a traffic entry", kTrafficKeys);

// Source: the provider's MMS API, limits of a message.
constexpr std::ptrdiff_t kMmsCharacters = 4096;

// An MMS has one part, however long its text.
void count_text(Reading& reading, const Node& node, Traffic& entry) {
  const Node& text = *node.find("text");
  if (node.find("parts") != nullptr) {
    reading.problem(Code::keys_together, text, "`text` beside `parts`", {},
                    "the parts are counted from the text: leave one of the two away");
    return;
  }
  if (entry.channel == Channel::mms) {
    const auto characters = std::count_if(entry.text.begin(), entry.text.end(), [](char byte) {
      return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U;
    });
    if (characters > kMmsCharacters) {
      reading.problem(Code::text_too_long, text, fmt::format("this text has {} characters", characters), {},
                      fmt::format("no request for an MMS has more than {}; above {} the provider rejects it",
                                  kMmsCharacters, core::kMmsCharactersLimit));
    }
    return;
  }
  const core::PartCount count = core::count_parts(entry.text, entry.text_options);
  if (count.parts <= kMostParts) {
    entry.parts.push_back({static_cast<std::uint8_t>(count.parts), kWhole});
    return;
  }
  reading.problem(
      Code::text_too_long, text, fmt::format("this text of {} bytes takes {} parts", entry.text.size(), count.parts),
      {},
      fmt::format("no event counts more than {}; above {} the provider refuses it (`tracker.refuse_too_long`)",
                  kMostParts, core::kPartsLimit));
}

// Where the clock is ahead of UTC, a message is sent that much earlier.
void check_local_time(Reading& reading, const Node& node, const Traffic& entry) {
  const CountryTraffic* earliest = nullptr;
  for (const CountryShare& share : entry.countries) {
    const CountryTraffic& country = reading.scenario.countries[share.country];
    if (share.share == Share{} || country.utc_offset <= entry.starts) continue;
    if (earliest == nullptr || country.utc_offset > earliest->utc_offset) earliest = &country;
  }
  if (earliest == nullptr) return;
  const Node* starts = node.find("starts");
  const std::string offset = format_duration(earliest->utc_offset);
  reading.problem(Code::before_the_start, starts != nullptr ? *starts : *node.find("local_time"),
                  fmt::format("with `local_time`, messages to {} are sent {} earlier, before the scenario's start",
                              earliest->country.text(), offset),
                  {}, fmt::format("let this traffic start later: `starts: {}`", offset));
}

// Who shares a recipient shares the way there.
void check_population(Reading& reading, const Node& node, const Traffic& entry, const std::vector<Traffic>& before) {
  if (entry.population.empty()) return;
  const auto same_way = [](const CountryShare& a, const CountryShare& b) {
    return a.country == b.country && a.share.ppm == b.share.ppm;
  };
  for (const Traffic& other : before) {
    if (other.population != entry.population) continue;
    if (std::equal(other.countries.begin(), other.countries.end(), entry.countries.begin(), entry.countries.end(),
                   same_way)) {
      return;
    }
    const Node* countries = node.find("countries");
    reading.problem(Code::population_moved, countries != nullptr ? *countries : node,
                    fmt::format("the population `{}` lives elsewhere in an entry before this one", entry.population),
                    {}, "entries of one population share their recipients: give them the same `countries`");
    return;
  }
}

void finish(Reading& reading, const Node& node, Traffic& entry) {
  if (const Node* language = node.find("language");
      language != nullptr && (entry.text.empty() || entry.channel == Channel::mms)) {
    reading.problem(Code::keys_together, *language, "`language` goes with the `text` of an SMS only", {},
                    "parts are counted by the tables of a language where there is a text to count");
  }
  if (!entry.text.empty()) count_text(reading, node, entry);
  if (entry.local_time) check_local_time(reading, node, entry);
  if (entry.sms_fallback && entry.channel != Channel::mms) {
    reading.problem(Code::keys_together, *node.find("sms_fallback"), "`sms_fallback` goes with `channel: mms` only", {},
                    "an SMS has nothing to fall back to");
  }
}

}  // namespace

bool TrafficKind::read(Reading& reading, const Node& node, Type& into) {
  const std::size_t before = reading.count();
  if (!reading.wants_list(node, "a list of traffic entries")) return false;
  if (node.items.empty())
    reading.problem(Code::nothing_there, node, "a scenario needs at least one traffic entry", {},
                    "what is sent: campaign, messages, arrivals, countries");
  for (const Node& item : node.items) {
    Traffic entry;
    if (read_map(reading, item, kTraffic, entry)) {
      finish(reading, item, entry);
      check_population(reading, item, entry, into);
    }
    if (entry.name.empty()) entry.name = entry.campaign;
    if (entry.parts.empty()) entry.parts.push_back({1, kWhole});
    into.push_back(std::move(entry));
  }
  reading.scenario.traffic = into;
  reading.knows_traffic =
      reading.fine_since(before) && !reading.scenario.countries.empty() && !reading.scenario.profiles.empty();
  return reading.fine_since(before);
}

Share too_long(const Traffic& entry) {
  if (core::is_too_long(entry.channel, entry.text, entry.text_options)) return kWhole;
  Share share;
  for (const PartsShare& one : entry.parts) {
    if (entry.channel == Channel::sms && one.parts > core::kPartsLimit) share.ppm += one.share.ppm;
  }
  return share;
}

Json TrafficKind::schema(Definitions& definitions) { return ListOf<Map<Traffic, kTraffic>>::schema(definitions); }

}  // namespace dlr::sim
