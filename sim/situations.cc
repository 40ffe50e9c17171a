#include "sim/situations.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/lifecycle.h"
#include "core/status.h"

namespace dlr::sim {
namespace {

// The group of that name, made when there is none yet.
reports::SituationGroup& group_of(std::vector<reports::SituationGroup>& groups, std::string_view name) {
  if (name.empty()) name = "no group";
  const auto at = std::ranges::find(groups, name, &reports::SituationGroup::name);
  if (at != groups.end()) return *at;
  groups.push_back({std::string(name), {}});
  return groups.back();
}

template <class Row>
void add(std::vector<reports::SituationGroup>& groups, const Row& row, std::uint64_t count) {
  const std::string name = row.name.empty() ? fmt::format("id {}", row.id) : std::string(row.name);
  std::vector<reports::Situation>& situations = group_of(groups, row.group_name).situations;
  const auto at = std::ranges::find(situations, name, &reports::Situation::name);
  if (at != situations.end()) {
    at->count += count;
  } else {
    situations.push_back({name, count});
  }
}

// All that the core knows, in the order of its table, and after them what a scenario made up.
template <class Row>
std::vector<reports::SituationGroup> words_of(std::span<const Row> known, const std::vector<Row>& said,
                                              const std::vector<std::uint64_t>& counts) {
  std::vector<reports::SituationGroup> groups;
  for (const Row& row : known) add(groups, row, 0);
  for (std::size_t i = 0; i < said.size(); ++i) add(groups, said[i], i < counts.size() ? counts[i] : 0);
  return groups;
}

}  // namespace

reports::Situations situations_of(const reports::SituationCounts& counts, const Words& words) {
  reports::Situations situations;
  for (std::size_t state = 0; state < core::kStates; ++state) {
    reports::SituationGroup& row = situations.lifecycle.emplace_back();
    row.name = core::to_string(static_cast<core::State>(state));
    for (std::size_t input = 0; input < core::kInputs; ++input) {
      const std::size_t place = state * core::kInputs + input;
      row.situations.push_back({core::to_string(static_cast<core::Input>(input)),
                                place < counts.lifecycle.size() ? counts.lifecycle[place] : 0});
    }
  }
  situations.statuses = words_of(core::statuses(), words.statuses, counts.statuses);
  situations.errors = words_of(core::errors(), words.errors, counts.errors);
  return situations;
}

}  // namespace dlr::sim
