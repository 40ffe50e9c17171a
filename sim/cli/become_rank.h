// What becomes of dlrsim where mpirun or srun has started it several times.
#pragma once

#include <optional>

namespace dlr::sim::cli {

// A run is handed over to dlrsim-mpi, beside this program, which takes this process's place; other commands are left to
// the first rank. The exit status with which to end at once; nothing: this process is alone, or the first.
std::optional<int> become_rank(int argc, char** argv);

}  // namespace dlr::sim::cli
