#include <fmt/format.h>

#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"

namespace dlr::sim::cli {

void add_version(CLI::App& program, int& exit) {
  program.add_subcommand("version", "The program's version, and what it was built with")->callback([&exit] {
    exit = print(fmt::format("dlrsim {} ({}, {})\n", kVersion, DLR_COMPILER, DLR_BUILD)) ? kPassed : kCouldNotWrite;
  });
}

}  // namespace dlr::sim::cli
