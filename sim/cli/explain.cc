#include <fmt/format.h>

#include <memory>
#include <span>

#include "core/diagnostics/nearest.h"
#include "core/numbering.h"
#include "core/status.h"
#include "reports/counters.h"
#include "reports/human.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/exit_meaning.h"
#include "sim/cli/program_name.h"
#include "sim/scenario/explanation.h"

namespace dlr::sim::cli {
namespace {

constexpr const char* kExitPrefix = "exit-";

std::string indented(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += fmt::format("  {}\n", text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

constexpr std::size_t kExplanationWidth = 80;
constexpr std::size_t kCounterWidth = 110;

std::string described(const Explanation& row) {
  return fmt::format("{} {}: {}\n\n{}\nwrong:\n\n{}\nright:\n\n{}", to_string(row.code), row.name, row.title,
                     reports::wrapped(row.why, kExplanationWidth) + "\n", indented(row.wrong), indented(row.right));
}

std::string described(const ExitMeaning& row) {
  return fmt::format("exit-{}: {}\n\n{}\n", row.code, row.meaning, reports::wrapped(row.next, kExplanationWidth));
}

std::string all_of_them() {
  std::string text =
      "Mistakes in a scenario; the code stands behind the message. More about one: dlrsim explain CODE\n\n";
  for (const Explanation& row : explanations()) {
    text += fmt::format("  {}  {:<18}  {}\n", to_string(row.code), row.name, row.title);
  }
  text += "\nWhat the program ends with:\n\n";
  for (const ExitMeaning& row : exit_meanings()) text += fmt::format("  exit-{:<3}  {}\n", row.code, row.meaning);
  text +=
      "\nThe provider's words, as scenarios name them: dlrsim explain statuses, dlrsim explain errors\n"
      "The countries whose operators report nothing: dlrsim explain no-report\n"
      "What a run counts: dlrsim explain counters, dlrsim explain messages.unconfirmed\n";
  return text;
}

// The provider's words, as a scenario may name them; each once, though some stand in two groups.
template <class Row>
std::string words_of_provider(std::string_view title, std::span<const Row> rows) {
  std::string text = fmt::format("{}\n", title);
  std::string_view group;
  for (const Row& row : rows) {
    if (row.group_name != group) text += fmt::format("\n{}\n", row.group_name.empty() ? "no group" : row.group_name);
    group = row.group_name;
    text += fmt::format("  {:<44}  {}\n", row.name, row.description);
  }
  return text;
}

constexpr const char* kStatuses = "statuses";
constexpr const char* kErrors = "errors";
constexpr const char* kNoReport = "no-report";
constexpr const char* kCounters = "counters";

std::string all_counters() {
  std::string text =
      "What a run counts: `-v` shows all of it, and what is out of the ordinary is `noticed` without it.\n\n";
  std::size_t width = 0;
  for (const reports::CounterInfo& counter : reports::kCounterInfo) width = std::max(width, counter.full_name().size());
  for (const reports::CounterInfo& counter : reports::kCounterInfo) {
    text += fmt::format("  {:<{}}  {}\n", counter.full_name(), width,
                        reports::wrapped(counter.meaning, kCounterWidth, width + 4));
  }
  return text;
}

std::string countries_without_reports() {
  const std::vector<Country> countries = core::NoReportTable::built_in().countries();
  std::string text = reports::wrapped(
      fmt::format(
          "The {} countries whose operators report nothing about SMS: what the provider handed over there stays "
          "`unreported`, and a ratio of delivered is 0 %. The provider's own rejections arrive. About MMS the list "
          "says nothing. Another list: `tracker: {{country_table: {{no_report: [ISO, ...]}}}}`.",
          countries.size()),
      kExplanationWidth);
  text += "\n\n";
  for (const Country country : countries) {
    text += fmt::format("  {}  +{}\n", country.text(), core::find_numbering_plan(country)->calling_code);
  }
  return text;
}

// Nothing for a code that there is not.
std::optional<std::string> explained(const std::string& asked) {
  if (asked == kStatuses) {
    return words_of_provider("The provider's statuses, by group: `statuses: {NAME: 100%}` in a profile.",
                             core::statuses());
  }
  if (asked == kErrors) {
    return words_of_provider("The provider's errors, by group: `errors: {NAME: 100%}` in a profile.", core::errors());
  }
  if (asked == kNoReport) return countries_without_reports();
  if (asked == kCounters) return all_counters();
  if (const auto counter = reports::find_counter(asked)) return fmt::format("{}: {}\n", asked, info(*counter).meaning);
  if (const Explanation* row = find_explanation(asked)) return described(*row);
  for (const ExitMeaning& row : exit_meanings()) {
    if (asked == kExitPrefix + std::to_string(row.code)) return described(row);
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> explained_codes() {
  std::vector<std::string> codes;
  for (const Explanation& row : explanations()) codes.push_back(to_string(row.code));
  for (const Explanation& row : explanations()) codes.emplace_back(row.name);
  for (const ExitMeaning& row : exit_meanings()) codes.push_back(kExitPrefix + std::to_string(row.code));
  codes.emplace_back(kStatuses);
  codes.emplace_back(kErrors);
  codes.emplace_back(kNoReport);
  codes.emplace_back(kCounters);
  for (const reports::CounterInfo& counter : reports::kCounterInfo) codes.push_back(counter.full_name());
  return codes;
}

void add_explain(CLI::App& program, int& exit) {
  const auto code = std::make_shared<std::string>();
  CLI::App* command = program.add_subcommand("explain", "What a mistake means, with an example wrong and right");
  command
      ->add_option(
          "CODE", *code,
          "As it stands behind the message (E101), its name, or exit-8; without one: all of them. Also: "
          "statuses, errors: the provider's names; no-report: the countries that report nothing; counters, or one "
          "of them, such as reports.late")
      ->type_name("CODE");
  command->callback([code, &exit] {
    const std::optional<std::string> text = code->empty() ? all_of_them() : explained(*code);
    if (text) {
      exit = print(*text) ? kPassed : kCouldNotWrite;
      return;
    }
    if (code->starts_with(kExitPrefix) && whole_number(code->substr(std::string_view(kExitPrefix).size()))) {
      tell(fmt::format("dlrsim: it never ends with {}. What it ends with: {} explain",
                       code->substr(std::string_view(kExitPrefix).size()), program_name()));
      exit = kUsage;
      return;
    }
    const std::string nearest = diagnostics::nearest(*code, explained_codes());
    tell(fmt::format("dlrsim: there is no code '{}'{} All of them: {} explain", *code,
                     nearest.empty() ? std::string(".") : fmt::format("; did you mean '{}'?", nearest),
                     program_name()));
    exit = kUsage;
  });
}

}  // namespace dlr::sim::cli
