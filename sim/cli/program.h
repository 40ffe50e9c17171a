// The program, from its arguments to its exit status.
#pragma once

#include "sim/ranks.h"

namespace dlr::sim::cli {

// `ranks`: the processes that do it together.
int run_program(int argc, char** argv, Ranks& ranks);

}  // namespace dlr::sim::cli
