#include <fmt/format.h>

#include <memory>

#include "reports/render/terminal.h"
#include "sim/cli/baseline.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/files.h"
#include "sim/cli/report_files.h"
#include "sim/result_of.h"

namespace dlr::sim::cli {
namespace {

struct ReportFlags {
  std::vector<std::string> files;
  bool json = false;
  std::string output;
  std::vector<std::string> reports;
  Colour colour = Colour::automatic;
  bool quiet = false;
  bool verbose = false;
};

// Results as they were read, and for each the file it came from.
struct ReadResults {
  std::vector<reports::Result> results;
  std::vector<std::string> files;
  bool good = true;
};

void read_results(const std::string& file, ReadResults& into) {
  const std::optional<std::string> text = read_file(file);
  if (!text) {
    into.good = false;
    return;
  }
  std::size_t line = 0;
  std::size_t found = 0;
  for (std::size_t at = 0; at < text->size(); ++line) {
    const std::size_t end = std::min(text->find('\n', at), text->size());
    const std::string_view one = std::string_view(*text).substr(at, end - at);
    at = end + 1;
    if (one.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    ++found;
    auto read = reports::read_result(one);
    if (const auto* problem = std::get_if<reports::ResultProblem>(&read)) {
      tell(fmt::format("{}:{}: error: not a result: {}: {}", file, line + 1, problem->place, problem->text));
      into.good = false;
      return;
    }
    into.results.push_back(std::move(std::get<reports::Result>(read)));
    into.files.push_back(file);
  }
  if (found == 0) {
    tell(fmt::format("{}: error: the file is empty; a result is what `dlrsim run SCENARIO -o FILE` writes", file));
    into.good = false;
  }
}

int report(const ReportFlags& flags) {
  ReportFiles files;
  if (const int problem = files.open(flags.reports, flags.output, flags.json); problem != kPassed) return problem;
  ReadResults read;
  for (const std::string& file : flags.files) read_results(file, read);
  if (!read.good) return kScenarioInvalid;

  OutputFile output;
  if (!flags.output.empty() && !output.open(flags.output)) return kCouldNotWrite;

  // Shards are merged; results of whole runs are shown one by one.
  bool has_shard = false;
  for (const reports::Result& result : read.results) has_shard = has_shard || result.shard.is_part();
  if (has_shard) {
    auto merged = reports::merge(read.results);
    if (const auto* problem = std::get_if<reports::MergeProblem>(&merged)) {
      tell(problem->which ? fmt::format("{}: error: {}", read.files[*problem->which], problem->text)
                          : fmt::format("dlrsim: {}", problem->text));
      return kScenarioInvalid;
    }
    read.results = {std::move(std::get<reports::Result>(merged))};
    const BaselineFound found = compare_with_baseline(read.results[0]);
    if (found == BaselineFound::unreadable) return kScenarioInvalid;
    read.results[0].exit_code = exit_code_of(read.results[0]);
  }

  int exit = kPassed;
  std::string written;
  std::string text;
  for (const reports::Result& result : read.results) {
    const std::string json = reports::to_json(result) + "\n";
    written += json;
    if (flags.json) {
      text += json;
    } else if (!files.on_stdout()) {
      if (!text.empty() && !flags.quiet) text += "\n";
      text += reports::render_terminal(result,
                                       {colour_on_stdout(flags.colour), terminal_width(), flags.verbose, flags.quiet});
    }
    exit = heavier(exit, result.exit_code);
  }
  if (!output.write(written) || !output.put_in_place()) exit = heavier(exit, kCouldNotWrite);
  if (!files.write(read.results)) exit = heavier(exit, kCouldNotWrite);
  if (!print(text)) exit = heavier(exit, kCouldNotWrite);
  return exit;
}

}  // namespace

void add_report(CLI::App& program, int& exit) {
  const auto flags = std::make_shared<ReportFlags>();
  CLI::App* command = program.add_subcommand("report", "Shows results again; merges the results of shards");
  command->add_option("RESULT", flags->files, "What `run -o` wrote; all shards of one run, or whole runs")->required();
  command->add_flag("--json", flags->json, "As JSON, one line per result");
  command->add_option("-o,--output", flags->output, "Into this file as well")->type_name("FILE");
  add_report_flag(*command, flags->reports);
  add_colour_flag(*command, flags->colour);
  command->add_flag("-q,--quiet", flags->quiet, "The verdict only");
  command->add_flag("-v,--verbose", flags->verbose, "Every operator, every count");
  command->callback([flags, &exit] { exit = report(*flags); });
}

}  // namespace dlr::sim::cli
