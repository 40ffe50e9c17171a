#include "sim/cli/program.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <exception>
#include <new>
#include <regex>
#include <sstream>
#include <thread>
#include <utility>

#include "core/diagnostics/nearest.h"
#include "sim/cli/command_line.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/program_name.h"

namespace dlr::sim::cli {

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

CLI::Option* add_number(CLI::App& command, const std::string& name, std::optional<std::uint64_t>& number,
                        const std::string& help) {
  return command
      .add_option_function<std::string>(
          name, [&number](const std::string& text) { number = whole_number(text); }, help)
      ->type_name("N")
      ->check([](const std::string& text) {
        return whole_number(text) ? std::string() : "expected a whole number below 2^64, not '" + text + "'";
      });
}

void add_threads_flag(CLI::App& command, std::uint32_t& threads) {
  command.add_option("-j,--threads", threads, "Threads; all cores by default")
      ->type_name("N")
      ->check(CLI::Range(1, 1024));
}

std::uint32_t threads_for(std::uint32_t asked) {
  return asked > 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
}

void ScenarioFlags::add_to(CLI::App& command) {
  add_number(command, "--seed", seed, "Another seed than the file's");
  command.add_option("--set", set, "A parameter of the scenario: name=value; may be repeated")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false)
      ->check([](const std::string& text) {
        const std::size_t at = text.find('=');
        return at == std::string::npos || at == 0 ? "expected NAME=VALUE, not '" + text + "'" : std::string();
      });
  command.add_option("--point", point, "One point of the scenario's sweep: its number, or its values: name=value,...")
      ->type_name("POINT")
      ->check([](const std::string& text) { return text.empty() ? "which one?" : std::string(); });
}

ReadOptions ScenarioFlags::options() const {
  ReadOptions options;
  options.seed = seed;
  options.point = point;
  for (const std::string& text : set) {
    const std::size_t at = text.find('=');
    options.set.emplace_back(text.substr(0, at), text.substr(at + 1));
  }
  return options;
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

// A flag that there is not, and the one of the same command that was probably meant; empty: that is not it.
std::string flag_meant(const CLI::App& program, const CLI::ParseError& wrong) {
  if (dynamic_cast<const CLI::ExtrasError*>(&wrong) == nullptr) return {};
  for (const CLI::App* command : program.get_subcommands()) {
    std::vector<std::string> names;
    for (const OptionText& option : options_of(*command)) {
      names.insert(names.end(), option.names.begin(), option.names.end());
    }
    for (const std::string& extra : program.remaining(true)) {
      const std::string word = extra.substr(0, extra.find('='));
      if (!word.starts_with("-")) continue;
      const std::string nearest = diagnostics::nearest(word, names);
      return fmt::format("{} has no flag {}{} All of them: {} {} --help", command->get_name(), word,
                         nearest.empty() ? std::string(".") : fmt::format("; did you mean {}?", nearest),
                         program_name(), command->get_name());
    }
  }
  return {};
}

// What CLI11 says tersely.
std::string in_plain_words(std::string text) {
  static const std::pair<std::regex, const char*> kPlain[] = {
      // Without the zeros that end a fraction.
      {std::regex("Value (.+) not in range (\\d+(?:\\.\\d*[1-9])?)\\.?0* to (\\d+(?:\\.\\d*[1-9])?)\\.?0*"),
       "'$1' is not within $2 and $3"},
      {std::regex("(\\S*) not in \\{(.+)\\}"), "'$1' is none of $2"},
      {std::regex("1 required (\\S+) missing"), "$1 is missing behind it"},
      {std::regex("(\\S+) excludes (\\S+)"), "$1 and $2 exclude each other"},
  };
  for (const auto& [terse, plain] : kPlain) text = std::regex_replace(text, terse, plain);
  return text;
}

void tell_what_was_wrong(const CLI::App& program, const CLI::ParseError& wrong) {
  if (const std::string meant = flag_meant(program, wrong); !meant.empty()) return tell("dlrsim: " + meant);
  std::ostringstream out, err;
  program.exit(wrong, out, err);
  std::string text = err.str();
  // CLI11's own closing words name no command.
  if (const std::size_t at = text.find("Run with --help"); at != std::string::npos) text.resize(at);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  text = in_plain_words(std::move(text));
  const auto commands = program.get_subcommands();
  if (commands.empty()) {
    return tell(fmt::format("dlrsim: which command? Begin with: {}. All of them: {} --help", command_to_begin_with(),
                            program_name()));
  }
  const std::string& command = commands.front()->get_name();
  tell(fmt::format("dlrsim {}: {}. All flags: {} {} --help", command, text, program_name(), command));
}

}  // namespace

int run_program(int argc, char** argv, Ranks& ranks) {
  int exit = kPassed;
  const bool bisects = std::find(argv, argv + argc, std::string_view("--bisect")) != argv + argc;
  const auto before_a_verdict = [bisects](int code) { return bisects ? for_bisect(code) : code; };
  CLI::App program{
      "dlrsim simulates four days of SMS delivery reports and judges the tracking core, message by message."};
  program.name("dlrsim");
  program.require_subcommand(1);
  program.set_version_flag("--version", std::string("dlrsim ") + kVersion);
  program.footer("Begin with: dlrsim init");
  std::string command_line = "dlrsim";
  for (int i = 1; i < argc; ++i) command_line += fmt::format(" {}", argv[i]);
  add_run(program, command_line, ranks, exit);
  add_validate(program, exit);
  add_plan(program, exit);
  add_show(program, exit);
  add_trace(program, exit);
  add_report(program, exit);
  add_accept(program, exit);
  add_compare(program, exit);
  add_mutate(program, exit);
  add_bench(program, command_line, exit);
  add_schema(program, exit);
  add_explain(program, exit);
  add_init(program, exit);
  add_completion(program, exit);
  add_man(program, exit);
  add_version(program, exit);
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands([](CLI::App*) { return true; }))
    names.push_back(command->get_name());
  if (argc > 1 && argv[1][0] != '-' && std::find(names.begin(), names.end(), argv[1]) == names.end()) {
    const std::string nearest = diagnostics::nearest(argv[1], names);
    tell(fmt::format("dlrsim: there is no command '{}'{} All of them: {} --help", argv[1],
                     nearest.empty() ? std::string(".") : fmt::format("; did you mean '{}'?", nearest),
                     program_name()));
    return kUsage;
  }
  std::signal(SIGPIPE, SIG_IGN);  // a reader who has gone is a write that fails
  remove_parts_on_signals();
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& wish) {  // help, version
    std::ostringstream out, err;
    return program.exit(wish, out, err) == 0 && print(out.str()) ? kPassed : kCouldNotWrite;
  } catch (const CLI::ParseError& wrong) {
    tell_what_was_wrong(program, wrong);
    return before_a_verdict(kUsage);
  } catch (const std::bad_alloc&) {
    tell(
        "dlrsim: there is not enough memory for this. `dlrsim validate` says what a run takes; fewer threads (-j 1) or "
        "more `lanes` take less");
    return before_a_verdict(kInternalError);
  } catch (const std::exception& broken) {
    tell(fmt::format("dlrsim: internal error: {}. Please report it, with the command and the scenario", broken.what()));
    return before_a_verdict(kInternalError);
  }
  return exit;
}

}  // namespace dlr::sim::cli
