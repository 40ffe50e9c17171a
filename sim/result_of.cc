#include "sim/result_of.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "reports/exit_status.h"
#include "reports/verdict.h"
#include "sim/situations.h"
#include "sim/world/arrivals.h"

namespace dlr::sim {
namespace {

// A crash lasts until the restart; everything else has its window.
std::optional<Duration> lasting(const Fault& fault) {
  const auto* crash = std::get_if<TrackerCrash>(&fault.kind);
  return crash != nullptr ? crash->restart_after : fault.lasting;
}

// From the start to the end of the last waiting period.
Duration simulated(const Scenario& scenario) {
  Duration last{};
  for (const Traffic& entry : scenario.traffic) last = std::max(last, entry.starts + arrivals_last(entry));
  return last + scenario.waiting_period;
}

}  // namespace

std::vector<reports::GroupName> group_names(const Scenario& scenario) {
  std::vector<reports::GroupName> names;
  for (const Traffic& entry : scenario.traffic) {
    for (const CountryShare& share : entry.countries) {
      const CountryTraffic& country = scenario.countries[share.country];
      for (const Operator& route : country.operators) {
        names.push_back({country.country.text(), route.name, entry.campaign, to_string(entry.channel)});
      }
    }
  }
  return names;
}

reports::Result result_of(const Scenario& scenario, RunOutcome outcome, const reports::Shard& shard,
                          const reports::Judging& judging) {
  reports::Result result;
  result.scenario = scenario.name;
  result.point = scenario.point;
  result.summary = scenario.summary;
  result.seed = scenario.seed;
  result.own_seed = scenario.seed_is_files_own;
  result.own_parameters = scenario.parameters_are_files_own;
  result.own_replications = !scenario.files_replications;
  for (const auto& [name, value] : scenario.parameters) result.parameters.push_back({name, value});
  result.start = scenario.start;
  result.simulated = simulated(scenario);
  result.waiting_period = scenario.waiting_period;
  result.messages = scenario.messages();
  result.shard = {shard.index, shard.of};
  result.lanes = outcome.lanes;
  result.lanes_done = outcome.lanes_done;
  result.interrupted = outcome.lanes_done < outcome.lanes;

  std::vector<std::string> faults;
  for (const Fault& fault : scenario.faults) {
    faults.push_back(fault.id);
    result.fault_windows.push_back({fault.id, fault.at, lasting(fault)});
  }
  result.situations = situations_of(outcome.measurements.situations, outcome.words);
  reports::take_measurements(result, std::move(outcome.measurements), group_names(scenario), faults);
  result.judging = judging;
  result.expectations = reports::judge(result, scenario.expectations);
  result.exit_code = reports::exit_status_of(result);
  return result;
}

}  // namespace dlr::sim
