#include "sim/cli/run_files.h"

#include <fmt/format.h>

#include <tuple>

#include "sim/cli/exit_code.h"

namespace dlr::sim::cli {

int RunFiles::open_output(const RunPaths& paths) {
  for (const auto& [flag, path, cure] :
       {std::tuple{"-o", &paths.output, "for the result on stdout there is --json"},
        std::tuple{"--outcomes", &paths.outcomes, "it is not for eyes, but for `compare`"},
        std::tuple{"--events", &paths.events, "a pipe is one too: --events >(gzip > events.gz)"}}) {
    if (*path != "-") continue;
    tell(fmt::format("dlrsim: {} takes a file; {}", flag, cure));
    return kUsage;
  }
  return paths.output.empty() || output.open(paths.output) ? kPassed : kCouldNotWrite;
}

int RunFiles::open_rest(const RunPaths& paths, std::span<const std::string> inputs,
                        std::span<const Scenario> scenarios) {
  if (is_input("-o", paths.output, inputs) || is_input("--outcomes", paths.outcomes, inputs) ||
      is_input("--events", paths.events, inputs)) {
    return kUsage;
  }
  if (scenarios.size() > 1 && !(paths.outcomes.empty() && paths.events.empty())) {
    tell(fmt::format("dlrsim: {} takes one scenario, or one point of a sweep (--point): a file holds the {} of one run",
                     paths.outcomes.empty() ? "--events" : "--outcomes",
                     paths.outcomes.empty() ? "events" : "messages"));
    return kUsage;
  }
  const bool good =
      (paths.outcomes.empty() || outcomes.open(paths.outcomes)) && (paths.events.empty() || events.open(paths.events));
  return good ? kPassed : kCouldNotWrite;
}

bool RunFiles::put_in_place() {
  const bool events_are = events.put_in_place(), outcomes_are = outcomes.put_in_place();
  return output.put_in_place() && events_are && outcomes_are;
}

}  // namespace dlr::sim::cli
