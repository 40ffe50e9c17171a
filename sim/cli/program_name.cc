#include "sim/cli/program_name.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "reports/render/again.h"

namespace dlr::sim::cli {

std::string program_name() {
  const char* wrapper = std::getenv("DLRSIM_CALLED_AS");
  const char* name = wrapper != nullptr && *wrapper != '\0' ? wrapper : program_invocation_name;
  return reports::shell_word(name != nullptr && *name != '\0' ? name : "dlrsim");
}

std::string command_to_begin_with() {
  constexpr const char* kFirst = "scenarios/quickstart.yaml";
  std::error_code none;
  return program_name() + (std::filesystem::exists(kFirst, none) ? std::string(" run ") + kFirst : " init");
}

}  // namespace dlr::sim::cli
