#include "sim/scenario/schema.h"

#include <memory>

#include "reports/result_schema.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"

namespace dlr::sim::cli {

void add_schema(CLI::App& program, int& exit) {
  const auto what = std::make_shared<std::string>("scenario");
  CLI::App* command = program.add_subcommand("schema", "The JSON schema of scenario files, or of results");
  command->add_option("WHAT", *what, "scenario or result")
      ->check(CLI::IsMember({"scenario", "result"}))
      ->capture_default_str();
  command->callback([what, &exit] {
    exit = print(*what == "scenario" ? scenario_schema() : reports::result_schema()) ? kPassed : kCouldNotWrite;
  });
}

}  // namespace dlr::sim::cli
