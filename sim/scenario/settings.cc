#include "sim/scenario/settings.h"

#include "sim/scenario/distributions.h"
#include "sim/scenario/profiles.h"
#include "sim/scenario/values.h"

namespace dlr::sim {
namespace {

constexpr std::uint64_t kMostRetries = 1000;

struct Answer {
  Distribution delay;
};
constexpr Key<Answer> kAnswerKeys[] = {
    key<DistributionKind, &Answer::delay>("delay", "time to the send response", Need::required)};
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
        reading.problem(node, fmt::format("more than {} retries", kMostRetries));
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
    key<WholeKind<std::uint32_t, 1, 2000>, &CallbackSettings::batch>("batch", "the most reports of one callback"),
    key<DurationKind, &CallbackSettings::every>("every", "from tick to tick; 0ms: at once"),
    key<DurationKind, &CallbackSettings::answer>("answer", "how long the tracker takes to answer"),
    key<PositiveDurationKind, &CallbackSettings::timeout>("timeout", "how long the provider waits for the answer"),
    key<RetryKind, &CallbackSettings::retry>("retry", "the wait before each retry; `infobip`: the provider's twenty"),
};
constexpr auto kCallback = map_format("callback", "`callback`", kCallbackKeys);

constexpr Key<ProviderSettings> kProviderKeys[] = {
    key<AnswerKind, &ProviderSettings::answer>("answer", "the send response"),
    {"callback", Need::optional,
     [](Reading& reading, const Node& node, ProviderSettings& into) {
       read_map(reading, node, kCallback, into.callback);
     },
     &Map<CallbackSettings, kCallback>::schema, "how reports are handed over"},
    not_built<ProviderSettings>("body"),
    not_built<ProviderSettings>("intermediate"),
};
constexpr auto kProvider = map_format("provider", "`provider`", kProviderKeys);

struct FactorKind {
  using Type = double;
  static bool read(Reading& reading, const Node& node, double& into) {
    if (!DecimalKind::read(reading, node, into)) return false;
    if (into >= 1 && into <= 100) return true;
    reading.problem(node, fmt::format("{} is outside 1 to 100", node.text));
    return false;
  }
  static Json schema(Definitions& definitions) { return DecimalKind::schema(definitions); }
};

constexpr Key<Backoff> kBackoffKeys[] = {
    key<DurationKind, &Backoff::first>("first", "the wait before the second try"),
    key<FactorKind, &Backoff::factor>("factor", "by which each further wait is longer"),
    key<DurationKind, &Backoff::cap>("cap", "the longest wait"),
    key<ShareKind, &Backoff::jitter>("jitter", "a wait is shorter by up to this share, at random"),
};
constexpr auto kBackoff = map_format("backoff", "`backoff`", kBackoffKeys);

constexpr Key<SendSettings> kSendKeys[] = {
    key<PositiveDurationKind, &SendSettings::timeout>("timeout", "how long a send response is waited for"),
    key<WholeKind<std::uint32_t, 1, 100>, &SendSettings::tries>("tries", "the most tries of one message"),
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

constexpr std::uint64_t kMostInFlight = 1'000'000'000'000;

constexpr Key<TrackerSettings> kTrackerKeys[] = {
    {"send", Need::optional,
     [](Reading& reading, const Node& node, TrackerSettings& into) { read_map(reading, node, kSend, into.send); },
     &Map<SendSettings, kSend>::schema, "tries and the waits between them"},
    key<WholeKind<std::uint64_t, 1, kMostInFlight>, &TrackerSettings::max_in_flight>(
        "max_in_flight", "more open messages than this are refused"),
    key<TextKind, &TrackerSettings::event_type>("event_type", "the name of the events"),
    key<CountryTableKind, &TrackerSettings::no_report>("country_table", "which countries never report"),
    not_built<TrackerSettings>("ids"),
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
Json TrackerKind::schema(Definitions& definitions) { return Map<TrackerSettings, kTracker>::schema(definitions); }

}  // namespace dlr::sim
