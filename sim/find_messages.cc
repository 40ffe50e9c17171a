#include "sim/find_messages.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "core/diagnostics/nearest.h"
#include "core/message_id.h"
#include "core/vocabulary/time.h"
#include "sim/lane.h"
#include "sim/lane_plan.h"
#include "sim/result_of.h"
#include "sim/run.h"
#include "sim/world/foreign_id.h"
#include "sim/world/world.h"

namespace dlr::sim {
namespace {

using reports::MessageEnd;

constexpr const char* kForm = "write it as 'outcome=failed country=US delay>2m'";

std::optional<MessageEnd> end_named(std::string_view name) {
  for (std::size_t i = 1; i < reports::kMessageEnds; ++i) {
    const auto end = static_cast<MessageEnd>(i);
    if (name == to_string(end)) return end;
  }
  return std::nullopt;
}

// False: no such word, `why` says why.
bool read_word(std::string_view word, MessageFilter& into, std::string& why) {
  const std::size_t at = word.find_first_of("=!>");
  const std::string name(word.substr(0, at));
  const bool is_not = at != std::string_view::npos && word.substr(at).starts_with("!=");
  const std::string_view value = at == std::string_view::npos ? "" : word.substr(at + (is_not ? 2 : 1));
  const char sign = at == std::string_view::npos ? ' ' : word[at];
  reports::Where& where = into.where;
  if (name == "outcome" && sign != '>') {
    into.end = end_named(value);
    into.any_other_end = is_not;
    if (!into.end) {
      why = fmt::format("'{}' is no outcome: delivered, rejected, failed, unreported or enqueue_failed", value);
    }
    return into.end.has_value();
  }
  if (name == "delay" && sign == '>') {
    into.slower_than = parse_duration(value);
    if (!into.slower_than) why = fmt::format("'{}' is no duration: write 'delay>2m'", value);
    return into.slower_than.has_value();
  }
  std::string* const texts[] = {&where.country, &where.operator_name, &where.campaign, &where.channel};
  const std::vector<std::string> names{"country", "operator", "campaign", "channel"};
  const auto known = std::find(names.begin(), names.end(), name);
  if (known == names.end() || sign != '=' || value.empty()) {
    std::vector<std::string> all = names;
    all.insert(all.end(), {"outcome", "delay"});
    const std::string meant = known == names.end() ? diagnostics::nearest(name, all) : std::string();
    why = fmt::format("'{}' is nothing to look for{}: {}", word,
                      meant.empty() ? meant : fmt::format("; did you mean '{}'?", meant), kForm);
    return false;
  }
  *texts[known - names.begin()] = value;
  if (name == "operator") {
    const std::size_t slash = value.find('/');
    if (slash == std::string_view::npos) {
      why = fmt::format("'{}' names no country: write 'operator=FR/Orange'", value);
      return false;
    }
    where.country = value.substr(0, slash);
    where.operator_name = value.substr(slash + 1);
  }
  return true;
}

bool meets(const reports::Where& where, const reports::GroupName& name) {
  const auto fits = [](const std::string& asked, const std::string& is) { return asked.empty() || asked == is; };
  return fits(where.country, name.country) && fits(where.operator_name, name.operator_name) &&
         fits(where.campaign, name.campaign) && fits(where.channel, name.channel);
}

}  // namespace

std::optional<MessageFilter> read_filter(std::string_view text, std::string& why) {
  MessageFilter filter;
  bool is_empty = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    is_empty = false;
    if (!read_word(word, filter, why)) return std::nullopt;
  }
  if (!is_empty) return filter;
  why = fmt::format("there is nothing to look for: {}", kForm);
  return std::nullopt;
}

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
      if (filter.end && (outcome.end == *filter.end) == filter.any_other_end) continue;
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
