#include "reports/result.h"

#include <algorithm>
#include <map>

namespace dlr::reports {

std::optional<std::uint64_t> Result::peak_in_flight() const {
  const auto highest = std::ranges::max_element(in_flight_by_minute);
  return highest == in_flight_by_minute.end() ? std::nullopt : std::optional(*highest);
}

void take_measurements(Result& result, Measurements measured, std::span<const GroupName> names,
                       std::span<const std::string> faults) {
  constexpr auto kSubmitted = static_cast<std::size_t>(Counter::messages_submitted);
  std::map<GroupName, GroupMeasurements> groups;
  for (std::size_t i = 0; i < std::min(measured.groups.size(), names.size()); ++i) {
    if (measured.groups[i].totals[kSubmitted] == 0) continue;
    const auto [at, is_new] = groups.try_emplace(names[i]);
    if (is_new) {
      at->second = std::move(measured.groups[i]);
    } else {
      at->second += measured.groups[i];
    }
  }
  result.groups.clear();
  for (auto& [name, group] : groups) result.groups.push_back({name, std::move(group)});

  measured.faults.resize(faults.size());
  result.faults.clear();
  for (std::size_t i = 0; i < faults.size(); ++i) result.faults.push_back({faults[i], measured.faults[i]});

  // How long a lane samples is not part of the result: zeros at the end are left out.
  const auto series = [](std::vector<std::uint64_t> samples) {
    while (samples.size() > 1 && samples.back() == 0) samples.pop_back();
    return samples;
  };
  result.in_flight_by_minute = series(std::move(measured.in_flight_by_minute));
  result.reports_by_minute = series(std::move(measured.reports_by_minute));
  result.counters = measured.counters;
  result.outcomes = measured.outcomes;
  result.timeline = measured.timeline;
  result.blocks = std::move(measured.blocks);
  result.blocks.resize(blocks_of(result.messages));
  result.invariants_checked = measured.invariants_checked;
  result.breaches = measured.breaches;
}

}  // namespace dlr::reports
