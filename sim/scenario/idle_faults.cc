#include "sim/scenario/idle_faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "core/vocabulary/time.h"
#include "sim/scenario/fault_target.h"

namespace dlr::sim {
namespace {

// The share of a fault that has one and nothing else that could strike.
std::optional<Share> share_of(const FaultKind& kind) {
  return std::visit(
      [](const auto& fault) -> std::optional<Share> {
        using Kind = std::decay_t<decltype(fault)>;
        if constexpr (std::is_same_v<Kind, SkewedDoneAt>) {
          if (fault.by || !fault.zones.empty()) return std::nullopt;
          return Share{fault.missing.ppm + fault.absurd.ppm};
        } else if constexpr (requires { fault.share; }) {
          return fault.share;
        } else {
          return std::nullopt;
        }
      },
      kind);
}

// Where the share stands, in the fault's own map.
const Node& share_node(const Node& fault) {
  for (const Member& member : fault.members) {
    for (const char* key : {"share", "missing", "absurd"}) {
      if (const Node* share = member.value.find(key)) return *share;
    }
  }
  return fault;
}

// Local time moves sending to the front by up to the clock that is furthest ahead.
Duration first_send(const Scenario& scenario) {
  Duration first = Duration::max();
  for (const Traffic& entry : scenario.traffic) {
    Duration ahead{};
    for (const CountryShare& share : entry.countries) {
      if (entry.local_time) ahead = std::max(ahead, scenario.countries[share.country].utc_offset);
    }
    first = std::min(first, entry.starts - ahead);
  }
  return first;
}

// When the last message is sent, with crashes that put it off.
Duration last_send(const Scenario& scenario, Duration planned) {
  std::vector<std::pair<Duration, Duration>> outages;
  for (const Fault& fault : scenario.faults) {
    const auto* crash = std::get_if<TrackerCrash>(&fault.kind);
    if (crash != nullptr && fault.at) outages.emplace_back(*fault.at, *fault.at + crash->restart_after);
  }
  std::sort(outages.begin(), outages.end());
  for (const auto& [down, up] : outages) {
    if (down <= planned) planned = std::max(planned, up);
  }
  return planned;
}

}  // namespace

void check_faults_strike(Reading& reading, const Node& root, const LatestTimes& latest) {
  const Scenario& scenario = reading.scenario;
  const Duration first = first_send(scenario);
  const bool has_strays = std::any_of(scenario.faults.begin(), scenario.faults.end(), [](const Fault& fault) {
    return std::holds_alternative<UnknownReports>(fault.kind);
  });
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    const Fault& fault = scenario.faults[i];
    const Node& node = value_at(root, {"faults", "#" + std::to_string(i)});
    if (const auto share = share_of(fault.kind); share && *share == Share{}) {
      const Node& place = share_node(node);
      // A parameter may well be 0 %: the point of a sweep at which all is well.
      if (place.written.empty()) {
        reading.problem(Code::strikes_nobody, place, fmt::format("the fault `{}` strikes nobody: 0%", fault.id), {},
                        "give it a share, or leave it away");
      }
      continue;
    }
    const FaultTarget target = target_of(fault.kind);
    if (target == FaultTarget::strays || (target == FaultTarget::callbacks && has_strays) || !fault.at) continue;
    Duration end{};
    const char* what = "";
    switch (target) {
      case FaultTarget::tries:
        end = latest.tries;
        what = "no message is sent any more";
        break;
      case FaultTarget::reports:
        end = latest.reports;
        what = "no report comes any more";
        break;
      case FaultTarget::callbacks:
        end = latest.callbacks;
        what = "no callback is tried any more";
        break;
      default:
        end = last_send(scenario, latest.sends) + scenario.waiting_period;
        what = "no message is waited for any more";
    }
    if (*fault.at > end) {
      reading.problem(Code::strikes_nobody, value_at(node, {"at"}),
                      fmt::format("the fault `{}` strikes nobody: it begins {} after the start, when {}", fault.id,
                                  format_duration(*fault.at), what),
                      {}, fmt::format("let it begin within {}", format_duration(end)));
    } else if (target != FaultTarget::tracker && fault.lasting && *fault.at + *fault.lasting <= first) {
      reading.problem(Code::strikes_nobody, value_at(node, {"for"}),
                      fmt::format("the fault `{}` strikes nobody: it is over before anything is sent", fault.id), {},
                      fmt::format("the first message is sent {} after the start", format_duration(first)));
    }
  }
}

}  // namespace dlr::sim
