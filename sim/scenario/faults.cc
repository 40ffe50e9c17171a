#include <algorithm>

#include "sim/scenario/distributions.h"
#include "sim/scenario/profiles.h"
#include "sim/scenario/traffic.h"
#include "sim/scenario/values.h"
#include "sim/scenario/where.h"

namespace dlr::sim {
namespace {

constexpr const char* kShareMeaning = "how many it strikes";

constexpr std::array<Word<std::uint16_t>, 4> kBusyStatuses{{{"429", 429}, {"500", 500}, {"502", 502}, {"503", 503}}};
constexpr Key<ProviderBusy> kProviderBusyKeys[] = {
    key<ShareKind, &ProviderBusy::share>("share", kShareMeaning, Need::required),
    key<WordKind<std::uint16_t, kBusyStatuses>, &ProviderBusy::status>("status", "the HTTP status; 429 by default"),
    key<DurationKind, &ProviderBusy::retry_after>("retry_after", "what the header Retry-After says"),
};
constexpr auto kProviderBusy = map_format("provider_busy", "`provider_busy`", kProviderBusyKeys);

constexpr Key<ProviderTimeout> kProviderTimeoutKeys[] = {
    key<ShareKind, &ProviderTimeout::share>("share", kShareMeaning, Need::required),
    key<ShareKind, &ProviderTimeout::accepted>("accepted", "of those: had got through all the same"),
};
constexpr auto kProviderTimeout = map_format("provider_timeout", "`provider_timeout`", kProviderTimeoutKeys);

constexpr std::array<Word<std::uint16_t>, 3> kBadStatuses{{{"400", 400}, {"401", 401}, {"403", 403}}};
constexpr Key<BadRequest> kBadRequestKeys[] = {
    key<ShareKind, &BadRequest::share>("share", kShareMeaning, Need::required),
    key<WordKind<std::uint16_t, kBadStatuses>, &BadRequest::status>("status", "the HTTP status; 400 by default"),
};
constexpr auto kBadRequest = map_format("bad_request", "`bad_request`", kBadRequestKeys);

constexpr Key<SlowResponses> kSlowResponsesKeys[] = {
    key<DistributionKind, &SlowResponses::delay>("delay", "added to the provider's answer", Need::required)};
constexpr auto kSlowResponses = map_format("slow_responses", "`slow_responses`", kSlowResponsesKeys);

constexpr Key<DuplicateReports> kDuplicateReportsKeys[] = {
    key<ShareKind, &DuplicateReports::share>("share", kShareMeaning, Need::required),
    key<DistributionKind, &DuplicateReports::after>("after", "from the report to its copy", Need::required),
    key<WholeKind<std::uint32_t, 1, 100>, &DuplicateReports::times>("times", "copies of each; one by default"),
};
constexpr auto kDuplicateReports = map_format("duplicate_reports", "`duplicate_reports`", kDuplicateReportsKeys);

constexpr Key<DelayReports> kDelayReportsKeys[] = {
    key<ShareKind, &DelayReports::share>("share", kShareMeaning, Need::required),
    key<DistributionKind, &DelayReports::by>("by", "how much later they are ready", Need::required),
};
constexpr auto kDelayReports = map_format("delay_reports", "`delay_reports`", kDelayReportsKeys);

constexpr Key<ContradictReports> kContradictReportsKeys[] = {
    key<ShareKind, &ContradictReports::share>("share", kShareMeaning, Need::required),
    key<StatusSharesKind, &ContradictReports::statuses>("statuses", "what the other report says", Need::required),
    key<DistributionKind, &ContradictReports::after>("after", "from the report to the other one", Need::required),
};
constexpr auto kContradictReports = map_format("contradict_reports", "`contradict_reports`", kContradictReportsKeys);

constexpr Key<EarlyReports> kEarlyReportsKeys[] = {
    key<ShareKind, &EarlyReports::share>("share", kShareMeaning, Need::required)};
constexpr auto kEarlyReports = map_format("early_reports", "`early_reports`", kEarlyReportsKeys);

// `release` is a rate, or "at_once" for none.
struct ReleaseKind {
  using Type = std::optional<Rate>;
  static constexpr std::array<Word<bool>, 1> kWords{{{"at_once", true}}};
  static bool read(Reading& reading, const Node& node, Type& into) {
    into.reset();
    if (node.kind == Node::Kind::text && node.text == kWords[0].word) return true;
    Rate rate;
    if (!PositiveRateKind::read(reading, node, rate)) return false;
    into = rate;
    return true;
  }
  static Json schema(Definitions& definitions) {
    return Json::map({{"anyOf", Json::list({RateKind::schema(definitions), words_schema(words_of(kWords))})}});
  }
};
constexpr Key<HoldReports> kHoldReportsKeys[] = {
    key<ReleaseKind, &HoldReports::release>("release", "a rate, or at_once, at the end of the window", Need::required)};
constexpr auto kHoldReports = map_format("hold_reports", "`hold_reports`", kHoldReportsKeys);

constexpr std::array<Word<CallbackAnswer>, 4> kCallbackAnswers{{{"503", CallbackAnswer::http_503},
                                                                {"refuse", CallbackAnswer::refuse},
                                                                {"timeout", CallbackAnswer::timeout},
                                                                {"200_lost", CallbackAnswer::http_200_lost}}};
constexpr Key<CallbackDown> kCallbackDownKeys[] = {
    key<WordKind<CallbackAnswer, kCallbackAnswers>, &CallbackDown::answer>(
        "answer", "503, refuse: the core sees nothing; timeout: it has read it; 200_lost: the provider hears 200",
        Need::required)};
constexpr auto kCallbackDown = map_format("callback_down", "`callback_down`", kCallbackDownKeys);

constexpr Key<Fault> kFaultKeys[] = {
    key<NameKind, &Fault::id>("id", "counted as faults.<id>", Need::required),
    key<DurationKind, &Fault::at>("at", "from the scenario's start; without it: always"),
    key<PositiveDurationKind, &Fault::lasting>("for", "how long; without it: to the end"),
    key<FaultWhereKind, &Fault::where>("where", "which messages it strikes; all without it"),
    key<Map<ProviderBusy, kProviderBusy>, &Fault::kind>("provider_busy", "429 or 5xx", Need::choice),
    key<Map<ProviderTimeout, kProviderTimeout>, &Fault::kind>("provider_timeout", "no answer", Need::choice),
    key<Map<BadRequest, kBadRequest>, &Fault::kind>("bad_request", "400, 401 or 403", Need::choice),
    key<Map<SlowResponses, kSlowResponses>, &Fault::kind>("slow_responses", "answers take longer", Need::choice),
    key<Map<DuplicateReports, kDuplicateReports>, &Fault::kind>("duplicate_reports", "reports come again",
                                                                Need::choice),
    key<Map<DelayReports, kDelayReports>, &Fault::kind>("delay_reports", "reports come later", Need::choice),
    key<Map<ContradictReports, kContradictReports>, &Fault::kind>("contradict_reports",
                                                                  "another report says something else", Need::choice),
    key<Map<EarlyReports, kEarlyReports>, &Fault::kind>("early_reports", "reports overtake the send response",
                                                        Need::choice),
    key<Map<HoldReports, kHoldReports>, &Fault::kind>("hold_reports", "reports are held to the window's end",
                                                      Need::choice),
    key<Map<CallbackDown, kCallbackDown>, &Fault::kind>("callback_down", "the callback address fails", Need::choice),
    not_built<Fault>("operator_down"),
    not_built<Fault>("drop_reports"),
    not_built<Fault>("unknown_reports"),
    not_built<Fault>("unknown_statuses"),
    not_built<Fault>("corrupt_callbacks"),
    not_built<Fault>("tracker_crash"),
    not_built<Fault>("skewed_done_at"),
};
constexpr auto kFault = map_format("fault", "a fault", kFaultKeys);

void check_fault(Reading& reading, const Node& node, const Fault& fault) {
  if (fault.lasting && !fault.at) {
    reading.problem(*node.find("for"), "`for` without `at`", {}, "say when it begins; without both it is always there");
  }
  if (std::holds_alternative<HoldReports>(fault.kind) && !fault.lasting) {
    reading.problem(node, "`hold_reports` needs `at` and `for`", {}, "reports are released at the window's end");
  }
  if (std::holds_alternative<CallbackDown>(fault.kind) && node.find("where") != nullptr) {
    reading.problem(*node.find("where"), "`callback_down` takes no `where`", {},
                    "a callback carries reports of all kinds of messages");
  }
}

constexpr std::size_t kMostFaults = 1000;

// The reports of one message are told apart by eight bits of what their randomness is drawn from.
constexpr std::uint64_t kMostReports = 256;

void check_copies(Reading& reading, const Node& node, const std::vector<Fault>& faults) {
  std::uint64_t reports = 1;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    const auto* copies = std::get_if<DuplicateReports>(&faults[i].kind);
    const bool contradicts = std::holds_alternative<ContradictReports>(faults[i].kind);
    reports *= copies != nullptr ? copies->times + std::uint64_t{1} : contradicts ? 2 : 1;
    if (reports <= kMostReports) continue;
    reading.problem(node.items[i], fmt::format("with this fault a message can have {} reports", reports), {},
                    fmt::format("faults multiply; {} reports of one message are the most", kMostReports));
    return;
  }
}

}  // namespace

bool FaultsKind::read(Reading& reading, const Node& node, Type& into) {
  const std::size_t before = reading.count();
  if (!reading.wants_list(node, "a list of faults")) return false;
  if (node.items.size() > kMostFaults) {
    reading.problem(node, fmt::format("{} faults; {} are the most", node.items.size(), kMostFaults));
    return false;
  }
  for (const Node& item : node.items) {
    Fault fault;
    if (read_map(reading, item, kFault, fault)) check_fault(reading, item, fault);
    for (const Fault& other : into) {
      if (!fault.id.empty() && other.id == fault.id) {
        reading.problem(*item.find("id"), fmt::format("the id `{}` is given twice", fault.id));
      }
    }
    into.push_back(std::move(fault));
  }
  check_copies(reading, node, into);
  reading.scenario.faults = into;
  return reading.fine_since(before);
}

Json FaultsKind::schema(Definitions& definitions) { return ListOf<Map<Fault, kFault>>::schema(definitions); }

}  // namespace dlr::sim
