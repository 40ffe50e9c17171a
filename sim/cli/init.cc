#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include "reports/human.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/first_scenario.h"
#include "sim/cli/program_name.h"

namespace dlr::sim::cli {
namespace {

struct InitFlags {
  std::string file = "first.yaml";
  std::string countries, messages, fault;  // empty: asked for, or by default
  bool force = false;
};

constexpr const char* kSomeCountries = "FR, GB";
constexpr const char* kFault = "doubles";
constexpr std::uint64_t kUsualMessages = 10'000;

// One answer: from a flag, else from the person at the terminal, else the default. A person is asked again until the
// answer is one; a flag that is none ends it. Nothing when there is no answer.
class Interview {
 public:
  Interview() : is_asking_(isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0) {}

  template <class Read>
  auto answer(const char* flag, const std::string& given, const std::string& question, const std::string& usual,
              const Read& read) -> decltype(read("", std::declval<std::string&>())) {
    std::string why;
    if (!given.empty() || !is_asking_) {
      auto value = read(given.empty() ? usual : given, why);
      if (!value) tell(fmt::format("dlrsim: {}: {}", flag, why));
      return value;
    }
    std::string line;
    while (true) {
      std::fputs(fmt::format("{} [{}]: ", question, usual).c_str(), stderr);
      if (!std::getline(std::cin, line)) {
        tell("\ndlrsim: no answer; nothing was written");
        return std::nullopt;
      }
      why.clear();
      if (auto value = read(line.empty() ? usual : line, why)) return value;
      tell(fmt::format("  {}", why));
    }
  }

 private:
  bool is_asking_;
};

std::optional<FirstAnswers> ask(const InitFlags& flags) {
  Interview interview;
  FirstAnswers answers;
  const auto countries =
      interview.answer("--countries", flags.countries, "Where do the messages go? ISO codes", kSomeCountries,
                       [](const std::string& text, std::string& why) { return read_countries(text, why); });
  if (!countries) return std::nullopt;
  answers.countries = *countries;
  const std::size_t count = countries->size();
  const auto messages =
      interview.answer("--messages", flags.messages, "How many messages?",
                       std::to_string(std::max(kUsualMessages, kLeastPerCountry * count)),
                       [count](const std::string& text, std::string& why) { return read_messages(text, count, why); });
  if (!messages) return std::nullopt;
  answers.messages = *messages;
  const auto fault =
      interview.answer("--fault", flags.fault, fmt::format("What goes wrong? {}", fmt::join(kFirstFaults, ", ")),
                       kFault, [](const std::string& text, std::string& why) { return read_fault(text, why); });
  if (!fault) return std::nullopt;
  answers.fault = *fault;
  return answers;
}

int init(const InitFlags& flags) {
  const std::filesystem::path path(flags.file);
  const std::string name = path.stem().string();
  const bool fits = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  });
  if (!fits || (path.extension() != ".yaml" && path.extension() != ".yml")) {
    tell(fmt::format("dlrsim: '{}' is no name for a scenario: letters, digits, '-' and '_', and .yaml at its end",
                     flags.file));
    return kUsage;
  }
  std::error_code ignored;
  if (!flags.force && std::filesystem::exists(std::filesystem::symlink_status(path, ignored))) {
    tell(fmt::format("dlrsim: {} is there already; give another name, or --force to write over it", flags.file));
    return kUsage;
  }
  const std::optional<FirstAnswers> answers = ask(flags);
  if (!answers) return kUsage;
  OutputFile file;
  if (!file.open(flags.file) || !file.write(first_scenario(name, *answers)) || !file.put_in_place())
    return kCouldNotWrite;
  return print(reports::printable(
             fmt::format("Wrote {}. Next: {} run {}\n", flags.file, program_name(), shell_word(flags.file))))
             ? kPassed
             : kCouldNotWrite;
}

}  // namespace

void add_init(CLI::App& program, int& exit) {
  const auto flags = std::make_shared<InitFlags>();
  CLI::App* command = program.add_subcommand("init", "Writes a first scenario; asks three questions on a terminal");
  command->add_option("FILE", flags->file, "Where to; first.yaml by default");
  command->add_option("--countries", flags->countries, "Where the messages go, as FR,GB")->type_name("CODES");
  command->add_option("--messages", flags->messages, "How many")->type_name("N");
  command->add_option("--fault", flags->fault, fmt::format("What goes wrong: {}", fmt::join(kFirstFaults, ", ")))
      ->type_name("FAULT");
  command->add_flag("--force", flags->force, "Write over a file that is there");
  command->callback([flags, &exit] { exit = init(*flags); });
}

}  // namespace dlr::sim::cli
