#include "sim/trace.h"

#include <fmt/format.h>

#include <memory>
#include <vector>

#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/files.h"
#include "sim/cli/planted.h"
#include "sim/find_messages.h"
#include "sim/result_of.h"
#include "sim/run.h"

namespace dlr::sim::cli {
namespace {

struct TraceFlags {
  std::string file;
  std::optional<std::uint64_t> message, first;
  std::string id, where;
  std::string plant;
  ScenarioFlags scenario;
};

constexpr std::uint64_t kMostTraces = 1000;

// The messages that are meant, by whichever flag says it; none: it is said why, and `exit` what of it.
std::vector<std::uint64_t> messages_meant(const TraceFlags& flags, const MessageFilter& filter,
                                          const Scenario& scenario, const Defect* defect, int& exit) {
  std::vector<std::uint64_t> messages;
  if (!flags.where.empty()) {
    if (const std::string missing = what_is_missing(filter.where, group_names(scenario)); !missing.empty()) {
      tell(fmt::format("dlrsim: --where: {}: {}", scenario.title(), missing));
      exit = kUsage;
      return messages;
    }
    messages = find_messages(scenario, filter, flags.first.value_or(1), defect);
    if (messages.empty()) {
      tell(fmt::format("dlrsim: no message of {} is one with '{}'", scenario.title(), flags.where));
      exit = kNothingRan;
    }
  } else if (!flags.id.empty()) {
    if (const auto found = message_of_id(scenario, flags.id, defect)) {
      messages.push_back(*found);
    } else {
      tell(
          fmt::format("dlrsim: no message of {} has the id '{}'; it is the messageId of a run with the same seed, and "
                      "parameters",
                      scenario.title(), flags.id));
      exit = kNothingRan;
    }
  } else if (*flags.message < scenario.messages()) {
    messages.push_back(*flags.message);
  } else {
    tell(fmt::format("dlrsim: {} has the messages 0 to {}, no message {}", scenario.title(), scenario.messages() - 1,
                     *flags.message));
    exit = kUsage;
  }
  return messages;
}

int trace(const TraceFlags& flags) {
  const int ways = (flags.message ? 1 : 0) + (flags.id.empty() ? 0 : 1) + (flags.where.empty() ? 0 : 1);
  if (ways != 1 || (flags.first && flags.where.empty())) {
    tell(ways == 1 ? "dlrsim: --first goes with --where"
                   : "dlrsim: trace which message? One of --message N, --message-id ID, --where 'outcome=failed "
                     "country=US'");
    return kUsage;
  }
  if (flags.first && (*flags.first < 1 || *flags.first > kMostTraces)) {
    tell(fmt::format("dlrsim: --first {}: at least 1, at most {}", *flags.first, kMostTraces));
    return kUsage;
  }
  MessageFilter filter;
  if (!flags.where.empty()) {
    std::string why;
    const std::optional<MessageFilter> read = read_filter(flags.where, why);
    if (!read) {
      tell("dlrsim: --where: " + why);
      return kUsage;
    }
    filter = *read;
  }
  const std::optional<const Defect*> defect = defect_named(flags.plant);
  if (!defect) return kUsage;
  Found found = read_scenarios({flags.file}, flags.scenario.options());
  int exit = found.exit;
  if (found.scenarios.empty()) return exit;
  const Scenario* one = only_one(found, "trace");
  if (one == nullptr) return kUsage;
  std::string text;
  for (const std::uint64_t message : messages_meant(flags, filter, *one, *defect, exit)) {
    const Trace trace = trace_message(*one, message, *defect);
    if (!trace.verdict.empty()) exit = heavier(exit, kInvariantBroken);
    text += (text.empty() ? "" : "\n") + describe(trace, *one);
  }
  return print(text) ? exit : heavier(exit, kCouldNotWrite);
}

}  // namespace

void add_trace(CLI::App& program, int& exit) {
  const auto flags = std::make_shared<TraceFlags>();
  CLI::App* command =
      program.add_subcommand("trace", "The life of one message: what passed, what had to come of it, what came");
  command->add_option("SCENARIO", flags->file, "A scenario file")->required();
  add_number(*command, "--message", flags->message, "Its index, as failures name it");
  command->add_option("--message-id", flags->id, "Or its id, as events bear it")->type_name("ID");
  command
      ->add_option(
          "--where", flags->where,
          "Or the first that ended so: 'outcome=failed country=US operator=US/Verizon campaign=sale channel=sms "
          "delay>2m', any of these; also outcome=rejected,failed, outcome!=delivered, and campaign=\"spring sale\"")
      ->type_name("WHAT");
  add_number(*command, "--first", flags->first, "With --where: so many; one by default");
  command->add_option("--plant", flags->plant, "With this defect planted (see dlrsim run --plant list)")
      ->type_name("DEFECT");
  flags->scenario.add_to(*command);
  command->callback([flags, &exit] { exit = trace(*flags); });
}

}  // namespace dlr::sim::cli
