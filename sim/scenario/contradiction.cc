#include "sim/scenario/contradiction.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/status.h"

namespace dlr::sim {
namespace {

// Which final words the messages that a fault meets may have in their reports already, a bit per input of the
// lifecycle; all bits where one cannot tell.
std::uint32_t said_already(const Scenario& scenario, const FaultWhere& where, const std::vector<Fault>& before) {
  constexpr std::uint32_t kCannotTell = ~std::uint32_t{0};
  const auto bit = [](core::Input input) { return 1U << static_cast<unsigned>(input); };
  const auto adds_words = [](const Fault& other) {
    return std::holds_alternative<OperatorDown>(other.kind) || std::holds_alternative<UnknownStatuses>(other.kind) ||
           std::holds_alternative<ContradictReports>(other.kind);
  };
  if (std::any_of(before.begin(), before.end(), adds_words)) return kCannotTell;
  std::uint32_t said = 0;
  for (const Traffic& entry : scenario.traffic) {
    if (!where.campaign.empty() && where.campaign != entry.campaign) continue;
    if (where.channel && *where.channel != entry.channel) continue;
    const auto channel = static_cast<std::size_t>(entry.channel);
    for (const CountryShare& share : entry.countries) {
      if (where.country && *where.country != share.country) continue;
      const CountryTraffic& country = scenario.countries[share.country];
      for (std::size_t o = 0; o < country.operators.size(); ++o) {
        if (where.operator_index && *where.operator_index != o) continue;
        const Profile& profile = scenario.profiles[country.operators[o].profile[channel]];
        const auto has = [&profile](Outcome outcome) {
          return profile.outcomes[static_cast<std::size_t>(outcome)].share.ppm > 0;
        };
        if (has(Outcome::rejected)) said |= bit(core::Input::report_rejected);
        if (!country.reports[channel]) continue;
        if (profile.mechanism || profile.per_part || has(Outcome::handed_over)) return kCannotTell;
        if (has(Outcome::delivered)) said |= bit(core::Input::report_delivered);
        if (has(Outcome::failed)) said |= bit(core::Input::report_failed);
      }
    }
  }
  return said;
}

}  // namespace

void check_contradiction(Reading& reading, const Node& node, const Fault& fault, const std::vector<Fault>& before) {
  const auto* other = std::get_if<ContradictReports>(&fault.kind);
  const Node& statuses = value_at(node, {"contradict_reports", "statuses"});
  if (other == nullptr || !reading.knows_traffic || statuses.kind != Node::Kind::map) return;
  const std::uint32_t said = said_already(reading.scenario, fault.where, before);
  const StatusShare* same = nullptr;
  for (const StatusShare& entry : other->statuses) {
    const core::Input input = core::meaning_in_report(*entry.status, false).input;
    if (entry.share.ppm == 0 || input == core::Input::under_way) continue;
    if (said == 0 || (said & ~(1U << static_cast<unsigned>(input))) != 0) return;
    same = &entry;
  }
  const std::string cure = "give a final status of another group than the reports have that it follows";
  if (same == nullptr) {
    reading.problem(
        Code::wrong_status, statuses,
        fmt::format("the fault `{}` contradicts nothing: these statuses say that a message is under way", fault.id), {},
        cure);
    return;
  }
  reading.problem(Code::wrong_status, statuses,
                  fmt::format("the fault `{}` contradicts nothing: what is reported of these messages is `{}` anyhow",
                              fault.id, same->status->group_name),
                  {}, cure);
}

}  // namespace dlr::sim
