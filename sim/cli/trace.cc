#include "sim/trace.h"

#include <fmt/format.h>

#include <memory>

#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/files.h"
#include "sim/cli/planted.h"
#include "sim/run.h"

namespace dlr::sim::cli {

void add_trace(CLI::App& program, int& exit) {
  struct Flags {
    std::string file;
    std::optional<std::uint64_t> message;
    std::string plant;
    ScenarioFlags scenario;
  };
  const auto flags = std::make_shared<Flags>();
  CLI::App* command =
      program.add_subcommand("trace", "The life of one message: what passed, what had to come of it, what came");
  command->add_option("SCENARIO", flags->file, "A scenario file")->required();
  add_number(*command, "--message", flags->message, "Its index, as failures name it")->required();
  command->add_option("--plant", flags->plant, "With this defect planted (see dlrsim run --plant list)")
      ->type_name("DEFECT");
  flags->scenario.add_to(*command);
  command->callback([flags, &exit] {
    const std::optional<const Defect*> defect = defect_named(flags->plant);
    if (!defect) {
      exit = kUsage;
      return;
    }
    Found found = read_scenarios({flags->file}, flags->scenario.options());
    exit = found.exit;
    if (found.scenarios.empty()) return;
    const Scenario* one = only_one(found, "trace");
    if (one == nullptr) {
      exit = kUsage;
      return;
    }
    const Scenario& scenario = *one;
    if (*flags->message >= scenario.messages()) {
      tell(fmt::format("dlrsim: {} has the messages 0 to {}, no message {}", scenario.title(), scenario.messages() - 1,
                       *flags->message));
      exit = kUsage;
      return;
    }
    const Trace trace = trace_message(scenario, *flags->message, *defect);
    if (!trace.verdict.empty()) exit = kInvariantBroken;
    if (!print(describe(trace, scenario))) exit = heavier(exit, kCouldNotWrite);
  });
}

}  // namespace dlr::sim::cli
