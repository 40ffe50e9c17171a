#include "sim/scenario/show.h"

#include <memory>

#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/files.h"

namespace dlr::sim::cli {

void add_show(CLI::App& program, int& exit) {
  struct Flags {
    std::string file;
    ScenarioFlags scenario;
  };
  const auto flags = std::make_shared<Flags>();
  CLI::App* command =
      program.add_subcommand("show", "The scenario as it would run: includes, parameters and defaults in place");
  command->add_option("SCENARIO", flags->file, "A scenario file")->required();
  flags->scenario.add_to(*command);
  command->callback([flags, &exit] {
    Found found = read_scenarios({flags->file}, flags->scenario.options());
    exit = found.exit;
    if (found.scenarios.empty()) return;
    const Scenario* scenario = only_one(found, "show");
    if (scenario == nullptr) {
      exit = kUsage;
    } else if (!print(effective_yaml(*scenario))) {
      exit = kCouldNotWrite;
    }
  });
}

}  // namespace dlr::sim::cli
