#include "reports/situations.h"

#include <algorithm>

namespace dlr::reports {
namespace {

// The entry of that name, made when there is none. Two runs of one program have the same names in the same places.
template <class Entry>
Entry& entry_of(std::vector<Entry>& entries, const std::string& name, std::size_t place) {
  if (place < entries.size() && entries[place].name == name) return entries[place];
  const auto at = std::ranges::find(entries, name, &Entry::name);
  if (at != entries.end()) return *at;
  entries.push_back({name, {}});
  return entries.back();
}

void add(std::vector<SituationGroup>& groups, const std::vector<SituationGroup>& others) {
  for (std::size_t i = 0; i < others.size(); ++i) {
    SituationGroup& group = entry_of(groups, others[i].name, i);
    for (std::size_t j = 0; j < others[i].situations.size(); ++j) {
      const auto& [name, count] = others[i].situations[j];
      entry_of(group.situations, name, j).count += count;
    }
  }
}

}  // namespace

Situations& Situations::operator+=(const Situations& other) {
  add(lifecycle, other.lifecycle);
  add(statuses, other.statuses);
  add(errors, other.errors);
  return *this;
}

Reached reached_of(const std::vector<SituationGroup>& groups) {
  Reached reached;
  for (const SituationGroup& group : groups) {
    reached.all += group.situations.size();
    reached.reached += static_cast<std::uint64_t>(
        std::ranges::count_if(group.situations, [](const Situation& situation) { return situation.count > 0; }));
  }
  return reached;
}

}  // namespace dlr::reports
