// What this program is called where a person is told what to type next.
#pragma once

#include <string>

namespace dlr::sim::cli {

// As it was called, as a shell takes it; the wrapper, which calls it by another path, says in DLRSIM_CALLED_AS how it
// was called itself.
std::string program_name();

}  // namespace dlr::sim::cli
