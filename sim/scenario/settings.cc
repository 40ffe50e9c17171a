#include "sim/scenario/settings.h"

#include "sim/scenario/countries.h"
#include "sim/scenario/distributions.h"
#include "sim/scenario/profiles.h"
#include "sim/scenario/values.h"

namespace dlr::sim {
namespace {

constexpr std::uint64_t kMostRetries = 1000;

struct Answer {
  Distribution delay;
};
constexpr Key<Answer> kAnswerKeys[] = {key<DistributionKind, &Answer::delay>(
    "delay", "time to the send response; lognormal with median 80ms and p99 900ms by default", Need::required)};
constexpr auto kAnswer = map_format("answer", "the provider's answer", kAnswerKeys);

struct AnswerKind {
  using Type = Distribution;
  static bool read(Reading& reading, const Node& node, Distribution& into) {
    Answer answer;
    if (!read_map(reading, node, kAnswer, answer)) return false;
    into = std::move(answer.delay);
    return true;
  }
  static Json schema(Definitions& definitions) { return Map<Answer, kAnswer>::schema(definitions); }
};

enum class RetryWord : std::uint8_t { provider, none };
constexpr std::array<Word<RetryWord>, 2> kRetryWords{{{"infobip", RetryWord::provider}, {"none", RetryWord::none}}};
using RetryWordKind = WordKind<RetryWord, kRetryWords>;

struct RetryKind {
  using Type = std::vector<Duration>;
  static bool read(Reading& reading, const Node& node, Type& into) {
    if (node.kind == Node::Kind::list) {
      if (node.items.size() > kMostRetries) {
        reading.problem(Code::out_of_range, node, fmt::format("more than {} retries", kMostRetries));
        return false;
      }
      return ListOf<DurationKind>::read(reading, node, into);
    }
    RetryWord word{};
    if (!RetryWordKind::read(reading, node, word)) return false;
    if (word == RetryWord::provider) into = provider_retry_schedule();
    return true;
  }
  static Json schema(Definitions& definitions) {
    return Json::map(
        {{"anyOf", Json::list({RetryWordKind::schema(definitions), ListOf<DurationKind>::schema(definitions)})}});
  }
};

constexpr Key<CallbackSettings> kCallbackKeys[] = {
    key<WholeKind<std::uint32_t, 1, 2000>, &CallbackSettings::batch>(
        "batch", "the most reports of one callback; 100 by default"),
    key<DurationKind, &CallbackSettings::every>("every", "from tick to tick, 0ms: at once; 500ms by default"),
    key<DurationKind, &CallbackSettings::answer>("answer", "how long the tracker takes to answer; 50ms by default"),
    key<PositiveDurationKind, &CallbackSettings::timeout>("timeout",
                                                          "how long the provider waits for the answer; 30s by default"),
    key<RetryKind, &CallbackSettings::retry>(
        "retry", "the wait before each retry, or the provider's twenty; infobip by default"),
};
constexpr auto kCallback = map_format("callback", "`callback`", kCallbackKeys);

// `body` is one form of all callbacks, or the share of each.
struct Bodies {
  Share v3, v2;
};
constexpr Key<Bodies> kBodyKeys[] = {
    key<ShareKind, &Bodies::v3>("v3", "of the callbacks: in the present form"),
    key<ShareKind, &Bodies::v2>("v2", "of the callbacks: in the older form"),
};
constexpr auto kBody = map_format("body", "`body`", kBodyKeys);
constexpr std::array<Word<Share>, 2> kBodyWords{{{"v3", Share{}}, {"v2", kWhole}}};
using BodyWordKind = WordKind<Share, kBodyWords>;

struct BodyKind {
  using Type = Share;  // of v2
  static bool read(Reading& reading, const Node& node, Share& into) {
    if (node.kind != Node::Kind::map)
      return BodyWordKind::read(reading, node, into, "also allowed: the share of each, `{v3: 90%, v2: 10%}`");
    Bodies bodies;
    if (!read_map(reading, node, kBody, bodies)) return false;
    into = bodies.v2;
    return check_sum(reading, node, std::uint64_t{bodies.v3.ppm} + bodies.v2.ppm, "the shares of the bodies");
  }
  static Json schema(Definitions& definitions) {
    return Json::map(
        {{"anyOf", Json::list({BodyWordKind::schema(definitions), Map<Bodies, kBody>::schema(definitions)})}});
  }
};

constexpr Key<ProviderSettings> kProviderKeys[] = {
    key<AnswerKind, &ProviderSettings::answer>("answer", "the send response"),
    {"callback", Need::optional,
     [](Reading& reading, const Node& node, ProviderSettings& into) {
       read_map(reading, node, kCallback, into.callback);
     },
     &Map<CallbackSettings, kCallback>::schema, "how reports are handed over"},
    key<BodyKind, &ProviderSettings::body_v2>("body", "of the callbacks: v3, v2, or the share of each; v3 by default"),
    key<BooleanKind, &ProviderSettings::intermediate>(
        "intermediate", "also reports under way: PENDING_ENROUTE, DELIVERED_TO_OPERATOR; false by default"),
};
constexpr auto kProvider = map_format("provider", "`provider`", kProviderKeys);

constexpr Key<Backoff> kBackoffKeys[] = {
    key<DurationKind, &Backoff::first>("first", "the wait before the second try; 1s by default"),
    key<FactorKind, &Backoff::factor>("factor", "by which each further wait is longer; 2 by default"),
    key<DurationKind, &Backoff::cap>("cap", "the longest wait; 30s by default"),
    key<ShareKind, &Backoff::jitter>("jitter", "a wait is shorter by up to this share, at random; 0% by default"),
};
constexpr auto kBackoff = map_format("backoff", "`backoff`", kBackoffKeys);

constexpr Key<SendSettings> kSendKeys[] = {
    key<PositiveDurationKind, &SendSettings::timeout>("timeout",
                                                      "how long a send response is waited for; 10s by default"),
    key<WholeKind<std::uint32_t, 1, 100>, &SendSettings::tries>("tries", "the most tries of one message; 3 by default"),
    {"backoff", Need::optional,
     [](Reading& reading, const Node& node, SendSettings& into) { read_map(reading, node, kBackoff, into.backoff); },
     &Map<Backoff, kBackoff>::schema, "the waits between tries"},
};
constexpr auto kSend = map_format("send", "`send`", kSendKeys);

struct CountryTable {
  std::vector<Country> no_report;
};
constexpr Key<CountryTable> kCountryTableKeys[] = {
    key<ListOf<CountryCodeKind>, &CountryTable::no_report>("no_report", "in place of the core's list", Need::required)};
constexpr auto kCountryTable = map_format("country_table", "`country_table`", kCountryTableKeys);

struct CountryTableKind {
  using Type = std::vector<Country>;
  static bool read(Reading& reading, const Node& node, Type& into) {
    CountryTable table;
    if (!read_map(reading, node, kCountryTable, table)) return false;
    into = std::move(table.no_report);
    return true;
  }
  static Json schema(Definitions& definitions) { return Map<CountryTable, kCountryTable>::schema(definitions); }
};

constexpr std::uint64_t kMostCharactersOfId = 200;

struct ForeignLength {
  std::uint8_t length = 0;
};
constexpr Key<ForeignLength> kForeignLengthKeys[] = {
    key<WholeKind<std::uint8_t, 1, kMostCharactersOfId>, &ForeignLength::length>("length", "how many characters",
                                                                                 Need::required)};
constexpr auto kForeignLength = map_format("foreign_length", "`foreign`", kForeignLengthKeys);
constexpr std::array<Word<IdForm>, 2> kForeignWords{{{"uuid", IdForm::uuid}, {"digits", IdForm::digits}}};
using ForeignWordKind = WordKind<IdForm, kForeignWords>;

struct ForeignKind {
  using Type = Ids;
  static bool read(Reading& reading, const Node& node, Ids& into) {
    if (node.kind != Node::Kind::map) {
      if (!ForeignWordKind::read(reading, node, into.form, "also allowed: a length of 1 to 200, `{length: 32}`"))
        return false;
      into.length = into.form == IdForm::uuid ? kCharactersOfUuid : kCharactersOfDigits;
      return true;
    }
    ForeignLength length;
    if (!read_map(reading, node, kForeignLength, length)) return false;
    into = Ids{IdForm::text, length.length};
    return true;
  }
  static Json schema(Definitions& definitions) {
    return Json::map({{"anyOf", Json::list({ForeignWordKind::schema(definitions),
                                            Map<ForeignLength, kForeignLength>::schema(definitions)})}});
  }

