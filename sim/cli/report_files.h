// What `--report FORMAT=PATH` asks for: results rendered into files, or one of them onto stdout.
#pragma once

#include <CLI/CLI.hpp>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "reports/render/formats.h"
#include "reports/render/not_run.h"
#include "reports/result.h"
#include "sim/cli/output.h"

namespace dlr::sim::cli {

// Adds the option to a command; texts that are no FORMAT=PATH are refused while the command line is read.
void add_report_flag(CLI::App& command, std::vector<std::string>& reports);

// The reports asked for. Files are opened before anything is computed and put in place whole, as OutputFile does it.
class ReportFiles {
 public:
  // The exit status: kUsage when two of them (or `output`, the file of -o) go to one place, or one goes to stdout where
  // `stdout_is_taken`; kCouldNotWrite when a file cannot be opened. Told on stderr.
  int open(const std::vector<std::string>& reports, const std::string& output, bool stdout_is_taken);

  // One would take the place of a file that is read: told on stderr.
  bool overwrites(std::span<const std::string> inputs) const;
  bool any() const { return !files_.empty(); }
  // A report goes to stdout, where nothing else may be then.
  bool on_stdout() const;

  // False, and told on stderr, when not all could be written. Nothing is written where nothing was asked for.
  bool write(std::span<const reports::Result> results, std::span<const reports::NotRun> not_run = {});

 private:
  struct File {
    const reports::Format* format = nullptr;
    std::string path;  // "-": stdout
    Destination output;
  };
  std::deque<File> files_;  // output files stay where they are
};

}  // namespace dlr::sim::cli
