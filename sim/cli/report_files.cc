#include "sim/cli/report_files.h"

#include <fmt/format.h>

#include "core/diagnostics/nearest.h"
#include "sim/cli/exit_code.h"

namespace dlr::sim::cli {
namespace {

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const reports::Format& format : reports::formats()) names.emplace_back(format.name);
  return names;
}

// Why a text is no FORMAT=PATH; empty: it is one.
std::string problem_of(const std::string& text) {
  const std::size_t at = text.find('=');
  const std::string name = text.substr(0, at);
  if (reports::find_format(name) == nullptr) {
    const std::string nearest = diagnostics::nearest(name, format_names());
    return fmt::format("there is no format '{}'{}; all of them: {}", name,
                       nearest.empty() ? "" : fmt::format(", did you mean '{}'?", nearest),
                       fmt::join(format_names(), ", "));
  }
  if (at == std::string::npos || at + 1 == text.size()) {
    return fmt::format("where to? {}=FILE, or {}=- for stdout", name, name);
  }
  return {};
}

}  // namespace

void add_report_flag(CLI::App& command, std::vector<std::string>& reports) {
  command
      .add_option("--report", reports,
                  fmt::format("A report into a file, or `-` for stdout; may be repeated. FORMAT is one of {}",
                              fmt::join(format_names(), ", ")))
      ->type_name("FORMAT=PATH")
      ->allow_extra_args(false)
      ->check(problem_of);
}

int ReportFiles::open(const std::vector<std::string>& reports, const std::string& output, bool stdout_is_taken) {
  for (const std::string& text : reports) {
    const std::size_t at = text.find('=');
    File& file = files_.emplace_back();
    file.format = reports::find_format(text.substr(0, at));
    file.path = text.substr(at + 1);
    if (file.path == "-" && stdout_is_taken) {
      tell(fmt::format("dlrsim: --report {} and --json both want stdout; give one of them a file", text));
      return kUsage;
    }
    bool is_taken = same_place(file.path, output);
    for (const File& other : files_) is_taken = is_taken || (&other != &file && same_place(other.path, file.path));
    // A device, such as /dev/null, takes what it is given.
    if (is_taken && !file.path.starts_with("/dev/")) {
      tell(fmt::format("dlrsim: --report {}: something else is written to {} already", text,
                       file.path == "-" ? "stdout" : file.path));
      return kUsage;
    }
  }
  for (File& file : files_) {
    if (!file.output.open(file.path)) return kCouldNotWrite;
  }
  return kPassed;
}

bool ReportFiles::overwrites(std::span<const std::string> inputs) const {
  for (const File& file : files_) {
    if (is_input("--report", file.path, inputs)) return true;
  }
  return false;
}

bool ReportFiles::on_stdout() const {
  for (const File& file : files_) {
    if (file.path == "-") return true;
  }
  return false;
}

bool ReportFiles::write(std::span<const reports::Result> results, std::span<const reports::NotRun> not_run) {
  bool good = true;
  for (File& file : files_) {
    if (results.empty() && not_run.empty()) continue;
    const std::string text = file.format->render(results, not_run);
    good = file.output.write(text) && good;
  }
  return good;
}

}  // namespace dlr::sim::cli
