#include <fmt/format.h>

#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"

namespace dlr::sim::cli {

std::string built_from() { return DLR_COMMIT; }

void add_version(CLI::App& program, int& exit) {
  program.add_subcommand("version", "The program's version, and what it was built from and with")->callback([&exit] {
    const std::string commit = built_from();
    exit = print(fmt::format("dlrsim {} ({}{}{}, {})\n", kVersion, commit, commit.empty() ? "" : ", ", DLR_COMPILER,
                             DLR_BUILD))
               ? kPassed
               : kCouldNotWrite;
  });
}

}  // namespace dlr::sim::cli
