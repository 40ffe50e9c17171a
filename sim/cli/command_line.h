// The command line as data: what the program's commands and options are, taken from the CLI11 app itself, for whatever
// describes it elsewhere (completion, man page), so that nothing is said twice.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace dlr::sim::cli {

struct OptionText {
  std::vector<std::string> names;  // "-q", "--quiet"; of a positional: none
  std::string value;               // what it takes: "FILE", "N"; empty: a flag
  std::vector<std::string> words;  // the values there are, where they can be listed
  std::string help;
  bool takes_files = false;
  bool is_required = false;
  bool is_repeated = false;
};

struct CommandText {
  std::string name;
  std::string help;
  std::vector<OptionText> options;
  std::vector<OptionText> positionals;  // their names are in `value`
};

// In the order in which they were added.
std::vector<CommandText> commands_of(const CLI::App& program);

// Of the program itself: --help, --version.
std::vector<OptionText> options_of(const CLI::App& app);

}  // namespace dlr::sim::cli
