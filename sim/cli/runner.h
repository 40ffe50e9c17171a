// One scenario after another is run, judged, compared with what is accepted of it, and shown.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "reports/judging.h"
#include "reports/render/names_by_file.h"
#include "reports/result.h"
#include "sim/cli/commands.h"
#include "sim/cli/judging_flags.h"
#include "sim/cli/report_files.h"
#include "sim/cli/run_files.h"
#include "sim/run.h"

namespace dlr::sim::cli {

struct RunFlags {
  std::vector<std::string> paths;
  ScenarioFlags scenario;
  std::uint32_t threads = 0;  // 0: as many as there are cores; of several ranks each: one
  std::string shard;          // "2/3"; empty: the whole
  bool json = false;
  std::vector<std::string> reports;
  std::string progress = "auto";
  Colour colour = Colour::automatic;
  bool quiet = false;
  bool verbose = false;
  std::string drive = "direct";
  std::string plant;
  JudgingFlags judging;
  std::string not_sure = "fail";
  RunPaths files;
  bool no_baseline = false;
  bool require_baseline = false;
  bool bisect = false;
  bool profile_engine = false;
  std::string command_line;
};

class Runner {
 public:
  // Where it writes. All must outlive it.
  struct Files {
    RunFiles& written;
    ReportFiles& reports;
  };
  // `interrupted` becomes true: the run under way ends with what it has. All must outlive it; `defect` may be null.
  Runner(const RunFlags& flags, const reports::Shard& shard, const Defect* defect, Files files, Ranks& ranks,
         const std::atomic<bool>& interrupted, std::span<const Scenario> scenarios);

  // The exit status.
  int run(const Scenario& scenario, const reports::Judging& judging);

  // After the last point of a sweep: all of them at a glance. False: it could not be written.
  bool end_of_sweep();

  // After all results, a line of JSON for each file that came to none. False: it could not be written.
  bool tell_not_run(std::span<const reports::NotRun> not_run);

  // What the reports are about: all that was run.
  bool write_reports(std::span<const reports::NotRun> not_run) { return files_.reports.write(results_, not_run); }

 private:
  reports::Result compute(const Scenario& scenario, const reports::Judging& judging);
  void compare(reports::Result& result);

  const RunFlags& flags_;
  reports::Shard shard_;
  const Defect* defect_;
  Files files_;
  Ranks& ranks_;
  const std::atomic<bool>& interrupted_;
  std::vector<reports::Result> results_;
  reports::NamesByFile names_;
  bool many_;                           // scenarios
  std::vector<reports::Result> sweep_;  // its points so far
  unsigned shown_ = 0;
  bool last_was_sentence_ = false;
};

}  // namespace dlr::sim::cli
