#include <fmt/format.h>

#include <algorithm>

#include "reports/human.h"
#include "sim/cli/command_line.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/exit_meaning.h"

namespace dlr::sim::cli {
namespace {

constexpr std::size_t kManWidth = 76;

// As roff takes it for text: no requests at the beginning of a line, no escapes, minus signs that can be copied.
std::string roff(std::string_view text) {
  std::string out;
  if (!text.empty() && (text[0] == '.' || text[0] == '\'')) out += "\\&";
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

// A sentence or two as running text, with the full stop that `--help` leaves away.
std::string paragraph(std::string text) {
  if (!text.empty() && text.back() != '.') text += '.';
  std::string out;
  text = reports::wrapped(text, kManWidth);
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    out += roff(rest.substr(0, end)) + '\n';
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

std::string option_text(const OptionText& option) {
  std::string names;
  for (const std::string& name : option.names)
    names += fmt::format("{}\\fB{}\\fR", names.empty() ? "" : ", ", roff(name));
  if (!option.value.empty()) names += fmt::format("{}\\fI{}\\fR", names.empty() ? "" : " ", roff(option.value));
  std::string text = fmt::format(".TP\n{}\n{}", names, paragraph(option.help));
  // Not of those whose help names them all the same.
  if (!option.words.empty() && option.value != "CODE" && option.value != "DEFECT" && option.value != "FORMAT=PATH" &&
      option.value != "FAULT") {
    text += paragraph(fmt::format("One of {}.", fmt::join(option.words, ", ")));
  }
  return text;
}

std::string synopsis(const CommandText& command) {
  std::string text = fmt::format("\\fBdlrsim {}\\fR", command.name);
  if (!command.options.empty()) text += " [\\fIOPTION\\fR...]";
  for (const OptionText& positional : command.positionals) {
    const std::string word = fmt::format("\\fI{}\\fR{}", roff(positional.value), positional.is_repeated ? "..." : "");
    text += positional.is_required ? " " + word : " [" + word + "]";
  }
  return text;
}

std::string page(const CLI::App& program) {
  const std::vector<CommandText> commands = commands_of(program);
  std::string text = fmt::format(".TH DLRSIM 1 \"\" \"dlrsim {}\" \"User Commands\"\n", kVersion);
  text += ".SH NAME\ndlrsim \\- simulates delivery reports and judges the core that tracks them\n.SH SYNOPSIS\n";
  for (const CommandText& command : commands)
    text += (&command == &commands.front() ? "" : ".br\n") + synopsis(command) + "\n";
  text += ".SH DESCRIPTION\n" + paragraph(program.get_description());
  text += ".SH OPTIONS\n";
  for (const OptionText& option : options_of(program)) text += option_text(option);
  text += ".SH COMMANDS\n";
  for (const CommandText& command : commands) {
    text += fmt::format(".SS {}\n{}\n.PP\n{}", command.name, synopsis(command), paragraph(command.help));
    for (const OptionText& positional : command.positionals) text += option_text(positional);
    for (const OptionText& option : command.options) text += option_text(option);
  }
  text += ".SH \"EXIT STATUS\"\n";
  for (const ExitMeaning& row : exit_meanings()) {
    text += fmt::format(".TP\n.B {}\n{}", row.code, paragraph(fmt::format("{}. {}", row.meaning, row.next)));
  }
  text +=
      ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nNo colour, whatever stdout is.\n.TP\n.B CI\nNo colour, and \\fBaccept\\fR "
      "refuses.\n";
  text +=
      fmt::format(".SH EXAMPLES\n.nf\n{}\n.fi\n",
                  roff("dlrsim init first.yaml\ndlrsim run first.yaml\ndlrsim run scenarios --report junit=out.xml"));
  return text;
}

}  // namespace

void add_man(CLI::App& program, int& exit) {
  program.add_subcommand("man", "The man page; to read it: dlrsim man | man -l -")->callback([&program, &exit] {
    exit = print(page(program)) ? kPassed : kCouldNotWrite;
  });
}

}  // namespace dlr::sim::cli
