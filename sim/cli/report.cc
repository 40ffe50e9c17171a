#include <fmt/format.h>

#include <map>
#include <memory>
#include <span>
#include <string>

#include "reports/exit_status.h"
#include "reports/render/conclusion.h"
#include "reports/render/points.h"
#include "reports/render/terminal.h"
#include "sim/cli/baseline.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/files.h"
#include "sim/cli/report_files.h"
#include "sim/cli/result_files.h"
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

// The command that makes the shard which is missing; empty: none is, or nobody knows the scenario's file.
std::string command_to_make(const reports::MergeProblem& problem, reports::Result shard) {
  if (!problem.missing) return {};
  shard.shard.index = *problem.missing;
  const std::string run = reports::command_to_repeat(shard);
  return run.empty() ? run : fmt::format("; to make it: {} -o FILE", run);
}

// The shards of one run become its result; of a sweep those of each point do. Those that do not belong together, or are
// not all there, are none that could be judged.
void merge_by_point(ReadResults& read) {
  std::map<std::pair<std::string, std::uint32_t>, std::vector<std::size_t>> places;
  for (std::size_t i = 0; i < read.results.size(); ++i) {
    const auto& [number, name] = read.results[i].point;
    places[{number > 0 ? read.results[i].scenario : std::string(), number}].push_back(i);
  }
  std::vector<reports::Result> whole;
  for (const auto& [point, of_this] : places) {
    const std::string title = point.second > 0 ? read.results[of_this.front()].title() + ": " : std::string();
    std::vector<reports::Result> shards;
    for (const std::size_t place : of_this) shards.push_back(std::move(read.results[place]));
    auto merged = reports::merge(shards);
    if (const auto* problem = std::get_if<reports::MergeProblem>(&merged)) {
      const std::string& file = read.files[of_this[problem->which.value_or(0)]];
      const std::string why = problem->text + command_to_make(*problem, shards.front());
      tell(problem->which ? fmt::format("{}: error: {}", file, why) : fmt::format("dlrsim: {}{}", title, why));
      read.unusable.push_back({file, why, kScenarioInvalid});
      continue;
    }
    reports::Result& result = whole.emplace_back(std::move(std::get<reports::Result>(merged)));
    compare_with_baseline(result);
    result.exit_code = reports::exit_status_of(result);
  }
  read.results = std::move(whole);
}

int report(const ReportFlags& flags) {
  ReportFiles files;
  if (const int problem = files.open(flags.reports, flags.output, flags.json); problem != kPassed) return problem;
  if (files.overwrites(flags.files) || is_input("-o", flags.output, flags.files)) return kUsage;
  ReadResults read;
  for (const std::string& file : flags.files) read_results(file, read);

  // Shards are merged; results of whole runs are shown one by one.
  bool has_shard = false;
  for (const reports::Result& result : read.results) has_shard = has_shard || result.shard.is_part();
  if (has_shard) merge_by_point(read);
  OutputFile output;  // where there is no result, it stays as it was
  const bool has_any = !read.results.empty() || !read.not_run.empty();
  if (has_any && !flags.output.empty() && !output.open(flags.output)) return kCouldNotWrite;

  const std::vector<std::string> names = reports::lasting_names(read.results);
  int exit = kPassed;
  std::string written;
  std::string text;
  bool last_was_sentence = false;
  std::span<const reports::Result> sweep;  // the one that a result is a point of
  for (std::size_t at = 0; at < read.results.size(); ++at) {
    const reports::Result& result = read.results[at];
    const bool is_first = sweep.empty() || &sweep.back() < &result;
    if (is_first) sweep = std::span(read.results).subspan(at, reports::points_from(read.results, at));
    const bool is_of_sweep = sweep.size() > 1;
    const std::string json = reports::to_json(result) + "\n";
    written += json;
    if (flags.json) {
      text += json;
    } else if (!files.on_stdout()) {
      const bool is_line = flags.quiet || (read.results.size() > 1 && !flags.verbose);
      const reports::TerminalOptions options{colour_on_stdout(flags.colour), terminal_width(), flags.verbose, is_line,
                                             names[at]};
      const bool is_sentence = reports::is_sentence(result, options);
      const bool begins_sweep = is_of_sweep && is_first && !flags.quiet;
      if (!text.empty() && (begins_sweep || !(is_sentence && last_was_sentence))) text += "\n";
      last_was_sentence = is_sentence;
      text += reports::render_terminal(result, options);
      if (is_of_sweep && &sweep.back() == &result && !flags.quiet)
        text += "\n" + reports::render_points(sweep, options);
    }
    exit = heavier(exit, result.exit_code);
  }
  for (const reports::NotRun& one : read.not_run) {
    const std::string json = reports::to_json(one) + "\n";
    written += json;
    if (flags.json) text += json;
    if (!flags.json && !files.on_stdout()) text += fmt::format("not run: {}: {}\n", one.file, one.why);
    exit = heavier(exit, one.exit_code);
  }
  for (const reports::NotRun& one : read.unusable) {
    written += reports::to_json(one) + "\n";
    read.not_run.push_back(one);
    exit = heavier(exit, one.exit_code);
  }
  if (!output.write(written) || !output.put_in_place()) exit = heavier(exit, kCouldNotWrite);
  if (!files.write(read.results, read.not_run)) exit = heavier(exit, kCouldNotWrite);
  if (!print(text)) exit = heavier(exit, kCouldNotWrite);
  return exit;
}

}  // namespace

void add_report(CLI::App& program, int& exit) {
  const auto flags = std::make_shared<ReportFlags>();
  CLI::App* command = program.add_subcommand("report", "Shows results again; merges the results of shards");
  command
      ->add_option("RESULT", flags->files, "What `run -o` wrote; all shards of one run, or whole runs; - reads stdin")
      ->required();
  command->add_flag("--json", flags->json, "As JSON, one line per result");
  command->add_option("-o,--output", flags->output, "Into this file as well")->type_name("FILE");
  add_report_flag(*command, flags->reports);
  add_colour_flag(*command, flags->colour);
  command->add_flag("-q,--quiet", flags->quiet, "The verdict, and what did not pass");
  command->add_flag("-v,--verbose", flags->verbose, "Every operator, every count");
  command->callback([flags, &exit] { exit = report(*flags); });
}

}  // namespace dlr::sim::cli
