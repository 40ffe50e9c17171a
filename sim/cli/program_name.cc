#include "sim/cli/program_name.h"

#include <cerrno>
#include <cstdlib>

#include "reports/render/again.h"

namespace dlr::sim::cli {

std::string program_name() {
  const char* wrapper = std::getenv("DLRSIM_CALLED_AS");
  const char* name = wrapper != nullptr && *wrapper != '\0' ? wrapper : program_invocation_name;
  return reports::shell_word(name != nullptr && *name != '\0' ? name : "dlrsim");
}

}  // namespace dlr::sim::cli
