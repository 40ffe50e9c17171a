// The commands of dlrsim, a file each. Each adds its subcommand to the program; when it is the one called, its callback
// does the work and leaves the exit status in `exit`.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/render/again.h"
#include "sim/cli/output.h"
#include "sim/ranks.h"
#include "sim/scenario/reader.h"

namespace dlr::sim::cli {

// `command_line` is what was typed, for the result's provenance; `ranks` do it together.
void add_run(CLI::App& program, std::string command_line, Ranks& ranks, int& exit);
void add_validate(CLI::App& program, int& exit);
void add_plan(CLI::App& program, int& exit);
void add_show(CLI::App& program, int& exit);
void add_trace(CLI::App& program, int& exit);
void add_report(CLI::App& program, int& exit);
void add_accept(CLI::App& program, int& exit);
void add_mutate(CLI::App& program, int& exit);
void add_compare(CLI::App& program, int& exit);
void add_bench(CLI::App& program, std::string command_line, int& exit);
void add_schema(CLI::App& program, int& exit);
void add_explain(CLI::App& program, int& exit);
void add_init(CLI::App& program, int& exit);
void add_completion(CLI::App& program, int& exit);
void add_man(CLI::App& program, int& exit);
void add_version(CLI::App& program, int& exit);

// Everything that `explain` takes.
std::vector<std::string> explained_codes();

inline constexpr const char* kVersion = DLR_VERSION;

// The commit that the program was built from, as `git describe` has it; empty: nobody knows.
std::string built_from();

// Decimal digits and nothing else, within the type; nothing for anything else.
std::optional<std::uint64_t> whole_number(std::string_view text);

// An option that takes a whole number.
CLI::Option* add_number(CLI::App& command, const std::string& name, std::optional<std::uint64_t>& number,
                        const std::string& help);

using reports::shell_word;

// -j N; 0, the default, is as many threads as there are cores.
void add_threads_flag(CLI::App& command, std::uint32_t& threads);
std::uint32_t threads_for(std::uint32_t asked);

// What every command that reads scenarios understands.
struct ScenarioFlags {
  std::optional<std::uint64_t> seed;
  std::vector<std::string> set;
  std::string point;

  void add_to(CLI::App& command);
  ReadOptions options() const;
};

// --color auto|always|never.
void add_colour_flag(CLI::App& command, Colour& colour);

}  // namespace dlr::sim::cli
