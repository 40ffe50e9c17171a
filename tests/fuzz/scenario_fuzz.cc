// The reader of scenarios: whatever the bytes, it gives a scenario or problems, never both and never neither; what it
// takes can be shown and read back.
#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "sim/scenario/reader.h"
#include "sim/scenario/show.h"

namespace {

// One file of this process, written anew each time.
const std::string& place() {
  static const std::string path = [] {
    char name[] = "/tmp/scenario_fuzz_XXXXXX.yaml";
    const int file = mkstemps(name, 5);
    if (file < 0) std::abort();
    close(file);
    return std::string(name);
  }();
  return path;
}

dlr::sim::ReadOutcome read(const char* data, std::size_t size) {
  std::FILE* file = std::fopen(place().c_str(), "wb");
  if (file == nullptr || std::fwrite(data, 1, size, file) != size || std::fclose(file) != 0) std::abort();
  return dlr::sim::read_scenario(place());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const dlr::sim::ReadOutcome outcome = read(reinterpret_cast<const char*>(data), size);
  if (outcome.scenario.has_value() != outcome.problems.empty()) std::abort();
  if (!outcome.scenario) {
    if (dlr::diagnostics::render(outcome.problems).empty()) std::abort();
    return 0;
  }
  const std::string shown = dlr::sim::effective_yaml(*outcome.scenario);
  const dlr::sim::ReadOutcome again = read(shown.data(), shown.size());
  if (!again.scenario || dlr::sim::effective_yaml(*again.scenario) != shown) {
    std::fprintf(stderr, "what is shown does not read back:\n%s\n", shown.c_str());
    std::abort();
  }
  return 0;
}
