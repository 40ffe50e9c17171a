#include "sim/find_messages.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "core/message_id.h"
#include "sim/lane.h"
#include "sim/lane_plan.h"
#include "sim/result_of.h"
#include "sim/run.h"
#include "sim/world/foreign_id.h"
#include "sim/world/world.h"

namespace dlr::sim {
namespace {

bool meets(const reports::Where& where, const reports::GroupName& name) {
  const auto fits = [](const std::string& asked, const std::string& is) { return asked.empty() || asked == is; };
  return fits(where.country, name.country) && fits(where.operator_name, name.operator_name) &&
         fits(where.campaign, name.campaign) && fits(where.channel, name.channel);
}

}  // namespace

std::vector<std::uint64_t> find_messages(const Scenario& scenario, const MessageFilter& filter, std::size_t most,
                                         const Defect* defect) {
  std::vector<bool> is_meant;  // by group
  for (const reports::GroupName& name : group_names(scenario)) is_meant.push_back(meets(filter.where, name));
  std::vector<std::uint64_t> found;
  std::atomic<bool> is_enough{false};
  RunOptions options;
  options.defect = defect;
  options.interrupted = &is_enough;
  options.on_outcomes = [&](std::uint64_t first, std::span<const std::uint64_t> packed) {
    for (std::size_t i = 0; i < packed.size(); ++i) {
      const reports::MessageOutcome outcome = reports::unpack(packed[i]);
      if (outcome.group >= is_meant.size() || !is_meant[outcome.group]) continue;
      const bool is_among = std::ranges::find(filter.ends, outcome.end) != filter.ends.end();
      if (!filter.ends.empty() && is_among == filter.any_other_end) continue;
      if (filter.slower_than && (outcome.delay_ms == reports::MessageOutcome::kNoDelay ||
                                 Duration{outcome.delay_ms} <= *filter.slower_than)) {
        continue;
      }
      found.push_back(first + i);
    }
  };
  options.on_progress = [&](std::uint64_t) { is_enough = found.size() >= most; };
  run_lanes(scenario, options);
  found.resize(std::min(found.size(), most));
  std::sort(found.begin(), found.end());
  return found;
}

std::optional<std::uint64_t> message_of_id(const Scenario& scenario, std::string_view id, const Defect* defect) {
  if (scenario.tracker.ids.form != IdForm::minted) {
    std::string text;
    for (std::uint64_t message = 0; message < scenario.messages(); ++message) {
      write_foreign_id(text, scenario.tracker.ids, scenario.seed, message);
      if (text == id) return message;
    }
    return std::nullopt;
  }
  // A lane's tracker has the lane's number as its partition.
  const std::optional<MessageId> minted = core::parse_message_id(id);
  const LanePlan plan(scenario);
  if (!minted || minted->partition() >= plan.lanes()) return std::nullopt;
  const World world(scenario);
  const std::atomic<bool> never{false};
  reports::Measurements ignored;
  Lane lane(world, plan, defect, false);
  lane.run(static_cast<std::uint32_t>(minted->partition()), ignored, never);
  return lane.message_of(*minted);
}

}  // namespace dlr::sim
