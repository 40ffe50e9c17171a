#include "sim/scenario/faults.h"

#include <algorithm>

#include "sim/scenario/contradiction.h"
#include "sim/scenario/countries.h"
#include "sim/scenario/distributions.h"
#include "sim/scenario/profiles.h"
#include "sim/scenario/traffic.h"
#include "sim/scenario/values.h"
#include "sim/scenario/where.h"

namespace dlr::sim {
namespace {

constexpr const char* kStruckShare = "how many it strikes";

constexpr std::array<Word<std::uint16_t>, 4> kBusyStatuses{{{"429", 429}, {"500", 500}, {"502", 502}, {"503", 503}}};
constexpr Key<ProviderBusy> kProviderBusyKeys[] = {
    key<ShareKind, &ProviderBusy::share>("share", kStruckShare, Need::required),
    key<WordKind<std::uint16_t, kBusyStatuses>, &ProviderBusy::status>("status", "the HTTP status; 429 by default"),
    key<DurationKind, &ProviderBusy::retry_after>("retry_after", "what the header Retry-After says; none by default"),
};
constexpr auto kProviderBusy = map_format("provider_busy", "`provider_busy`", kProviderBusyKeys);

constexpr Key<ProviderTimeout> kProviderTimeoutKeys[] = {
    key<ShareKind, &ProviderTimeout::share>("share", kStruckShare, Need::required),
    key<ShareKind, &ProviderTimeout::accepted>("accepted", "of those: had got through all the same; 0% by default"),
};
constexpr auto kProviderTimeout = map_format("provider_timeout", "`provider_timeout`", kProviderTimeoutKeys);

constexpr std::array<Word<std::uint16_t>, 3> kBadStatuses{{{"400", 400}, {"401", 401}, {"403", 403}}};
constexpr Key<BadRequest> kBadRequestKeys[] = {
    key<ShareKind, &BadRequest::share>("share", kStruckShare, Need::required),
    key<WordKind<std::uint16_t, kBadStatuses>, &BadRequest::status>("status", "the HTTP status; 400 by default"),
};
constexpr auto kBadRequest = map_format("bad_request", "`bad_request`", kBadRequestKeys);

constexpr Key<SlowResponses> kSlowResponsesKeys[] = {
    key<DistributionKind, &SlowResponses::delay>("delay", "added to the provider's answer", Need::required)};
constexpr auto kSlowResponses = map_format("slow_responses", "`slow_responses`", kSlowResponsesKeys);

constexpr Key<DuplicateReports> kDuplicateReportsKeys[] = {
    key<ShareKind, &DuplicateReports::share>("share", kStruckShare, Need::required),
    key<DistributionKind, &DuplicateReports::after>("after", "from the report to its copy", Need::required),
    key<WholeKind<std::uint32_t, 1, 100>, &DuplicateReports::times>("times", "copies of each; one by default"),
};
constexpr auto kDuplicateReports = map_format("duplicate_reports", "`duplicate_reports`", kDuplicateReportsKeys);

constexpr Key<DelayReports> kDelayReportsKeys[] = {
    key<ShareKind, &DelayReports::share>("share", kStruckShare, Need::required),
    key<DistributionKind, &DelayReports::by>("by", "how much later they are ready", Need::required),
};
constexpr auto kDelayReports = map_format("delay_reports", "`delay_reports`", kDelayReportsKeys);

constexpr Key<ContradictReports> kContradictReportsKeys[] = {
    key<ShareKind, &ContradictReports::share>("share", kStruckShare, Need::required),
    key<StatusSharesKind, &ContradictReports::statuses>("statuses", "what the other report says", Need::required),
    key<DistributionKind, &ContradictReports::after>("after", "from the report to the other one", Need::required),
};
constexpr auto kContradictReports = map_format("contradict_reports", "`contradict_reports`", kContradictReportsKeys);

constexpr Key<EarlyReports> kEarlyReportsKeys[] = {
    key<ShareKind, &EarlyReports::share>("share", kStruckShare, Need::required)};
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

// {}, or nothing at all.
struct OperatorDownKind {
  using Type = OperatorDown;
  static constexpr MapFormat<OperatorDown> kFormat{"operator_down", "`operator_down`", nullptr, 0};
  static bool read(Reading& reading, const Node& node, OperatorDown& into) {
    return node.kind == Node::Kind::none || read_map(reading, node, kFormat, into);
  }
  static Json schema(Definitions& definitions) {
    return Json::map({{"anyOf", Json::list({Json::map({{"type", Json::text("null")}}),
                                            Map<OperatorDown, kFormat>::schema(definitions)})}});
  }
};

constexpr Key<DropReports> kDropReportsKeys[] = {
    key<ShareKind, &DropReports::share>("share", kStruckShare, Need::required)};
constexpr auto kDropReports = map_format("drop_reports", "`drop_reports`", kDropReportsKeys);

constexpr Key<UnknownReports> kUnknownReportsKeys[] = {key<PositiveRateKind, &UnknownReports::rate>(
    "rate", "so many per span of time, inside the window", Need::required)};
constexpr auto kUnknownReports = map_format("unknown_reports", "`unknown_reports`", kUnknownReportsKeys);

constexpr Key<UnknownStatuses> kUnknownStatusesKeys[] = {
    key<ShareKind, &UnknownStatuses::share>("share", kStruckShare, Need::required)};
constexpr auto kUnknownStatuses = map_format("unknown_statuses", "`unknown_statuses`", kUnknownStatusesKeys);

constexpr std::array<Word<Corruption>, 4> kCorruptions{{{"truncated", Corruption::truncated},
                                                        {"not_json", Corruption::not_json},
                                                        {"utf8", Corruption::utf8},
                                                        {"fields", Corruption::fields}}};
constexpr Key<CorruptCallbacks> kCorruptCallbacksKeys[] = {
    key<ShareKind, &CorruptCallbacks::share>("share", kStruckShare, Need::required),
    key<WordKind<Corruption, kCorruptions>, &CorruptCallbacks::how>(
        "how", "truncated, not_json: refused with 400; utf8: mended; fields: one report is lost", Need::required),
};
constexpr auto kCorruptCallbacks = map_format("corrupt_callbacks", "`corrupt_callbacks`", kCorruptCallbacksKeys);

constexpr Key<TrackerCrash> kTrackerCrashKeys[] = {
    key<DurationKind, &TrackerCrash::restart_after>("restart_after", "how long it is down", Need::required)};
constexpr auto kTrackerCrash = map_format("tracker_crash", "`tracker_crash`", kTrackerCrashKeys);

constexpr Key<SkewedDoneAt> kSkewedDoneAtKeys[] = {
    key<DistributionKind, &SkewedDoneAt::by>("by", "how wrong the operator's clock is"),
    key<ListOf<ZoneKind>, &SkewedDoneAt::zones>("zones", "what doneAt is written with, evenly: +0000, +0100 and so on"),
    key<ShareKind, &SkewedDoneAt::missing>("missing", "of the reports: no doneAt at all; 0% by default"),
    key<ShareKind, &SkewedDoneAt::absurd>(
        "absurd",
        "of the reports, others: an absurd doneAt, as zeros, a thirteenth month or the year 9999; 0% by default"),
};
constexpr auto kSkewedDoneAt = map_format("skewed_done_at", "`skewed_done_at`", kSkewedDoneAtKeys);

constexpr Key<Fault> kFaultKeys[] = {
    key<NameKind, &Fault::id>("id", "counted as faults.<id>", Need::required),
    key<DurationKind, &Fault::at>("at", "from the scenario's start; always by default"),
    key<PositiveDurationKind, &Fault::lasting>("for", "how long; to the end by default"),
    key<FaultWhereKind, &Fault::where>("where", "which messages it strikes; all by default"),
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
    key<OperatorDownKind, &Fault::kind>(
        "operator_down", "nothing is decided before its end; what is past its validity by then has expired",
        Need::choice),
    key<Map<DropReports, kDropReports>, &Fault::kind>("drop_reports", "reports get lost", Need::choice),
    key<Map<UnknownReports, kUnknownReports>, &Fault::kind>(
        "unknown_reports",
        "reports of ids that were never sent: with a wrong tag, another tracker's, nearly a message's", Need::choice),
    key<Map<UnknownStatuses, kUnknownStatuses>, &Fault::kind>("unknown_statuses", "statuses that no table has",
                                                              Need::choice),
    key<Map<CorruptCallbacks, kCorruptCallbacks>, &Fault::kind>("corrupt_callbacks", "bodies that are broken",
                                                                Need::choice),
    key<Map<TrackerCrash, kTrackerCrash>, &Fault::kind>(
        "tracker_crash", "what was not durable is gone; counted are the messages in flight", Need::choice),
    key<Map<SkewedDoneAt, kSkewedDoneAt>, &Fault::kind>("skewed_done_at", "doneAt is wrong, in another zone or missing",
                                                        Need::choice),
};
constexpr auto kFault = map_format("fault", "a fault", kFaultKeys);

// What each kind asks of the keys beside it; a note says why. Null: nothing.
struct FaultRule {
  const char* name;
  const char* needs_window;
  const char* takes_no_where;
};
constexpr const char* kCallbacksAreShared = "a callback carries reports of all kinds of messages";
constexpr FaultRule kFaultRules[] = {
    {"provider_busy", nullptr, nullptr},
    {"provider_timeout", nullptr, nullptr},
    {"bad_request", nullptr, nullptr},
    {"slow_responses", nullptr, nullptr},
    {"duplicate_reports", nullptr, nullptr},
    {"delay_reports", nullptr, nullptr},
    {"contradict_reports", nullptr, nullptr},
    {"early_reports", nullptr, nullptr},
    {"hold_reports", "reports are released at the window's end", nullptr},
    {"callback_down", nullptr, kCallbacksAreShared},
    {"operator_down", "the network comes back at the window's end", nullptr},
    {"drop_reports", nullptr, nullptr},
    {"unknown_reports", "they come evenly over the window", "what was never sent is nobody's message"},
    {"unknown_statuses", nullptr, nullptr},
    {"corrupt_callbacks", nullptr, kCallbacksAreShared},
    {"tracker_crash", nullptr, "there is one tracker for all messages"},
    {"skewed_done_at", nullptr, nullptr},
};
static_assert(std::size(kFaultRules) == std::variant_size_v<FaultKind>);

void check_crash(Reading& reading, const Node& node, const Fault& fault) {
  if (fault.lasting) {
    reading.problem(Code::keys_together, *node.find("for"), "`tracker_crash` takes no `for`", {},
                    "`restart_after` says how long it is down");
  } else if (!fault.at) {
    reading.problem(Code::missing_key, node, "`tracker_crash` needs `at`", {},
                    "a tracker that has always been down has nothing to lose");
  }
}

void check_fault(Reading& reading, const Node& node, const Fault& fault) {
  const FaultRule& rule = kFaultRules[fault.kind.index()];
  const Node* where = node.find("where");
  if (std::holds_alternative<TrackerCrash>(fault.kind)) {
    check_crash(reading, node, fault);
  } else if (fault.lasting && !fault.at) {
    reading.problem(Code::missing_key, *node.find("for"), "`for` without `at`", {},
                    "say when it begins; without both it is always there");
  } else if (rule.needs_window != nullptr && !fault.lasting) {
    reading.problem(Code::missing_key, node, fmt::format("`{}` needs `at` and `for`", rule.name), {},
                    rule.needs_window);
  }
  if (rule.takes_no_where != nullptr && where != nullptr) {
    reading.problem(Code::keys_together, *where, fmt::format("`{}` takes no `where`", rule.name), {},
                    rule.takes_no_where);
  }
  if (std::holds_alternative<OperatorDown>(fault.kind) && !fault.where.country) {
    reading.problem(Code::missing_key, where != nullptr ? *where : node,
                    "`operator_down` needs `where` with an operator or a country", {},
                    "say which network is down: `where: {operator: FR/Orange}`");
  }
  if (const auto* skewed = std::get_if<SkewedDoneAt>(&fault.kind)) {
    const Node& own = *node.find(rule.name);
    const Node* zones = own.find("zones");
    if (zones != nullptr && skewed->zones.empty())
      reading.problem(Code::nothing_there, *zones, "this list of zones is empty", {}, "name one at least: `[+0100]`");
    if (own.members.empty())
      reading.problem(Code::missing_key, own, "`skewed_done_at` needs `by`, `zones`, `missing` or `absurd`");
    if (skewed->missing.ppm + skewed->absurd.ppm > kWhole.ppm) {
      reading.problem(Code::not_the_whole, *own.find("absurd"), "`missing` and `absurd` are more than 100% together",
                      {}, "no report is struck by both");
    }
  }
}

// A tracker that is down cannot crash.
void check_crashes(Reading& reading, const Node& node, const std::vector<Fault>& faults) {
  for (std::size_t i = 0; i < faults.size(); ++i) {
    if (!std::holds_alternative<TrackerCrash>(faults[i].kind) || !faults[i].at) continue;
    for (const Fault& other : faults) {
      const auto* crash = std::get_if<TrackerCrash>(&other.kind);
      if (crash == nullptr || !other.at || &other == &faults[i]) continue;
      const bool is_first = *other.at < *faults[i].at || (*other.at == *faults[i].at && &other < &faults[i]);
      if (!is_first || *faults[i].at > *other.at + crash->restart_after) continue;
      reading.problem(Code::crash_while_down, *node.items[i].find("at"),
                      fmt::format("the tracker is still down, by the fault `{}`", other.id), {},
                      fmt::format("it is back after {}", format_duration(*other.at + crash->restart_after)));
      break;
    }
  }
}

constexpr std::size_t kMostFaults = 1000;

// The reports of one message are told apart by eight bits of what their randomness is drawn from.
constexpr std::uint64_t kMostReports = 256;

// Without faults.
std::uint64_t most_reports(const Scenario& scenario) {
  constexpr std::uint64_t kUnderWay = 2;  // PENDING_ENROUTE, DELIVERED_TO_OPERATOR
  std::uint64_t parts = 1;
  for (const Traffic& entry : scenario.traffic) {
    for (const PartsShare& share : entry.parts) parts = std::max<std::uint64_t>(parts, share.parts);
    if (entry.sms_fallback) parts = std::max<std::uint64_t>(parts, entry.sms_fallback->parts);
  }
  const auto reports_each = [](const Profile& profile) {
    return profile.per_part && profile.per_part->reports == PartReports::each;
  };
  const bool has_each = std::any_of(scenario.profiles.begin(), scenario.profiles.end(), reports_each);
  return (has_each ? parts : 1) + (scenario.provider.intermediate ? kUnderWay : 0);
}

// Reports of unknown ids, of which each takes time and memory like a message's.
constexpr double kMostStrays = 10'000'000;

void check_strays(Reading& reading, const Node& node, const Fault& fault) {
  const auto* strays = std::get_if<UnknownReports>(&fault.kind);
  if (strays == nullptr || !fault.lasting || strays->rate.per.count() == 0) return;
  const double count = static_cast<double>(fault.lasting->count()) * static_cast<double>(strays->rate.count) /
                       static_cast<double>(strays->rate.per.count());
  if (count <= kMostStrays) return;
  reading.problem(Code::too_many_reports, node, fmt::format("{:.0f} reports of unknown ids come of this fault", count),
                  {}, fmt::format("{:.0f} are the most: let them come less often, or for a shorter time", kMostStrays));
}

void check_copies(Reading& reading, const Node& node, const std::vector<Fault>& faults) {
  std::uint64_t reports = most_reports(reading.scenario);
  for (std::size_t i = 0; i < faults.size(); ++i) {
    const auto* copies = std::get_if<DuplicateReports>(&faults[i].kind);
    const bool contradicts = std::holds_alternative<ContradictReports>(faults[i].kind);
    if (copies == nullptr && !contradicts) continue;
    reports *= copies != nullptr ? copies->times + std::uint64_t{1} : 2;
    if (reports <= kMostReports) continue;
    reading.problem(Code::too_many_reports, node.items[i],
                    fmt::format("with this fault a message can have {} reports", reports), {},
                    fmt::format("faults multiply; {} reports of one message are the most", kMostReports));
    return;
  }
}

}  // namespace

bool FaultsKind::read(Reading& reading, const Node& node, Type& into) {
  const std::size_t before = reading.count();
  if (!reading.wants_list(node, "a list of faults")) return false;
  if (node.items.size() > kMostFaults) {
    reading.problem(Code::too_many_reports, node,
                    fmt::format("{} faults; {} are the most", node.items.size(), kMostFaults));
    return false;
  }
  for (const Node& item : node.items) {
    Fault fault;
    if (read_map(reading, item, kFault, fault)) {
      check_fault(reading, item, fault);
      check_strays(reading, item, fault);
      check_contradiction(reading, item, fault, into);
    }
    for (const Fault& other : into) {
      if (!fault.id.empty() && other.id == fault.id) {
        reading.problem(Code::name_twice, *item.find("id"), fmt::format("the id `{}` is given twice", fault.id), {},
                        "faults are counted by it, as `faults.<id>`: give this one another");
      }
    }
    into.push_back(std::move(fault));
  }
  check_copies(reading, node, into);
  check_crashes(reading, node, into);
  reading.scenario.faults = into;
  return reading.fine_since(before);
}

Json FaultsKind::schema(Definitions& definitions) { return ListOf<Map<Fault, kFault>>::schema(definitions); }

}  // namespace dlr::sim
