#include "reports/render/html/grouped.h"

#include <algorithm>
#include <map>
#include <utility>

namespace dlr::reports {
namespace {

template <class Name>
std::vector<Grouped> grouped(const std::vector<Group>& groups, Name&& name_of) {
  std::map<std::pair<std::string, std::string>, GroupMeasurements> by_name;
  for (const Group& group : groups) by_name[name_of(group.name)] += group.measured;
  std::vector<Grouped> all;
  for (auto& [name, measured] : by_name) all.push_back({name.first, name.second, std::move(measured)});
  std::ranges::stable_sort(all, std::ranges::greater{},
                           [](const Grouped& one) { return one.total(Counter::messages_submitted); });
  return all;
}

}  // namespace

bool Grouped::silent() const {
  return total(Counter::messages_unreported_expected) > 0 &&
         total(Counter::messages_delivered) + total(Counter::messages_failed) == 0;
}

std::vector<Grouped> by_country(const std::vector<Group>& groups) {
  return grouped(groups, [](const GroupName& name) { return std::pair(name.country, name.country); });
}

std::vector<Grouped> by_operator(const std::vector<Group>& groups) {
  return grouped(groups, [](const GroupName& name) { return std::pair(name.country, name.operator_name); });
}

std::vector<Grouped> by_campaign(const std::vector<Group>& groups) {
  return grouped(groups, [](const GroupName& name) {
    return std::pair(std::string(), name.campaign + " (" + name.channel + ")");
  });
}

Grouped all_of(const std::vector<Group>& groups) {
  Grouped all;
  all.name = "all";
  for (const Group& group : groups) all.measured += group.measured;
  return all;
}

}  // namespace dlr::reports
