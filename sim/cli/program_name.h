// What this program is called where a person is told what to type next.
#pragma once

#include <string>

namespace dlr::sim::cli {

// As it was called, as a shell takes it; the wrapper, which calls it by another path, says in DLRSIM_CALLED_AS how it
// was called itself.
std::string program_name();

// What to begin with, as a command: a scenario to run where one comes with this folder, else `init`, which writes one.
std::string command_to_begin_with();

}  // namespace dlr::sim::cli