 private:
  static constexpr std::uint8_t kCharactersOfUuid = 36;
  static constexpr std::uint8_t kCharactersOfDigits = 20;  // of any number of 64 bits
};

struct WrittenIds {
  Ids ids;
};
constexpr Key<WrittenIds> kIdsKeys[] = {
    key<ForeignKind, &WrittenIds::ids>("foreign", "uuid, digits, or a length", Need::required)};
constexpr auto kIds = map_format("ids", "`ids`", kIdsKeys);
constexpr std::array<Word<IdForm>, 1> kIdWords{{{"minted", IdForm::minted}}};
using IdWordKind = WordKind<IdForm, kIdWords>;

// "minted", or {foreign: ...}.
struct IdsKind {
  using Type = Ids;
  static bool read(Reading& reading, const Node& node, Ids& into) {
    if (node.kind != Node::Kind::map) {
      return IdWordKind::read(reading, node, into.form,
                              "also allowed: `{foreign: uuid}`, `{foreign: digits}`, `{foreign: {length: 32}}`");
    }
    WrittenIds written;
    if (!read_map(reading, node, kIds, written)) return false;
    into = written.ids;
    return true;
  }
  static Json schema(Definitions& definitions) {
    return Json::map(
        {{"anyOf", Json::list({IdWordKind::schema(definitions), Map<WrittenIds, kIds>::schema(definitions)})}});
  }
};

constexpr std::uint64_t kMostInFlight = 1'000'000'000'000;

constexpr Key<TrackerSettings> kTrackerKeys[] = {
    {"send", Need::optional,
     [](Reading& reading, const Node& node, TrackerSettings& into) { read_map(reading, node, kSend, into.send); },
     &Map<SendSettings, kSend>::schema, "tries and the waits between them"},
    key<WholeKind<std::uint64_t, 1, kMostInFlight>, &TrackerSettings::max_in_flight>(
        "max_in_flight", "more open messages than this are refused; no limit by default"),
    key<BooleanKind, &TrackerSettings::refuse_too_long>("refuse_too_long",
                                                        "texts that are too long are refused by the core; false: "
                                                        "submitted, and rejected by the provider; true by default"),
    key<TextKind, &TrackerSettings::event_type>("event_type", "the name of the events; campaign by default"),
    key<CountryTableKind, &TrackerSettings::no_report>("country_table", "which countries never report"),
    key<IdsKind, &TrackerSettings::ids>("ids", "minted by the core, or foreign ones; minted by default"),
};
constexpr auto kTracker = map_format("tracker", "`tracker`", kTrackerKeys);

}  // namespace

std::vector<Duration> provider_retry_schedule() {
  std::vector<Duration> waits;
  for (int k = 1; k <= 20; ++k) waits.push_back(std::chrono::minutes{1 + (k - 1) * (k - 1)});
  return waits;
}

ProviderSettings default_provider() {
  using namespace std::chrono_literals;
  ProviderSettings provider;
  provider.answer.shape = engine::Lognormal{80ms, std::nullopt, *parse_quantile("p99"), 900ms};
  provider.callback.retry = provider_retry_schedule();
  return provider;
}

bool ProviderKind::read(Reading& reading, const Node& node, ProviderSettings& into) {
  into = default_provider();
  return read_map(reading, node, kProvider, into);
}
Json ProviderKind::schema(Definitions& definitions) { return Map<ProviderSettings, kProvider>::schema(definitions); }

bool TrackerKind::read(Reading& reading, const Node& node, TrackerSettings& into) {
  return read_map(reading, node, kTracker, into);
}

void check_ids(Reading& reading, const Node& root) {
  constexpr std::uint64_t kBitsOfCharacter = 4;
  const Ids& ids = reading.scenario.tracker.ids;
  const std::uint64_t messages = reading.scenario.messages();
  std::uint64_t needed = 1;
  while (kBitsOfCharacter * needed < 64 && messages > std::uint64_t{1} << (kBitsOfCharacter * needed)) ++needed;
  if (ids.length >= needed) return;
  const Node* length = root.find("tracker");
  for (const char* key : {"ids", "foreign", "length"}) length = length->find(key);
  reading.problem(Code::ids_too_short, *length,
                  fmt::format("ids of length {} are too short for {} messages", ids.length, messages), {},
                  fmt::format("each message needs its own: length {} is enough", needed));
}

Json TrackerKind::schema(Definitions& definitions) { return Map<TrackerSettings, kTracker>::schema(definitions); }

}  // namespace dlr::sim
