#include "sim/cli/bench/bench_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "reports/rank_test.h"
#include "reports/render/html/history.h"
#include "sim/cli/bench/bench_program.h"
#include "sim/cli/output.h"

namespace dlr::sim::cli {
namespace {

struct Measurement {
  std::string file;
  Rounds rounds;
};

std::vector<Measurement> measurements_in(const std::string& folder) {
  std::error_code error;
  std::vector<std::string> files;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".json") files.push_back(at->path().string());
  }
  if (error) throw BenchError(fmt::format("--history {}: {}", folder, error.message()));
  std::ranges::sort(files);
  std::vector<Measurement> all;
  for (const std::string& file : files) {
    try {
      all.push_back({file, read_rounds(file)});
    } catch (const BenchError& wrong) {
      tell(fmt::format("dlrsim bench: left out: {}", wrong.what()));
    }
  }
  // Where no date is given the files' names are the order.
  std::ranges::stable_sort(all, {}, [](const Measurement& one) { return one.rounds.date; });
  return all;
}

reports::HistoryPoint point_of(const Measurement& one, const std::string& name) {
  std::vector<double> speeds;
  for (const Timed& timed : one.rounds.of.at(name)) speeds.push_back(timed.per_second);
  const std::string when = one.rounds.date.empty() ? std::filesystem::path(one.file).stem().string() : one.rounds.date;
  return {when,
          one.rounds.program,
          one.rounds.machine,
          reports::median(speeds),
          reports::quantile(speeds, 0.25),
          reports::quantile(speeds, 0.75)};
}

}  // namespace

std::string history_page(const std::string& folder) {
  const std::vector<Measurement> all = measurements_in(folder);
  std::vector<reports::FigureHistory> histories;
  for (const Measurement& one : all) {
    for (const std::string& name : one.rounds.names) {
      auto at = std::ranges::find(histories, name, &reports::FigureHistory::name);
      if (at == histories.end()) at = histories.insert(at, {name, {}});
      at->points.push_back(point_of(one, name));
    }
  }
  if (histories.empty()) {
    throw BenchError(fmt::format(
        "--history {}: no file *.json there holds figures; `dlrsim bench --json FILE` writes them", folder));
  }
  std::ranges::sort(histories, {}, &reports::FigureHistory::name);
  return reports::render_history("How fast it was", histories);
}

}  // namespace dlr::sim::cli
