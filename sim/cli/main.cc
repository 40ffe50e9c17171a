// dlrsim: four days of delivery reports in seconds, against the real tracking core.
#include <fmt/format.h>

#include <exception>
#include <new>

#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"

namespace dlr::sim::cli {

void ScenarioFlags::add_to(CLI::App& command) {
  command.add_option("--seed", seed, "Another seed than the file's")->type_name("N");
  command.add_option("--set", set, "A parameter of the scenario: name=value; may be repeated")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false)
      ->check([](const std::string& text) {
        const std::size_t at = text.find('=');
        return at == std::string::npos || at == 0 ? "expected NAME=VALUE, not '" + text + "'" : std::string();
      });
}

ReadOptions ScenarioFlags::options() const {
  ReadOptions options;
  options.seed = seed;
  for (const std::string& text : set) {
    const std::size_t at = text.find('=');
    options.set.emplace_back(text.substr(0, at), text.substr(at + 1));
  }
  return options;
}

std::string ScenarioFlags::repeated() const {
  std::string text;
  if (seed) text += fmt::format(" --seed {}", *seed);
  for (const std::string& one : set) text += fmt::format(" --set '{}'", one);
  return text;
}

void add_colour_flag(CLI::App& command, Colour& colour) {
  command
      .add_option_function<std::string>(
          "--color",
          [&colour](const std::string& text) {
            colour = text == "always" ? Colour::always : text == "never" ? Colour::never : Colour::automatic;
          },
          "Colour on stdout: auto (a terminal without NO_COLOR and CI), always, never")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
}

namespace {

int run_program(int argc, char** argv) {
  int exit = kPassed;
  CLI::App program{"dlrsim simulates four days of SMS delivery reports and judges the tracking core, message by message."};
  program.name("dlrsim");
  program.require_subcommand(1);
  program.set_version_flag("--version", std::string("dlrsim ") + kVersion);
  program.footer("Begin with: dlrsim run scenarios/quickstart.yaml");
  std::string command_line = "dlrsim";
  for (int i = 1; i < argc; ++i) command_line += fmt::format(" {}", argv[i]);
  add_run(program, command_line, exit);
  add_validate(program, exit);
  add_show(program, exit);
  add_trace(program, exit);
  add_report(program, exit);
  add_schema(program, exit);
  add_version(program, exit);
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& wish) {  // help, version
    return program.exit(wish) == 0 && std::fflush(stdout) == 0 ? kPassed : kCouldNotWrite;
  } catch (const CLI::ParseError& wrong) {
    program.exit(wrong);
    return kUsage;
  } catch (const std::bad_alloc&) {
    tell("dlrsim: there is not enough memory for this. `dlrsim validate` says what a run takes; fewer threads (-j 1) or "
         "more `lanes` take less");
    return kInternalError;
  } catch (const std::exception& broken) {
    tell(fmt::format("dlrsim: internal error: {}. Please report it, with the command and the scenario", broken.what()));
    return kInternalError;
  }
  return exit;
}

}  // namespace
}  // namespace dlr::sim::cli

int main(int argc, char** argv) { return dlr::sim::cli::run_program(argc, argv); }
