#include "sim/scenario/profiles.h"

#include <algorithm>

#include "core/status.h"
#include "sim/scenario/distributions.h"
#include "sim/scenario/mechanism.h"
#include "sim/scenario/values.h"

namespace dlr::sim {
namespace {

template <class Row, class Entry>
bool read_row_shares(Reading& reading, const Node& node, std::span<const Row> rows,
                     const Row* (*find)(std::string_view), const char* what, Row const* Entry::*row,
                     std::vector<Entry>& into) {
  const std::size_t before = reading.count();
  if (!reading.wants_map(node, fmt::format("a map of {} and their shares", what))) return false;
  std::uint64_t sum = 0;
  for (const Member& member : node.members) {
    Entry entry;
    entry.*row = find(member.key.text);
    if (entry.*row == nullptr || (entry.*row)->name != member.key.text) {
      std::vector<std::string> names;
      for (const Row& known : rows) names.emplace_back(known.name);
      reading.problem(
          Code::no_such_status, member.key, fmt::format("`{}` is none of the provider's {}", member.key.text, what),
          diagnostics::nearest(member.key.text, names), fmt::format("all of them: `dlrsim explain {}`", what));
    }
    if (ShareKind::read(reading, member.value, entry.share)) sum += entry.share.ppm;
    into.push_back(entry);
  }
  return reading.fine_since(before) && check_sum(reading, node, sum, "the shares");
}

template <class Row>
Json row_shares_schema(Definitions& definitions, std::span<const Row> rows) {
  Json properties = Json::map();
  std::vector<std::string_view> seen;
  for (const Row& row : rows) {
    bool is_new = true;
    for (const std::string_view name : seen) is_new = is_new && name != row.name;
    if (is_new) properties.add(row.name, ShareKind::schema(definitions));
    seen.push_back(row.name);
  }
  return Json::map({{"type", Json::text("object")},
                    {"properties", std::move(properties)},
                    {"additionalProperties", Json::boolean(false)}});
}

struct ErrorSharesKind {
  using Type = std::vector<ErrorShare>;
  static bool read(Reading& reading, const Node& node, Type& into) {
    return read_row_shares(reading, node, core::errors(), &core::find_error, "errors", &ErrorShare::error, into);
  }
  static Json schema(Definitions& definitions) {
    return definitions.refer("error_shares",
                             [](Definitions& parts) { return row_shares_schema(parts, core::errors()); });
  }
};

// An outcome as it is written; what it may leave out is filled in by `finish`.
constexpr const char* kOutcomeShare = "how much of the route's traffic ends like this";

constexpr Key<OutcomeProfile> kReportedKeys[] = {
    key<ShareKind, &OutcomeProfile::share>("share", kOutcomeShare, Need::required),
    key<DistributionKind, &OutcomeProfile::delay>("delay", "from sending to the operator's word"),
    key<StatusSharesKind, &OutcomeProfile::statuses>("statuses", "what the report says, by name of the status"),
    key<ErrorSharesKind, &OutcomeProfile::errors>("errors",
                                                  "what the report gives as the reason, by name of the error"),
};
constexpr auto kReported = map_format("reported_outcome", "an outcome", kReportedKeys);

constexpr Key<OutcomeProfile> kUnreportedKeys[] = {
    key<ShareKind, &OutcomeProfile::share>("share", kOutcomeShare, Need::required),
};
constexpr auto kUnreported =
    map_format("unreported_outcome", "an outcome of which nothing is reported", kUnreportedKeys);

struct Rejection {
  OutcomeProfile outcome;
  Share in_response;
};
template <std::size_t i>
constexpr Key<Rejection> rejection_key() {
  return {
      kReportedKeys[i].name, kReportedKeys[i].need,
      [](Reading& reading, const Node& node, Rejection& into) { kReportedKeys[i].read(reading, node, into.outcome); },
      kReportedKeys[i].schema, kReportedKeys[i].meaning};
}
constexpr Key<Rejection> kRejectionKeys[] = {
    rejection_key<0>(),
    rejection_key<1>(),
    rejection_key<2>(),
    rejection_key<3>(),
    key<ShareKind, &Rejection::in_response>("in_response", "of those: already in the send response; 0% by default"),
};
static_assert(std::size(kRejectionKeys) == std::size(kReportedKeys) + 1);
constexpr auto kRejection = map_format("rejected_outcome", "an outcome", kRejectionKeys);

// What each outcome is by default, and what a status of it must mean.
struct OutcomeRule {
  const char* status;
  const char* error;
  core::Input meaning;
  const char* asked;
};
constexpr OutcomeRule kOutcomeRules[kOutcomes] = {
    {"REJECTED_NETWORK", "NO_ERROR", core::Input::report_rejected, "a status of the group REJECTED"},
    {"DELIVERED_TO_HANDSET", "NO_ERROR", core::Input::report_delivered, "a status of the group DELIVERED"},
    {"UNDELIVERABLE_NOT_DELIVERED", "EC_ABSENT_SUBSCRIBER", core::Input::report_failed,
     "a status of the group UNDELIVERABLE or EXPIRED"},
    {"DELIVERED_TO_OPERATOR", "NO_ERROR", core::Input::under_way, "DELIVERED_TO_OPERATOR"},
    {nullptr, nullptr, core::Input::under_way, ""},
};

void check_statuses(Reading& reading, const Node& node, Outcome outcome, const OutcomeProfile& profile) {
  const OutcomeRule& rule = kOutcomeRules[static_cast<std::size_t>(outcome)];
  const Node* statuses = node.find("statuses");
  if (statuses == nullptr) return;
  for (const StatusShare& share : profile.statuses) {
    if (core::meaning_in_report(*share.status, false).input == rule.meaning) continue;
    for (const Member& member : statuses->members) {
      if (member.key.text != share.status->name) continue;
      reading.problem(Code::wrong_status, member.key,
                      fmt::format("`{}` does not mean `{}`", share.status->name, to_string(outcome)), {},
                      fmt::format("`{}` takes {}", to_string(outcome), rule.asked));
    }
  }
}

// Fills in what was left out. An outcome without a share is no outcome.
void finish(Reading& reading, const Node& node, Outcome outcome, bool by_mechanism, OutcomeProfile& profile) {
  check_statuses(reading, node, outcome, profile);
  if (const Node* delay = node.find("delay"); by_mechanism && delay != nullptr) {
    reading.problem(Code::keys_together, *delay, fmt::format("`{}` has a delay beside `mechanism`", to_string(outcome)),
                    {}, "the mechanism says when messages are delivered and when they fail: leave one of the two away");
  }
  if (profile.share == Share{}) {
    profile = OutcomeProfile{};
    return;
  }
  const OutcomeRule& rule = kOutcomeRules[static_cast<std::size_t>(outcome)];
  if (rule.status == nullptr) return;
  if (profile.statuses.empty()) profile.statuses.push_back({core::find_status(rule.status), kWhole});
  if (profile.errors.empty()) profile.errors.push_back({core::find_error(rule.error), kWhole});
  if (profile.delay || by_mechanism) return;
  if (outcome == Outcome::rejected) {
    profile.delay = Distribution{kUsualRejectionDelay, std::nullopt, std::nullopt};
  } else if (node.find("delay") == nullptr) {
    reading.problem(Code::missing_key, node, fmt::format("`{}` needs `delay`", to_string(outcome)));
  }
}

template <Outcome outcome>
void read_outcome(Reading& reading, const Node& node, Profile& into) {
  const std::size_t before = reading.count();
  OutcomeProfile& profile = into.outcomes[static_cast<std::size_t>(outcome)];
  if constexpr (outcome == Outcome::rejected) {
    Rejection rejection;
    read_map(reading, node, kRejection, rejection);
    profile = std::move(rejection.outcome);
    into.rejected_in_response = profile.share == Share{} ? Share{} : rejection.in_response;
  } else {
    read_map(reading, node, outcome == Outcome::unreported ? kUnreported : kReported, profile);
  }
  const bool by_mechanism = into.mechanism && (outcome == Outcome::delivered || outcome == Outcome::failed);
  if (reading.fine_since(before)) finish(reading, node, outcome, by_mechanism, profile);
}

template <Outcome outcome>
Json outcome_schema(Definitions& definitions) {
  if constexpr (outcome == Outcome::rejected) return Map<Rejection, kRejection>::schema(definitions);
  if constexpr (outcome == Outcome::unreported) return Map<OutcomeProfile, kUnreported>::schema(definitions);
  return Map<OutcomeProfile, kReported>::schema(definitions);
}

template <Outcome outcome>
constexpr Key<Profile> outcome_key(const char* meaning) {
  return {to_string(outcome), Need::optional, &read_outcome<outcome>, &outcome_schema<outcome>, meaning};
}

constexpr Key<Profile> kProfileKeys[] = {
    outcome_key<Outcome::rejected>("the provider refuses it, from no-report countries too"),
    outcome_key<Outcome::delivered>("delivered to the handset"),
    outcome_key<Outcome::failed>("undeliverable or expired"),
    outcome_key<Outcome::handed_over>("only DELIVERED_TO_OPERATOR is ever reported"),
    outcome_key<Outcome::unreported>("nothing is ever reported"),
    key<DistributionKind, &Profile::report_lag>(
        "report_lag", "from the operator's word to the provider having the report; 0ms by default"),
    key<MechanismKind, &Profile::mechanism>(
        "mechanism",
        "attempts and returns, in place of the delays of delivered and failed; it moves shares too: of `delivered`, "
        "whoever is not reached within the validity fails, as EXPIRED_EXPIRED"),
    key<PerPartKind, &Profile::per_part>("per_part", "what each part beyond the first adds"),
    key<HoursKind, &Profile::hours>("hours", "hours of the recipient's clock with more absent handsets, as 22-07"),
};
constexpr auto kProfile = map_format("profile", "a profile", kProfileKeys);

}  // namespace

bool StatusSharesKind::read(Reading& reading, const Node& node, Type& into) {
  return read_row_shares<ProviderStatus, StatusShare>(
      reading, node, core::statuses(), [](std::string_view name) { return core::find_status(name); }, "statuses",
      &StatusShare::status, into);
}

Json StatusSharesKind::schema(Definitions& definitions) {
  return definitions.refer("status_shares",
                           [](Definitions& parts) { return row_shares_schema(parts, core::statuses()); });
}

bool ProfilesKind::read(Reading& reading, const Node& node, Type& into) {
  const std::size_t before = reading.count();
  if (!reading.wants_map(node, "a map of profiles by name")) return false;
  if (node.members.empty())
    reading.problem(Code::nothing_there, node, "a scenario needs at least one profile", {},
                    "how a route behaves; `dlrsim init` writes one to begin with");
  for (const Member& member : node.members) {
    Profile profile;
    const std::size_t before_this = reading.count();
    // Also one that could not be read has a name that others may use.
    profile.name = member.key.text;
    NameKind::read(reading, member.key, profile.name);
    // The outcomes are read first, and must know whether there is one.
    const Node* mechanism = member.value.find("mechanism");
    if (mechanism != nullptr) profile.mechanism.emplace();
    if (read_map(reading, member.value, kProfile, profile)) {
      std::uint64_t sum = 0;
      for (const OutcomeProfile& outcome : profile.outcomes) sum += outcome.share.ppm;
      if (reading.fine_since(before_this)) check_sum(reading, member.key, sum, "the shares of the outcomes");
      if (mechanism != nullptr && profile.outcomes[static_cast<std::size_t>(Outcome::delivered)].share == Share{}) {
        const auto& keys = member.value.members;
        const auto key =
            std::find_if(keys.begin(), keys.end(), [](const Member& m) { return m.key.text == "mechanism"; });
        reading.problem(Code::mechanism_unused, key->key, "no message goes through this mechanism", {},
                        "it is for the share of `delivered`, which is missing here");
      }
    }
    into.push_back(std::move(profile));
  }
  // Even when not all is well: names read further down are looked up here.
  reading.scenario.profiles = into;
  return reading.fine_since(before);
}

Json ProfilesKind::schema(Definitions& definitions) {
  return Json::map(
      {{"type", Json::text("object")}, {"additionalProperties", Map<Profile, kProfile>::schema(definitions)}});
}

}  // namespace dlr::sim
