#include "sim/cli/files.h"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/output.h"
#include "sim/cli/program_name.h"
#include "sim/run.h"
#include "sim/scenario/certainty.h"
#include "sim/scenario/show.h"

namespace dlr::sim::cli {
namespace {

namespace fs = std::filesystem;

bool is_yaml(const fs::path& path) { return path.extension() == ".yaml" || path.extension() == ".yml"; }

// The scenarios directly in a folder; deeper ones are what scenarios include.
std::vector<std::string> scenarios_in(const std::string& folder, std::error_code& error) {
  std::vector<std::string> files;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (is_yaml(at->path()) && !at->is_directory(ignored)) files.push_back(at->path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// The flag that all problems are about: what was typed is wrong then, and no file is. Empty: they are not.
std::string flag_of(const std::vector<diagnostics::Diagnostic>& problems) {
  const std::string& first = problems.front().file;
  const bool is_one = first.starts_with("--") && std::ranges::all_of(problems, [&](const diagnostics::Diagnostic& one) {
                        return one.file == first;
                      });
  return is_one ? first : std::string();
}

// Where something is wrong, what uses a parameter may not have been read.
diagnostics::Code first_to_mend(const std::vector<diagnostics::Diagnostic>& problems) {
  const auto one = std::ranges::find_if(problems, [](const diagnostics::Diagnostic& problem) {
    return problem.code != diagnostics::Code::parameter_unused;
  });
  return (one == problems.end() ? problems.front() : *one).code;
}

void read_one(const std::string& path, const ReadOptions& options, Found& found) {
  ReadOptions with_limits = options;
  with_limits.object = &cannot_run;
  ReadOutcome outcome = read_scenario(path, with_limits);
  if (!outcome.scenario) {
    tell(diagnostics::render(outcome.problems));
    const std::string flag = flag_of(outcome.problems);
    const std::string explain = fmt::format("{} explain {}", program_name(), to_string(first_to_mend(outcome.problems)));
    tell(
        flag.empty()
            ? fmt::format("dlrsim: {} cannot be run as it stands. More about it: {}; when mended: {} validate {}", path,
                          explain, program_name(), shell_word(path))
            : fmt::format("dlrsim: {} is not what {} takes, which is not run. More about it: {}", flag, path, explain));
    found.exit = heavier(found.exit, flag.empty() ? kScenarioInvalid : kUsage);
    found.not_run.push_back({path, flag.empty() ? "it is no valid scenario, or cannot be read" : flag + " is wrong",
                             flag.empty() ? kScenarioInvalid : kUsage});
    return;
  }
  if (outcome.points.empty()) outcome.points.push_back(std::move(*outcome.scenario));
  for (Scenario& scenario : outcome.points) found.scenarios.push_back(std::move(scenario));
}

}  // namespace

Found read_scenarios(const std::vector<std::string>& paths, const ReadOptions& options) {
  Found found;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      read_one(path, options, found);
      continue;
    }
    error.clear();
    const std::vector<std::string> files = scenarios_in(path, error);
    if (error) {
      tell(fmt::format("dlrsim: could not read the folder {}: {}", path, error.message()));
      found.exit = heavier(found.exit, kScenarioInvalid);
    } else if (files.empty()) {
      tell(fmt::format("dlrsim: no scenario (*.yaml) in the folder {}; to begin with: {}", path,
                       command_to_begin_with()));
      found.exit = heavier(found.exit, kNothingRan);
    }
    for (const std::string& file : files) read_one(file, options, found);
  }
  std::vector<std::string> told;  // of the points of a sweep, which mostly say the same, once
  for (const Scenario& scenario : found.scenarios) {
    for (const std::string& sentence : hopeless_expectations(scenario)) {
      if (std::ranges::find(told, sentence) != told.end()) continue;
      tell(sentence);
      told.push_back(sentence);
    }
  }
  return found;
}

const Scenario* only_one(const Found& found, std::string_view command) {
  if (found.scenarios.empty()) return nullptr;
  const Scenario& first = found.scenarios.front();
  if (found.scenarios.size() == 1) return &first;
  if (first.point.is_one() && found.scenarios.back().file == first.file) {
    tell(fmt::format("dlrsim: {} has {} points; {} takes one: --point 1 is {}; all of them: {} validate {}", first.name,
                     found.scenarios.size(), command, shell_word(first.point.name), program_name(),
                     shell_word(first.file)));
  } else {
    tell(fmt::format("dlrsim: {} takes one scenario file, not a folder", command));
  }
  return nullptr;
}

std::optional<std::string> read_file(const std::string& path) {
  const bool is_stdin = path == "-";
  std::FILE* file = is_stdin ? stdin : std::fopen(path.c_str(), "rb");
  std::string text;
  bool good = file != nullptr;
  if (file != nullptr) {
    char buffer[65536];
    for (std::size_t size = 0; (size = std::fread(buffer, 1, sizeof buffer, file)) > 0;) text.append(buffer, size);
    good = std::ferror(file) == 0;
    const int error = errno;
    if (!is_stdin) std::fclose(file);
    errno = error;
  }
  if (good) return text;
  tell(fmt::format("dlrsim: could not read {}: {}", path, std::strerror(errno)));
  return std::nullopt;
}

std::string scenario_hash(const Scenario& scenario) {
  Scenario as_written = scenario;  // how often it is run changes no message
  if (scenario.files_replications) as_written.replications = *scenario.files_replications;
  const std::string text = effective_yaml(as_written);
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace dlr::sim::cli
