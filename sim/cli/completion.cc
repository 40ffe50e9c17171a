#include <fmt/format.h>

#include <memory>

#include "sim/cli/command_line.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"

namespace dlr::sim::cli {
namespace {

std::string joined(const std::vector<std::string>& words, const char* between = " ") {
  return fmt::format("{}", fmt::join(words, between));
}

std::vector<std::string> names_of(const std::vector<CommandText>& commands) {
  std::vector<std::string> names;
  for (const CommandText& command : commands) names.push_back(command.name);
  return names;
}

std::vector<std::string> flags_of(const std::vector<OptionText>& options) {
  std::vector<std::string> flags;
  for (const OptionText& option : options) flags.insert(flags.end(), option.names.begin(), option.names.end());
  return flags;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

// bash: what may follow the word before, by command; else the command's flags, or what stands by itself.

// The numbers of a sweep's points, as `validate` lists them. Where the program would have to be built first, nothing.
constexpr const char* kPointsOf = R"(sed -n 's/^ *\([0-9][0-9]*\)  .*/\1/p')";

bool is_point(const OptionText& option) { return option.value == "POINT"; }

std::string bash_values(const OptionText& option) {
  if (is_point(option)) return "points=1";
  if (!option.words.empty()) return fmt::format("words='{}'", joined(option.words));
  return option.takes_files ? "files=1" : ":";
}

std::string bash_command(const CommandText& command) {
  std::string text = fmt::format("    {})\n      case $before in\n", command.name);
  for (const OptionText& option : command.options) {
    if (option.value.empty()) continue;
    text += fmt::format("        {}) {} ;;\n", joined(option.names, "|"), bash_values(option));
  }
  text += fmt::format("        *)\n          if [[ $word == -* ]]; then words='{}'", joined(flags_of(command.options)));
  for (const OptionText& positional : command.positionals)
    text += fmt::format("\n          else {}", bash_values(positional));
  if (command.positionals.size() > 1) text = text.substr(0, text.rfind("\n          else"));
  return text + "\n          fi ;;\n      esac ;;\n";
}

std::string bash(const CLI::App& program) {
  const std::vector<CommandText> commands = commands_of(program);
  std::string text =
      "# bash completion for dlrsim. Now: source <(dlrsim completion bash)\n"
      "# For good: dlrsim completion bash > ~/.local/share/bash-completion/completions/dlrsim\n"
      "_dlrsim() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} words='' "
      "files='' points=''\n"
      "  COMPREPLY=()\n"
      "  if [[ $before == '=' || $word == '=' ]]; then  # behind --report html=\n"
      "    [[ $word == '=' ]] && word=''\n"
      "    command='' files=1\n"
      "  elif ((COMP_CWORD == 1)); then\n"
      "    command=''\n";
  text += fmt::format("    words='{} {}'\n  fi\n  case $command in\n", joined(names_of(commands)),
                      joined(flags_of(options_of(program))));
  for (const CommandText& command : commands) text += bash_command(command);
  text +=
      "  esac\n"
      "  if [[ $points ]]; then\n"
      "    local scenario\n"
      "    for scenario in \"${COMP_WORDS[@]}\"; do [[ $scenario == *.y?(a)ml ]] && break; done\n"
      "    words=$(DLRSIM_COMPLETING=1 \"${COMP_WORDS[0]}\" validate \"$scenario\" 2>/dev/null | ";
  text += kPointsOf;
  text +=
      ")\n"
      "  fi\n"
      "  if [[ $files ]]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
      "    compopt -o filenames 2>/dev/null\n"
      "  elif [[ $words ]]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
      "    [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null\n"
      "  fi\n"
      "  return 0\n"
      "}\n"
      "complete -F _dlrsim dlrsim ./dlrsim\n";
  return text;
}

// zsh: _arguments knows the rest.

std::string zsh_text(std::string text) {
  text = replaced(std::move(text), "'", "'\\''");
  for (const char* special : {"[", "]", ":"}) text = replaced(std::move(text), special, std::string("\\") + special);
  return text;
}

std::string zsh_action(const OptionText& option) {
  if (is_point(option)) return "_dlrsim_points";
  if (!option.words.empty()) return fmt::format("({})", joined(option.words));
  return option.takes_files ? "_files" : " ";
}

std::string zsh_option(const OptionText& option) {
  std::string text;
  for (const std::string& name : option.names) {
    text += fmt::format(
        " \\\n        '*{}[{}]{}'", name, zsh_text(option.help),
        option.value.empty() ? std::string() : fmt::format(":{}:{}", zsh_text(option.value), zsh_action(option)));
  }
  return text;
}

std::string zsh(const CLI::App& program) {
  const std::vector<CommandText> commands = commands_of(program);
  std::string text =
      "#compdef dlrsim\n"
      "# zsh completion for dlrsim. Now: source <(dlrsim completion zsh)\n"
      "# For good: dlrsim completion zsh > a folder of $fpath, as _dlrsim\n"
      "_dlrsim_points() {\n"
      "  compadd -- $(DLRSIM_COMPLETING=1 $program validate ${(M)words:#*.y(a|)ml} 2>/dev/null | ";
  text += kPointsOf;
  text +=
      ")\n"
      "}\n"
      "_dlrsim() {\n"
      "  local program=$words[1]\n"
      "  local -a commands=(\n";
  for (const CommandText& command : commands) {
    text += fmt::format("    '{}:{}'\n", command.name, zsh_text(command.help));
  }
  text +=
      "  )\n  if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then\n    _describe command commands\n    return\n  fi\n";
  text += "  if ((CURRENT == 2)); then\n    _arguments";
  for (const OptionText& option : options_of(program)) text += zsh_option(option);
  text += "\n    return\n  fi\n  local command=$words[2]\n  shift words\n  ((CURRENT--))\n  case $command in\n";
  for (const CommandText& command : commands) {
    text += fmt::format("    {})\n      _arguments", command.name);
    for (const OptionText& option : command.options) text += zsh_option(option);
    for (const OptionText& positional : command.positionals) {
      text += fmt::format(" \\\n        '{}:{}:{}'", positional.is_repeated ? "*" : "", zsh_text(positional.value),
                          zsh_action(positional));
    }
    text += " ;;\n";
  }
  text += "  esac\n}\nif [[ $funcstack[1] == _dlrsim ]]; then _dlrsim \"$@\"; else compdef _dlrsim dlrsim; fi\n";
  return text;
}

// fish: one line per candidate.

std::string fish_text(std::string text) { return replaced(replaced(std::move(text), "\\", "\\\\"), "'", "\\'"); }

std::string fish_option(const std::string& condition, const OptionText& option) {
  std::string text = fmt::format("complete -c dlrsim -n '{}'", condition);
  for (const std::string& name : option.names) {
    text += name[1] == '-' ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  if (!option.value.empty()) text += option.takes_files ? " -r -F" : " -x";
  if (!option.words.empty()) text += fmt::format(" -a '{}'", joined(option.words));
  if (is_point(option)) text += " -a '(__dlrsim_points)'";
  return text + fmt::format(" -d '{}'\n", fish_text(option.help));
}

std::string fish(const CLI::App& program) {
  const std::vector<CommandText> commands = commands_of(program);
  std::string text =
      "# fish completion for dlrsim. Now: dlrsim completion fish | source\n"
      "# For good: dlrsim completion fish > ~/.config/fish/completions/dlrsim.fish\n"
      "function __dlrsim_points\n"
      "    set -l typed (commandline -opc)\n"
      "    set -l scenario (string match -r '.*\\.ya?ml$' -- $typed)[1]\n"
      "    env DLRSIM_COMPLETING=1 $typed[1] validate $scenario 2>/dev/null | ";
  text += kPointsOf;
  text +=
      "\n"
      "end\n"
      "complete -c dlrsim -f\n";
  for (const OptionText& option : options_of(program)) text += fish_option("__fish_use_subcommand", option);
  for (const CommandText& command : commands) {
    text += fmt::format("complete -c dlrsim -n __fish_use_subcommand -a {} -d '{}'\n", command.name,
                        fish_text(command.help));
  }
  for (const CommandText& command : commands) {
    const std::string seen = "__fish_seen_subcommand_from " + command.name;
    for (const OptionText& option : command.options) text += fish_option(seen, option);
    for (const OptionText& positional : command.positionals) {
      if (positional.takes_files) text += fmt::format("complete -c dlrsim -n '{}' -F\n", seen);
      if (!positional.words.empty())
        text += fmt::format("complete -c dlrsim -n '{}' -a '{}'\n", seen, joined(positional.words));
    }
  }
  return text;
}

}  // namespace

void add_completion(CLI::App& program, int& exit) {
  const auto shell = std::make_shared<std::string>();
  CLI::App* command = program.add_subcommand("completion", "What makes a shell complete commands, flags and values");
  command->add_option("SHELL", *shell, "bash, zsh or fish; how to use it stands at the top of what is printed")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->callback([shell, &program, &exit] {
    const std::string text = *shell == "bash" ? bash(program) : *shell == "zsh" ? zsh(program) : fish(program);
    exit = print(text) ? kPassed : kCouldNotWrite;
  });
}

}  // namespace dlr::sim::cli
