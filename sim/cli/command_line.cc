#include "sim/cli/command_line.h"

#include <algorithm>

#include "reports/render/formats.h"
#include "sim/cli/commands.h"
#include "sim/cli/first_scenario.h"
#include "sim/defects/defect.h"

namespace dlr::sim::cli {
namespace {

// The words of "{auto,always,never}", as CLI11 describes a choice.
std::vector<std::string> listed_words(const std::string& type) {
  std::vector<std::string> words;
  const std::size_t open = type.find('{'), close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return words;
  for (std::size_t at = open + 1; at < close;) {
    const std::size_t end = std::min(type.find(',', at), close);
    words.push_back(type.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// What may stand where an option takes a value of this type.
std::vector<std::string> words_of_type(const std::string& type) {
  std::vector<std::string> words;
  if (type == "DEFECT") {
    for (const Defect* defect : defects()) words.emplace_back(defect->name);
  } else if (type == "FAULT") {
    words.assign(std::begin(kFirstFaults), std::end(kFirstFaults));
  } else if (type == "CODE") {
    words = explained_codes();
  } else if (type == "FORMAT=PATH") {
    for (const reports::Format& format : reports::formats()) words.push_back(std::string(format.name) + "=");
  }
  return words;
}

bool names_files(const std::string& type) {
  constexpr const char* kFiles[] = {"FILE", "SCENARIO", "RESULT", "PATH", "OLD", "NEW", "FOLDER", "PROGRAM"};
  return std::any_of(std::begin(kFiles), std::end(kFiles), [&type](const char* file) { return type == file; });
}

OptionText text_of(const CLI::Option& option) {
  OptionText text;
  for (const std::string& name : option.get_snames()) text.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) text.names.push_back("--" + name);
  text.help = option.get_description();
  text.is_required = option.get_required();
  text.is_repeated = option.get_items_expected_max() > 1;
  if (option.get_items_expected_max() == 0) return text;
  const std::string type = option.get_type_name();
  text.words = listed_words(type);
  text.value = option.get_positional() ? option.get_name() : type.substr(0, type.find_first_of(":{ "));
  if (text.value.empty()) text.value = "WORD";
  if (text.words.empty()) text.words = words_of_type(text.value);
  text.takes_files = names_files(text.value);
  return text;
}

}  // namespace

std::vector<OptionText> options_of(const CLI::App& app) {
  std::vector<OptionText> options;
  for (const CLI::Option* option : app.get_options()) {
    if (option->nonpositional()) options.push_back(text_of(*option));
  }
  return options;
}

std::vector<CommandText> commands_of(const CLI::App& program) {
  std::vector<CommandText> commands;
  for (const CLI::App* app : program.get_subcommands([](const CLI::App*) { return true; })) {
    CommandText& command = commands.emplace_back();
    command.name = app->get_name();
    command.help = app->get_description();
    command.options = options_of(*app);
    for (const CLI::Option* option : app->get_options()) {
      if (!option->nonpositional()) command.positionals.push_back(text_of(*option));
    }
  }
  return commands;
}

}  // namespace dlr::sim::cli
